/** Ports of the node that are taken already. Source: plugins/nodeports. */
import type { Rejection, SchedulerPlugin } from '../plugin.ts';

const name = 'NodePorts';
const taken: Rejection = { plugin: name, reasons: ["node(s) didn't have free ports for the requested pod ports"], unresolvable: false };

export const nodePorts: SchedulerPlugin = {
  name,
  scope: 'node',
  retryOn: ['NodeAdd', 'AssignedPodDelete'],
  filter: ({ ports }, node) => (ports.length && node.portsTaken(ports) ? taken : undefined),
};
