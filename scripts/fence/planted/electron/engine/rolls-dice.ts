// breaks: lint no-restricted-properties
export const chance = () => Math.random();
