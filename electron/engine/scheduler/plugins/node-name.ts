/** A pod that names its node goes nowhere else. Source: plugins/nodename. */
import type { Rejection, SchedulerPlugin } from '../plugin.ts';

const name = 'NodeName';
const other: Rejection = { plugin: name, reasons: ["node(s) didn't match the requested node name"], unresolvable: true };

export const nodeName: SchedulerPlugin = {
  name,
  scope: 'node',
  retryOn: ['NodeAdd'],
  filter: ({ pod }, node) => (pod.spec.nodeName && pod.spec.nodeName !== node.name ? other : undefined),
};
