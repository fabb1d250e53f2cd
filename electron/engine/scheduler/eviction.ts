/** Takes victims off their node. Source: framework/preemption/executor.go. */
import { namespaceOf } from '#shared/api/object.ts';
import { withPodCondition } from '#shared/kinds/core/pod-condition.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { recordAction } from '../controllers/events.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Victims } from './preemption.ts';
import { DEFAULT_SCHEDULER } from './pod-info.ts';

/** Deletes the victims for the sake of `pod`, says so on them, and lets less important pods look elsewhere. */
export function evict({ node, pods: victims }: Victims, pod: Pod, view: ClusterView, client: Client): void {
  for (const other of [...view.nominatedTo(node)].sort((a, b) => (a.metadata.uid < b.metadata.uid ? -1 : 1))) {
    if ((other.spec.priority ?? 0) >= (pod.spec.priority ?? 0)) continue;
    const { nominatedNodeName: _gone, ...status } = other.status;
    client.updateStatus(pods, { ...other, status });
  }
  for (const victim of victims) {
    if (victim.metadata.deletionTimestamp) continue;
    const current = client.get(pods, namespaceOf(victim), victim.metadata.name);
    if (!current || current.metadata.uid !== victim.metadata.uid) continue;
    const message = `${pod.spec.schedulerName ?? DEFAULT_SCHEDULER}: preempting to accommodate a higher priority pod`;
    const conditions = withPodCondition(
      current,
      { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message },
      client.timestamp,
    );
    const marked = client.updateStatus(pods, { ...current, status: { ...current.status, conditions } });
    client.delete(pods, marked);
    recordAction(
      client,
      DEFAULT_SCHEDULER,
      marked,
      { type: 'Normal', reason: 'Preempted', message: `Preempted by pod ${pod.metadata.uid} on node ${node}` },
      'Preempting',
      pod,
    );
  }
}
