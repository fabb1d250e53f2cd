// breaks: graph not-in-allowed
export { wall } from '../hosts/session/wall.ts';
