// breaks: types TS2304
export const later = (run: () => void) => setTimeout(run, 1);
