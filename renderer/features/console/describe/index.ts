/** How kinds are described. A new one is a function in a file beside this one and a line here. */
import type { ApiObject } from '#shared/api/object.ts';
import { align, DESCRIPTION } from '../tab-writer.ts';
import {
  autoscaler,
  binding,
  budget,
  claim,
  configMap,
  ingress,
  limitRange,
  namespace,
  node,
  quota,
  role,
  secret,
  service,
  serviceAccount,
  volume,
} from './cluster.ts';
import { generic } from './generic.ts';
import { endpointSlice, networkPolicy, priorityClass, storageClass } from './others.ts';
import { Text, type Describer, type Surroundings } from './text.ts';
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
