import { samples } from '../samples.ts';
import type { Handler } from './handler.ts';

export const documentSamples: Handler<'document.samples'> = (_input, { desk }) => samples(desk.resources);
