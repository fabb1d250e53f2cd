// breaks: lint no-restricted-syntax
export const wait = async (p: Promise<void>) => { await p; };
