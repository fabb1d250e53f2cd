import type { Handler } from './handler.ts';

export const documentCurrent: Handler<'document.current'> = (_input, { desk }) => desk.open?.info() ?? null;
