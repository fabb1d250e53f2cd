// breaks: lint no-restricted-globals
export const now = () => performance.now();
