// breaks: graph not-in-allowed
// breaks: lint no-restricted-imports
export { wall } from '../../electron/hosts/session/wall.ts';
