import type { Handler } from './handler.ts';

export const layoutGet: Handler<'layout.get'> = (_input, { desk }) => desk.session.document.layout.read();
