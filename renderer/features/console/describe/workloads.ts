/** Pods and what makes them. */
import { controllerOf, type ApiObject } from '#shared/api/object.ts';
import { formatLabelSelector } from '#shared/api/selector.ts';
import { humanDuration, parseTime } from '#shared/api/time.ts';
import { templateOf } from '#shared/graph/pod-template.ts';
import type { CronJob, DaemonSet, Deployment, Job, PersistentVolumeClaim, Pod, ReplicaSet, StatefulSet } from '#shared/kinds/types.ts';
import { containers, placement, podTemplate, volumes } from './pod-parts.ts';
import { annotations, events, identity, joined, longTime, type Describer, type Surroundings, type Text } from './text.ts';

export const pod: Describer<Pod> = async (o, t, s) => {
  const nodes = o.spec.nodeName
    ? await s.list<ApiObject & { status?: { addresses?: readonly { type: string; address: string }[] } }>('core/nodes')
    : [];
  const address =
    o.status.hostIP ??
    nodes.find((n) => n.metadata.name === o.spec.nodeName)?.status?.addresses?.find((a) => a.type === 'InternalIP')?.address ??
    '';
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  t.fact(0, 'Priority', o.spec.priority ?? 0);
  if (o.spec.priorityClassName) t.fact(0, 'Priority Class Name', o.spec.priorityClassName);
  t.fact(0, 'Service Account', o.spec.serviceAccountName);
  t.fact(0, 'Node', o.spec.nodeName && `${o.spec.nodeName}/${address}`);
  if (o.status.startTime) t.fact(0, 'Start Time', longTime(o.status.startTime));
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.at(0, `Status:\t${o.metadata.deletionTimestamp ? 'Terminating' : (o.status.phase ?? '')}`);
  if (o.status.reason) t.fact(0, 'Reason', o.status.reason);
  if (o.status.message) t.fact(0, 'Message', o.status.message);
  t.at(0, `IP:\t${o.status.podIP ?? ''}`);
  if (o.status.podIPs?.length) {
    t.at(0, 'IPs:');
    for (const ip of o.status.podIPs) t.at(1, `IP:\t${ip.ip}`);
  } else t.at(0, 'IPs:\t<none>');
  const owner = controllerOf(o);
  if (owner) t.fact(0, 'Controlled By', `${owner.kind}/${owner.name}`);
  if (o.status.nominatedNodeName) t.fact(0, 'NominatedNodeName', o.status.nominatedNodeName);
  if (o.spec.initContainers?.length) containers(t, 0, 'Init Containers', o.spec.initContainers, o.status.initContainerStatuses);
  containers(t, 0, 'Containers', o.spec.containers, o.status.containerStatuses);
  if (o.status.conditions?.length) {
    t.at(0, 'Conditions:');
    t.at(1, 'Type\tStatus');
    for (const c of o.status.conditions) t.at(1, `${c.type} \t${c.status} `);
  }
  volumes(t, 0, o.spec.volumes);
  if (o.status.qosClass) t.fact(0, 'QoS Class', o.status.qosClass);
  placement(t, 0, o.spec);
  events(t, s);
};

interface Conditioned {
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[] };
}

function conditions(o: Conditioned, t: Text): void {
  if (!o.status.conditions?.length) return;
  t.at(0, 'Conditions:');
  t.columns(1, 'Type\tStatus\tReason');
  for (const c of o.status.conditions) t.at(1, `${c.type} \t${c.status}\t${c.reason ?? ''}`);
}

