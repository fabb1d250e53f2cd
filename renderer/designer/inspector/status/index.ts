/** What the Status tab says, by kind. A new kind is a function in a file beside this one and a line here; conditions and events every object has. */
import type { ApiObject } from '#shared/api/object.ts';
import { ownKind } from '#shared/graph/own-kind.ts';
import { conditions, events } from './common.ts';
import { customStatus } from './custom.ts';
import { nodeStatus } from './node.ts';
import { podStatus } from './pod.ts';
import { autoscalerStatus, budgetStatus, namespaceStatus, poolStatus, quotaStatus } from './policy.ts';
import type { StatusOf, StatusSection, StatusView } from './section.ts';
import { serviceStatus } from './service.ts';
import { claimStatus, volumeStatus } from './storage.ts';
import { cronJobStatus, daemonSetStatus, deploymentStatus, jobStatus, replicaSetStatus, statefulSetStatus } from './workload.ts';

const byKind: Readonly<Record<string, StatusOf<never>>> = {
  Deployment: deploymentStatus,
  ReplicaSet: replicaSetStatus,
  ReplicationController: replicaSetStatus,
  StatefulSet: statefulSetStatus,
  DaemonSet: daemonSetStatus,
  Job: jobStatus,
  CronJob: cronJobStatus,
  Pod: podStatus,
  Node: nodeStatus,
  NodePool: poolStatus,
  Namespace: namespaceStatus,
  Service: serviceStatus,
  PersistentVolumeClaim: claimStatus,
  PersistentVolume: volumeStatus,
  HorizontalPodAutoscaler: autoscalerStatus,
  PodDisruptionBudget: budgetStatus,
  ResourceQuota: quotaStatus,
};

/** How a kind's status is told. A custom kind may be called as one of Kubernetes' own is. */
function tellerOf(o: ApiObject): StatusOf | undefined {
  const kind = ownKind(o);
  return kind ? (byKind[kind] as StatusOf | undefined) : customStatus;
}

/** All that is to be said of how an object is. */
export function statusOf(o: ApiObject, view: StatusView): readonly StatusSection[] {
  return [...(tellerOf(o)?.(o, view) ?? []), ...conditions(o, view), ...events(o, view)].filter(
    (s) => (s.facts?.length ?? 0) + (s.table?.rows.length ?? 0) + (s.bars?.length ?? 0) > 0,
  );
}
