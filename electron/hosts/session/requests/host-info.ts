import type { Handler } from './handler.ts';

export const hostInfo: Handler<'host.info'> = (_input, { desk }) => desk.info;
