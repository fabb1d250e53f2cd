/** What can be added by hand, in the order of the palette. A new one is a file beside this one and a line here. */
import type { Addable } from './addable.ts';
import { configMap } from './config-map.ts';
import { cronJob } from './cron-job.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { ingress } from './ingress.ts';
import { job } from './job.ts';
import { namespace } from './namespace.ts';
import { networkPolicy } from './network-policy.ts';
import { node } from './node.ts';
import { nodePool } from './node-pool.ts';
import { persistentVolumeClaim } from './persistent-volume-claim.ts';
import { pod } from './pod.ts';
import { podDisruptionBudget } from './pod-disruption-budget.ts';
import { resourceQuota } from './resource-quota.ts';
import { role } from './role.ts';
import { secret } from './secret.ts';
import { service } from './service.ts';
import { serviceAccount } from './service-account.ts';
import { statefulSet } from './stateful-set.ts';

export const addables: readonly Addable[] = [
  deployment,
  statefulSet,
  daemonSet,
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
  persistentVolumeClaim,
  horizontalPodAutoscaler,
  podDisruptionBudget,
  namespace,
  nodePool,
  node,
  resourceQuota,
];
