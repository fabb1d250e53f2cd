/** How kinds are described. A new one is a function in the file of its family beside this one and a line here. */
import type { ApiObject } from '#shared/api/object.ts';
import { align, DESCRIPTION } from '../tab-writer.ts';
import { binding, role, serviceAccount } from './access.ts';
import { configMap, secret } from './configuration.ts';
import { generic } from './generic.ts';
import { limitRange, namespace, quota } from './namespace.ts';
import { networkPolicy } from './network-policy.ts';
import { node } from './node.ts';
import { autoscaler, budget, priorityClass } from './policies.ts';
import { claim, storageClass, volume } from './storage.ts';
import { Text, type Describer, type Surroundings } from './text.ts';
import { endpointSlice, ingress, service } from './traffic.ts';
import { cronJob, daemonSet, deployment, job, pod, replicaSet, statefulSet } from './workloads.ts';

const byType: Readonly<Record<string, Describer<never>>> = {
  Pod: pod,
  Deployment: deployment,
  ReplicaSet: replicaSet,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
  Job: job,
  CronJob: cronJob,
  Node: node,
  Namespace: namespace,
  Service: service,
  Ingress: ingress,
  ConfigMap: configMap,
  Secret: secret,
  ServiceAccount: serviceAccount,
  PersistentVolumeClaim: claim,
  PersistentVolume: volume,
  PodDisruptionBudget: budget,
  HorizontalPodAutoscaler: autoscaler,
  ResourceQuota: quota,
  LimitRange: limitRange,
  Role: role,
  ClusterRole: role,
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  NetworkPolicy: networkPolicy,
  StorageClass: storageClass,
  PriorityClass: priorityClass,
  EndpointSlice: endpointSlice,
};

/** The description of an object as lines. `builtIn` is false for a custom resource, whatever its kind is called. */
export async function describeObject(o: ApiObject, builtIn: boolean, s: Surroundings): Promise<readonly string[]> {
  const text = new Text();
  const describer = (builtIn ? (byType[o.kind] as Describer | undefined) : undefined) ?? generic;
  await describer(o, text, s);
  return align(
    text.lines.flatMap((l) => l.split('\n')),
    DESCRIPTION,
  );
}
