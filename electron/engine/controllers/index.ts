/** The control loops, in the order they are started. A new one is a file in this folder and a line here. */
import type { ControllerFactory } from './controller.ts';

export const controllers: readonly ControllerFactory[] = [];
