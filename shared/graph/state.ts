/**
 * How an object is, from itself alone: one of five states, the reason in Kubernetes' own word and the message of whoever
 * wrote it. Canvas, tree, time line, problems and review say the same because they all ask here.
 */
import { memoByIdentity } from '../api/json.ts';
import type { ApiObject } from '../api/object.ts';
import type { ObjectState, State } from './object-state.ts';
import type {
  CronJob,
  DaemonSet,
  Deployment,
  HorizontalPodAutoscaler,
  Job,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  Service,
  StatefulSet,
} from '../kinds/types.ts';
import type { NodePool } from '../kinds/drydock/types.ts';
import { ownKind } from './own-kind.ts';
import { podState } from './pod-state.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

const said = (state: State, reason = '', message = ''): ObjectState => ({ state, reason, message });
const READY = said('ready');

/** How an object is. Frozen objects are looked at once. */
export const stateOf: (o: ApiObject) => ObjectState = memoByIdentity((o: ApiObject): ObjectState => {
  const of = byKind[ownKind(o)];
  if (o.metadata.deletionTimestamp !== undefined && o.kind !== 'Pod') return said('leaving', 'Terminating');
  return of ? of(o as never) : conditionsState(o);
});

/** A machine that has been asked for and has not reported yet. */
export function isComing(n: ApiObject): boolean {
  return ownKind(n) === 'Node' && stateOf(n).state === 'waiting';
}

/** How an object is in its cluster. While a machine is on its way (`coming`) nobody can say yet that none takes a pod: it waits. */
export function stateAmong(o: ApiObject, coming: boolean): ObjectState {
  return coming && isUnplaced(o) ? hopeful(o) : stateOf(o);
}

/** True for a pod that no node of those there are takes. */
export function isUnplaced(o: ApiObject): boolean {
  const { state, reason } = stateOf(o);
  return ownKind(o) === 'Pod' && state === 'failed' && reason === 'Unschedulable';
}

const hopeful = memoByIdentity((o: ApiObject): ObjectState => ({ ...stateOf(o), state: 'waiting' }));

const byKind: Readonly<Record<string, (o: never) => ObjectState>> = {
  Pod: (o: Pod) => podState(o),
  Node: (o: Node) => nodeState(o),
  Deployment: (o: Deployment) => deploymentState(o),
  ReplicaSet: (o: ReplicaSet) =>
    failure(o.status.conditions, 'ReplicaFailure') ?? counted(o.spec.replicas ?? 1, o.status.readyReplicas ?? 0),
  ReplicationController: (o: ReplicaSet) =>
    failure(o.status.conditions, 'ReplicaFailure') ?? counted(o.spec.replicas ?? 1, o.status.readyReplicas ?? 0),
  StatefulSet: (o: StatefulSet) => counted(o.spec.replicas ?? 1, o.status.readyReplicas ?? 0, isRolling(o)),
  DaemonSet: (o: DaemonSet) => daemonState(o.status),
  Job: (o: Job) => jobState(o),
  CronJob: (o: CronJob) => (o.spec.suspend ? said('waiting', 'Suspended') : READY),
  Namespace: (o: Namespace) => (o.status.phase === 'Terminating' ? said('leaving', 'Terminating') : READY),
  PersistentVolumeClaim: (o: PersistentVolumeClaim) =>
    o.status.phase === 'Bound'
      ? said('ready', 'Bound')
      : o.status.phase === 'Lost'
        ? said('failed', 'Lost', 'The volume it was bound to is gone.')
        : said('waiting', 'Pending'),
  PersistentVolume: (o: PersistentVolume) =>
    o.status.phase === 'Failed'
      ? said('failed', 'Failed', o.status.message)
      : o.status.phase === 'Released'
        ? said('attention', 'Released', 'Its claim is gone; nobody else can use it.')
        : said('ready', o.status.phase),
  Service: (o: Service) =>
    o.spec.type === 'LoadBalancer' && !o.status.loadBalancer?.ingress?.length
      ? said('waiting', 'Pending', 'The load balancer has no address yet.')
      : READY,
  HorizontalPodAutoscaler: (o: HorizontalPodAutoscaler) => falseCondition(o.status.conditions, ['AbleToScale', 'ScalingActive']) ?? READY,
  PodDisruptionBudget: (o: PodDisruptionBudget) => budgetState(o.status.currentHealthy ?? 0, o.status.desiredHealthy ?? 0),
  NodePool: (o: NodePool) => counted(o.spec.replicas ?? o.spec.minReplicas ?? 0, o.status.readyReplicas ?? 0),
};

