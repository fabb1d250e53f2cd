/** What a write means to pods that wait for a node. Source: pkg/scheduler/framework/events.go and eventhandlers.go. */
import { equal } from '#shared/api/json.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import { podRequests } from '#shared/kinds/core/pod-requests.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { Change } from '../store/store.ts';
import type { ClusterChange } from './plugin.ts';
import { isTerminal } from './pod-info.ts';

/** Resources that only come as a whole: any change of one counts. */
const WHOLE: ReadonlyMap<ResourceId, ClusterChange> = new Map([
  ['core/persistentvolumeclaims', 'Claim'],
  ['core/persistentvolumes', 'Volume'],
  ['core/namespaces', 'Namespace'],
  ['storage.k8s.io/storageclasses', 'StorageClass'],
  ['storage.k8s.io/csinodes', 'CSINode'],
  ['storage.k8s.io/csidrivers', 'CSIDriver'],
  ['storage.k8s.io/csistoragecapacities', 'CSIStorageCapacity'],
  ['storage.k8s.io/volumeattachments', 'VolumeAttachment'],
]);

/** The resources whose changes matter, beside pods and nodes. */
export const WATCHED: readonly ResourceId[] = [...WHOLE.keys()];

/** The kinds of change that a write amounts to; none where it cannot help any pod. */
export function clusterChanges({ ref, before, after }: Change): readonly ClusterChange[] {
  if (ref.resource === 'core/nodes') return after ? nodeChanges(before as Node | undefined, after as Node) : [];
  if (ref.resource === 'core/pods') return podChanges(before as Pod | undefined, after as Pod | undefined);
  const change = WHOLE.get(ref.resource);
  return change && (after || change === 'VolumeAttachment') ? [change] : [];
}

function nodeChanges(before: Node | undefined, after: Node): readonly ClusterChange[] {
  if (!before) return ['NodeAdd'];
  const changes: ClusterChange[] = [];
  if (before.status.allocatable !== after.status.allocatable && !equal(before.status.allocatable, after.status.allocatable))
    changes.push('NodeAllocatable');
  if (before.metadata.labels !== after.metadata.labels && !equal(before.metadata.labels, after.metadata.labels)) changes.push('NodeLabel');
  if (
    before.spec !== after.spec &&
    (before.spec.unschedulable !== after.spec.unschedulable || !equal(before.spec.taints, after.spec.taints))
  )
    changes.push('NodeTaint');
  return changes;
}

const holds = (p: Pod | undefined): boolean => p !== undefined && p.spec.nodeName !== undefined && p.spec.nodeName !== '' && !isTerminal(p);

function podChanges(before: Pod | undefined, after: Pod | undefined): readonly ClusterChange[] {
  const held = holds(before);
  const now = holds(after);
  if (held && !now) return ['AssignedPodDelete'];
  if (!held && now) return ['AssignedPodAdd'];
  if (!held || !before || !after) return before?.status.nominatedNodeName && !after ? ['AssignedPodDelete'] : [];
  const changes: ClusterChange[] = [];
  if (before.metadata.labels !== after.metadata.labels) changes.push('AssignedPodLabel');
  if (before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp) changes.push('AssignedPodLabel');
  if (before.spec.containers !== after.spec.containers && smaller(before, after)) changes.push('AssignedPodScaleDown');
  return changes;
}

function smaller(before: Pod, after: Pod): boolean {
  const now = podRequests(after.spec);
  return Object.entries(podRequests(before.spec)).some(([k, v]) => (now[k] ?? 0) < v);
}
