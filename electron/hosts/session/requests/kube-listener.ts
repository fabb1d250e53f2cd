import { boolean, fields, number, optional } from '../input.ts';
import type { Handler } from './handler.ts';

/** The endpoint for kubectl: how it stands, and switching it on and off. */
export const kubeListener: Handler<'kube.listener'> = (input, { desk: { kube } }) => {
  const o = fields(input);
  const on = optional(o, 'on', boolean);
  const port = optional(o, 'port', (from, name) => number(from, name, 0, 65_535));
  return on === undefined ? kube.state : on ? kube.on(port) : kube.off();
};
