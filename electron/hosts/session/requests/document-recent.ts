import type { Handler } from './handler.ts';

export const documentRecent: Handler<'document.recent'> = (_input, { desk }) => desk.store.recent();
