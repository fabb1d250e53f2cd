/** The curated forms. A new one is a file beside this one and a line here; a kind without one has the form of its schema. */
import { configMap, secret } from './config.ts';
import { cronJob } from './cron-job.ts';
import type { CuratedForm } from './curated.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { ingress } from './ingress.ts';
import { job } from './job.ts';
import { limitRange, priorityClass, resourceQuota } from './limits.ts';
import { namespace } from './namespace.ts';
import { networkPolicy } from './network-policy.ts';
import { node } from './node.ts';
import { nodePool } from './node-pool.ts';
import { pod } from './pod.ts';
import { podDisruptionBudget } from './pod-disruption-budget.ts';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './rbac.ts';
import { replicaSet, replicationController } from './replica-set.ts';
import { service } from './service.ts';
import { serviceAccount } from './service-account.ts';
import { statefulSet } from './stateful-set.ts';
import { persistentVolume, persistentVolumeClaim, storageClass } from './storage.ts';

export const forms: readonly CuratedForm[] = [
  deployment,
  statefulSet,
  daemonSet,
  replicaSet,
  replicationController,
  job,
  cronJob,
  pod,
  service,
  ingress,
  networkPolicy,
  configMap,
  secret,
  serviceAccount,
  role,
  clusterRole,
  roleBinding,
  clusterRoleBinding,
  persistentVolumeClaim,
  persistentVolume,
  storageClass,
  horizontalPodAutoscaler,
  podDisruptionBudget,
  priorityClass,
  resourceQuota,
  limitRange,
  namespace,
  node,
  nodePool,
];

/** The curated form of a kind. */
export function formOf(kind: string): CuratedForm | undefined {
  return forms.find((f) => f.kind === kind);
}