export const deployment: Describer<Deployment> = async (o, t, s) => {
  const { spec, status } = o;
  const rolling = spec.strategy?.rollingUpdate;
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  t.fact(0, 'CreationTimestamp', longTime(o.metadata.creationTimestamp));
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.fact(0, 'Selector', formatLabelSelector(spec.selector));
  t.fact(
    0,
    'Replicas',
    `${spec.replicas ?? 1} desired | ${status.updatedReplicas ?? 0} updated | ${status.replicas ?? 0} total | ${status.availableReplicas ?? 0} available | ${status.unavailableReplicas ?? 0} unavailable`,
  );
  t.fact(0, 'StrategyType', spec.strategy?.type);
  t.fact(0, 'MinReadySeconds', spec.minReadySeconds ?? 0);
  if (rolling) t.fact(0, 'RollingUpdateStrategy', `${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`);
  podTemplate(t, templateOf(o));
  conditions(o, t);
  const sets = (await s.list<ReplicaSet>('apps/replicasets', o.metadata.namespace)).filter((r) => controllerOf(r)?.uid === o.metadata.uid);
  const revision = (r: ReplicaSet) => Number(r.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
  const newest = sets.reduce<ReplicaSet | undefined>((a, b) => (a && revision(a) > revision(b) ? a : b), undefined);
  const text = (r: ReplicaSet) => `${r.metadata.name} (${r.status.replicas ?? 0}/${r.spec.replicas ?? 0} replicas created)`;
  t.fact(0, 'OldReplicaSets', joined(sets.filter((r) => r !== newest).map(text)));
  t.fact(0, 'NewReplicaSet', newest && text(newest));
  events(t, s);
};

async function podsOf(o: ApiObject, s: Surroundings): Promise<string> {
  const pods = (await s.list<Pod>('core/pods', o.metadata.namespace)).filter((p) => controllerOf(p)?.uid === o.metadata.uid);
  const of = (phase: string) => pods.filter((p) => (p.status.phase ?? 'Pending') === phase).length;
  return `${of('Running')} Running / ${of('Pending')} Waiting / ${of('Succeeded')} Succeeded / ${of('Failed')} Failed`;
}

export const replicaSet: Describer<ReplicaSet> = async (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  t.fact(0, 'Selector', formatLabelSelector(o.spec.selector));
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  const owner = controllerOf(o);
  if (owner) t.fact(0, 'Controlled By', `${owner.kind}/${owner.name}`);
  t.fact(0, 'Replicas', `${o.status.replicas ?? 0} current / ${o.spec.replicas ?? 1} desired`);
  t.fact(0, 'Pods Status', await podsOf(o, s));
  podTemplate(t, templateOf(o));
  conditions(o, t);
  events(t, s);
};

export const statefulSet: Describer<StatefulSet> = async (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  t.fact(0, 'CreationTimestamp', longTime(o.metadata.creationTimestamp));
  t.fact(0, 'Selector', formatLabelSelector(o.spec.selector));
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.fact(0, 'Replicas', `${o.spec.replicas ?? 1} desired | ${o.status.replicas ?? 0} total`);
  t.fact(0, 'Update Strategy', o.spec.updateStrategy?.type);
  if (o.spec.updateStrategy?.rollingUpdate?.partition !== undefined)
    t.at(1, `Partition:\t${o.spec.updateStrategy.rollingUpdate.partition}`);
  t.fact(0, 'Pods Status', await podsOf(o, s));
  podTemplate(t, templateOf(o));
  claims(t, o.spec.volumeClaimTemplates as readonly PersistentVolumeClaim[] | undefined);
  events(t, s);
};

function claims(t: Text, list: readonly PersistentVolumeClaim[] | undefined): void {
  if (!list?.length) return t.at(0, 'Volume Claims:\t<none>');
  t.at(0, 'Volume Claims:');
  for (const c of list) {
    t.at(1, `Name:\t${c.metadata.name}`);
    t.at(1, `StorageClass:\t${c.spec.storageClassName ?? ''}`);
    t.map(1, 'Labels', c.metadata.labels);
    annotations(t, 1, c);
    t.at(1, `Capacity:\t${c.spec.resources?.requests?.['storage'] ?? '<default>'}`);
    t.at(1, `Access Modes:\t[${(c.spec.accessModes ?? []).join(' ')}]`);
  }
}

export const daemonSet: Describer<DaemonSet> = async (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  t.fact(0, 'Selector', formatLabelSelector(o.spec.selector));
  t.fact(
    0,
    'Node-Selector',
    joined(
      Object.entries(o.spec.template.spec?.nodeSelector ?? {}).map(([k, v]) => `${k}=${v}`),
      ',',
    ),
  );
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.at(0, `Desired Number of Nodes Scheduled: ${o.status.desiredNumberScheduled ?? 0}`);
  t.at(0, `Current Number of Nodes Scheduled: ${o.status.currentNumberScheduled ?? 0}`);
  t.at(0, `Number of Nodes Scheduled with Up-to-date Pods: ${o.status.updatedNumberScheduled ?? 0}`);
  t.at(0, `Number of Nodes Scheduled with Available Pods: ${o.status.numberAvailable ?? 0}`);
  t.at(0, `Number of Nodes Misscheduled: ${o.status.numberMisscheduled ?? 0}`);
  t.fact(0, 'Pods Status', await podsOf(o, s));
  podTemplate(t, templateOf(o));
  events(t, s);
};

export const job: Describer<Job> = (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  t.fact(0, 'Selector', o.spec.selector && formatLabelSelector(o.spec.selector));
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  const owner = controllerOf(o);
  if (owner) t.fact(0, 'Controlled By', `${owner.kind}/${owner.name}`);
  t.fact(0, 'Parallelism', o.spec.parallelism ?? '<unset>');
  t.fact(0, 'Completions', o.spec.completions ?? '<unset>');
  t.fact(0, 'Completion Mode', o.spec.completionMode ?? 'NonIndexed');
  t.fact(0, 'Suspend', o.spec.suspend ?? false);
  t.fact(0, 'Backoff Limit', o.spec.backoffLimit);
  if (o.spec.ttlSecondsAfterFinished !== undefined) t.fact(0, 'TTL Seconds After Finished', o.spec.ttlSecondsAfterFinished);
  if (o.status.startTime) t.fact(0, 'Start Time', longTime(o.status.startTime));
  if (o.status.completionTime) t.fact(0, 'Completed At', longTime(o.status.completionTime));
  if (o.status.startTime && o.status.completionTime)
    t.fact(0, 'Duration', humanDuration((parseTime(o.status.completionTime) ?? 0) - (parseTime(o.status.startTime) ?? 0)));
  if (o.spec.activeDeadlineSeconds !== undefined) t.fact(0, 'Active Deadline Seconds', `${o.spec.activeDeadlineSeconds}s`);
  t.fact(
    0,
    'Pods Statuses',
    `${o.status.active ?? 0} Active (${o.status.ready ?? 0} Ready) / ${o.status.succeeded ?? 0} Succeeded / ${o.status.failed ?? 0} Failed`,
  );
  if (o.spec.completionMode === 'Indexed') t.fact(0, 'Completed Indexes', o.status.completedIndexes);
  podTemplate(t, templateOf(o));
  events(t, s);
};

export const cronJob: Describer<CronJob> = (o, t, s) => {
  identity(o, t);
  t.fact(0, 'Schedule', o.spec.schedule);
  t.fact(0, 'Concurrency Policy', o.spec.concurrencyPolicy);
  t.fact(0, 'Suspend', o.spec.suspend ? 'True' : 'False');
  t.fact(0, 'Successful Job History Limit', o.spec.successfulJobsHistoryLimit ?? 3);
  t.fact(0, 'Failed Job History Limit', o.spec.failedJobsHistoryLimit ?? 1);
  t.fact(0, 'Starting Deadline Seconds', o.spec.startingDeadlineSeconds === undefined ? '<unset>' : `${o.spec.startingDeadlineSeconds}s`);
  t.fact(0, 'Selector', '<unset>');
  t.fact(0, 'Parallelism', o.spec.jobTemplate.spec?.parallelism ?? '<unset>');
  t.fact(0, 'Completions', o.spec.jobTemplate.spec?.completions ?? '<unset>');
  podTemplate(t, templateOf(o));
  t.fact(0, 'Last Schedule Time', o.status.lastScheduleTime ? longTime(o.status.lastScheduleTime) : '<unset>');
  t.fact(0, 'Active Jobs', joined(o.status.active?.map((a) => a.name)));
  events(t, s);
};
