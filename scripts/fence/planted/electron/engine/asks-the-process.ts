// breaks: types TS2591
export const memory = () => process.memoryUsage().rss;
