/** Keeps pods off cordoned nodes. Source: plugins/nodeunschedulable. */
import type { Rejection, SchedulerPlugin } from '../plugin.ts';
import { tolerates } from '../taints.ts';

const name = 'NodeUnschedulable';
const unschedulable: Rejection = { plugin: name, reasons: ['node(s) were unschedulable'], unresolvable: true };
const CORDON = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

export const nodeUnschedulable: SchedulerPlugin = {
  name,
  scope: 'node',
  retryOn: ['NodeAdd', 'NodeTaint'],
  filter: ({ pod }, { node }) => (node?.spec.unschedulable && !tolerates(pod.spec.tolerations, CORDON) ? unschedulable : undefined),
};
