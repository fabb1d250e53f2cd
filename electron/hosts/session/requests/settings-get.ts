import type { Handler } from './handler.ts';

export const settingsGet: Handler<'settings.get'> = (_input, { desk }) => desk.store.settings();
