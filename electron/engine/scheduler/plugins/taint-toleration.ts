/** Taints keep pods away that do not tolerate them; soft taints cost score. Source: plugins/tainttoleration. */
import type { Rejection, SchedulerPlugin } from '../plugin.ts';
import { scaleToMost } from '../plugin.ts';
import { keptAway, tolerates } from '../taints.ts';

const name = 'TaintToleration';
const untolerated: Rejection = { plugin: name, reasons: ['node(s) had untolerated taint(s)'], unresolvable: true };

export const taintToleration: SchedulerPlugin = {
  name,
  weight: 3,
  scope: 'node',
  retryOn: ['NodeAdd', 'NodeTaint'],
  filter: ({ pod }, { node }) => (keptAway(pod.spec.tolerations, node?.spec.taints) ? untolerated : undefined),
  score({ pod }, { node }) {
    let count = 0;
    for (const taint of node?.spec.taints ?? []) {
      if (
        taint.effect === 'PreferNoSchedule' &&
        !tolerates(
          pod.spec.tolerations?.filter((t) => !t.effect || t.effect === 'PreferNoSchedule'),
          taint,
        )
      )
        count++;
    }
    return count;
  },
  normalize: (scores) => scaleToMost(scores, true),
};
