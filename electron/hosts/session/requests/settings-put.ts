import { fields } from '../input.ts';
import type { Handler } from './handler.ts';

export const settingsPut: Handler<'settings.put'> = (input, { desk }) => {
  desk.store.keep(fields(input));
  return {};
};
