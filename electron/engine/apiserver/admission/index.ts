/** The admission plugins, in the order Kubernetes runs them. */
import type { AdmissionPlugin } from '../context.ts';
import { roleEscalation } from '../authorization/escalation.ts';
import { defaultIngressClass } from './default-ingress-class.ts';
import { defaultStorageClass } from './default-storage-class.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { limitRanger } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts';
import { podTopologyLabels } from './pod-topology-labels.ts';
import { podSecurity } from './pod-security/pod-security.ts';
import { priority } from './priority.ts';
import { resourceQuota } from './resource-quota.ts';
import { runtimeClass } from './runtime-class.ts';
import { serviceAccount } from './service-account.ts';
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';
import { terminatingDefinition } from './terminating-definition.ts';

export const admissionPlugins: readonly AdmissionPlugin[] = [
  terminatingDefinition,
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  taintNodesByCondition,
  podTopologyLabels,
  podSecurity,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUseProtection,
  persistentVolumeClaimResize,
  runtimeClass,
  defaultIngressClass,
  roleEscalation,
  resourceQuota,
];
