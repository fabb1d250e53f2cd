// breaks: graph not-in-allowed
export { readFileSync } from 'node:fs';
