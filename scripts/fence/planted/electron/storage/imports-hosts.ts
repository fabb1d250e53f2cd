// breaks: graph not-in-allowed
export { Desk } from '#electron/hosts/session/desk.ts';
