// breaks: graph not-in-allowed
export { default as Database } from 'better-sqlite3';