function nodeState(n: Node): ObjectState {
  const ready = n.status.conditions?.find((c) => c.type === 'Ready');
  if (!ready || ready.reason === 'NodeStatusNeverUpdated') return said('waiting', ready?.reason ?? 'Booting', ready?.message);
  if (ready.status !== 'True') return said('failed', ready.reason ?? 'NotReady', ready.message);
  const pressure = n.status.conditions?.find((c) => c.type.endsWith('Pressure') && c.status === 'True');
  if (pressure) return said('attention', pressure.type, pressure.message);
  return n.spec.unschedulable ? said('attention', 'SchedulingDisabled', 'Cordoned: no new pods come here.') : said('ready', 'Ready');
}

function deploymentState(d: Deployment): ObjectState {
  const stuck = d.status.conditions?.find((c) => c.type === 'Progressing' && c.status === 'False');
  const wanted = d.spec.replicas ?? 1;
  return (
    failure(d.status.conditions, 'ReplicaFailure') ??
    (stuck ? said(stuck.reason === 'DeploymentPaused' ? 'waiting' : 'failed', stuck.reason, stuck.message) : undefined) ??
    counted(wanted, Math.min(d.status.readyReplicas ?? 0, wanted), (d.status.updatedReplicas ?? 0) < (d.status.replicas ?? 0))
  );
}

/** True while pods of an older revision are to be replaced; those below the partition, and all where a person deletes them (OnDelete), stay. */
export function isRolling({ spec, status }: StatefulSet): boolean {
  if (spec.updateStrategy?.type === 'OnDelete' || status.updateRevision === status.currentRevision) return false;
  return (status.updatedReplicas ?? 0) < (spec.replicas ?? 1) - (spec.updateStrategy?.rollingUpdate?.partition ?? 0);
}

function daemonState(s: DaemonSet['status']): ObjectState {
  const wanted = s.desiredNumberScheduled ?? 0;
  return wanted === 0
    ? said('waiting', 'NoNodes')
    : counted(wanted, s.numberReady ?? 0, (s.updatedNumberScheduled ?? 0) < (s.currentNumberScheduled ?? 0));
}

function budgetState(healthy: number, wanted: number): ObjectState {
  return healthy < wanted ? said('attention', 'InsufficientPods', `${healthy} of the ${wanted} pods that must be healthy are.`) : READY;
}

function jobState(j: Job): ObjectState {
  const failed = j.status.conditions?.find((c) => c.type === 'Failed' && c.status === 'True');
  if (failed) return said('failed', failed.reason ?? 'Failed', failed.message);
  if (j.status.conditions?.some((c) => c.type === 'Complete' && c.status === 'True')) return said('ready', 'Complete');
  if (j.spec.suspend) return said('waiting', 'Suspended');
  if ((j.status.failed ?? 0) > 0) return said('attention', 'Retrying', `${j.status.failed} of its pods failed.`);
  return (j.status.active ?? 0) > 0 ? said('ready', 'Running') : said('waiting');
}

/** `ready` of `wanted`, and whether an update is under way. */
function counted(wanted: number, ready: number, updating = false): ObjectState {
  if (wanted === 0) return said(ready > 0 ? 'attention' : 'waiting', 'ScaledToZero');
  if (ready >= wanted) return updating ? said('attention', 'Updating') : said('ready', 'Available');
  return said(ready === 0 ? 'waiting' : 'attention', updating ? 'Updating' : 'Progressing', `${ready} of ${wanted} ready`);
}

function failure(conditions: readonly Condition[] | undefined, type: string): ObjectState | undefined {
  const c = conditions?.find((x) => x.type === type && x.status === 'True');
  return c && said('failed', c.reason, c.message);
}

function falseCondition(conditions: readonly Condition[] | undefined, types: readonly string[]): ObjectState | undefined {
  const c = conditions?.find((x) => types.includes(x.type) && x.status === 'False' && x.reason !== 'ScalingDisabled');
  return c && said('attention', c.reason, c.message);
}

/** Any other kind: what its Ready condition says, as custom resources have it by convention. */
function conditionsState(o: ApiObject): ObjectState {
  const conditions = (o as { status?: { conditions?: unknown } }).status?.conditions;
  if (!Array.isArray(conditions)) return READY;
  return falseCondition(conditions as readonly Condition[], ['Ready']) ?? READY;
}
