// breaks: lint no-restricted-syntax
export const before = (a: string, b: string) => a.localeCompare(b);
