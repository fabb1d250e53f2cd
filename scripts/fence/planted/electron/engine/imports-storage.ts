// breaks: graph not-in-allowed
export { DesignDocument } from '#electron/storage/document.ts';
