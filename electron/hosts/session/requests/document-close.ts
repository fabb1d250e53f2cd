import type { Handler } from './handler.ts';

export const documentClose: Handler<'document.close'> = (_input, { desk }) => {
  desk.close();
  return {};
};
