/** A pod goes where its volumes are, or can be made. Source: plugins/volumebinding. */
import { planFor, podClaims, type PodClaims } from '../pod-claims.ts';
import type { Rejection, SchedulerPlugin } from '../plugin.ts';

const name = 'VolumeBinding';
const known = new Map<string, Rejection>();

function rejection(reasons: readonly string[]): Rejection {
  const key = reasons.join();
  let r = known.get(key);
  if (!r) known.set(key, (r = { plugin: name, reasons, unresolvable: true }));
  return r;
}

export const volumeBinding: SchedulerPlugin<PodClaims> = {
  name,
  scope: 'node',
  retryOn: ['StorageClass', 'Claim', 'Volume', 'NodeAdd', 'NodeLabel', 'CSINode', 'CSIDriver', 'CSIStorageCapacity'],
  prepare({ pod, claims }, { client }) {
    if (!claims.length) return undefined;
    const found = podClaims(pod, client);
    return 'why' in found ? { refused: { plugin: name, reasons: [found.why], unresolvable: true } } : { state: found };
  },
  filter(_pod, node, state) {
    const plan = planFor(state, node);
    return 'reasons' in plan ? rejection(plan.reasons) : undefined;
  },
};
