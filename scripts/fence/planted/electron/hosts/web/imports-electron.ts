// breaks: graph not-in-allowed
export { app } from 'electron';
