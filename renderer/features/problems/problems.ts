/** What is not well in the cluster, like things together, the worst first. */
import { parseTime, type Ms } from '#shared/api/time.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { State } from '#shared/graph/object-state.ts';
import type { Event, Pod } from '#shared/kinds/types.ts';
import type { Cluster } from '../../state/cluster.svelte.ts';

/** One trouble of one thing, or the same trouble of several pods of one workload. */
export interface Problem {
  readonly id: string;
  readonly state: State;
  readonly reason: string;
  readonly message: string;
  /** What it is the trouble of: the workload where its pods have it. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Log keys of all that have it; selecting them shows the problem. */
  readonly keys: readonly string[];
}

/** Kinds that are never a problem by themselves, or only say what others said. */
const SILENT: ReadonlySet<string> = new Set([
  'core/events',
  'core/endpoints',
  'discovery.k8s.io/endpointslices',
  'coordination.k8s.io/leases',
  'apps/controllerrevisions',
  'core/configmaps',
  'core/secrets',
]);

/** On the way, or wished for. */
const EXPECTED: ReadonlySet<string> = new Set(['Progressing', 'Updating', 'ScaledToZero', 'SchedulingDisabled']);

/** How messages name the pod they are about. Source: kubelet, kuberuntime doBackOff. */
const POD_NAMED = / pod=\S+/g;

/** A pod may take this long from running to ready before it is a problem. */
const PATIENCE_MS: Ms = 60_000;

/** All problems of the cluster at an instant, in ms since 1970. */
export function findProblems(cluster: Cluster, nowMs: Ms): readonly Problem[] {
  const found = new Map<string, Found>();
  for (const table of cluster.tables) {
    if (SILENT.has(table.resource)) continue;
    for (const o of table.all) {
      const trouble = troubleOf(o, cluster, nowMs);
      if (trouble) add(found, o, trouble, cluster);
    }
  }
  return [...found.values()].sort((a, b) => weight(a) - weight(b) || compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

/** A problem while those that have it are still being gathered. */
interface Found extends Problem {
  readonly keys: string[];
}

type Trouble = Pick<Problem, 'state' | 'reason' | 'message'>;

function troubleOf(o: ApiObject, cluster: Cluster, nowMs: Ms): Trouble | undefined {
  const s = cluster.ownStateOf(o);
  if (s.state === 'failed')
    return o.kind === 'Pod' && (o as Pod).status.phase === 'Failed' && cluster.ownerOf(o)?.kind === 'Job' ? undefined : s;
  if (o.kind === 'PersistentVolumeClaim' && s.state === 'waiting') return warningAbout(o, cluster);
  if (s.state !== 'attention' || EXPECTED.has(s.reason)) return undefined;
  if (s.reason === 'NotReady' && o.kind === 'Pod' && !unreadyFor(o as Pod, nowMs)) return undefined;
  return s;
}

/** A claim that waits is a problem once somebody has warned about it. */
function warningAbout(o: ApiObject, cluster: Cluster): Trouble | undefined {
  const warning: Event | undefined = cluster.eventsAbout.get(o.metadata.uid).findLast((e) => e.type === 'Warning');
  return warning && { state: 'attention', reason: warning.reason ?? 'Pending', message: warning.message ?? '' };
}

function unreadyFor(p: Pod, nowMs: Ms): boolean {
  const since = parseTime(p.status.conditions?.find((c) => c.type === 'Ready')?.lastTransitionTime);
  return since !== undefined && nowMs - since >= PATIENCE_MS;
}

function add(found: Map<string, Found>, o: ApiObject, t: Trouble, cluster: Cluster): void {
  const subject = o.kind === 'Pod' ? workloadOf(o, cluster) : o;
  // That the kubelet names the pod makes no trouble of its own.
  const id = `${cluster.keyOf(subject)} ${t.reason} ${t.message.replaceAll(POD_NAMED, '')}`;
  const known = found.get(id);
  if (known) known.keys.push(cluster.keyOf(o));
  else
    found.set(id, {
      id,
      state: t.state,
      reason: t.reason,
      message: t.message,
      kind: subject.kind,
      name: subject.metadata.name,
      namespace: subject.metadata.namespace ?? '',
      keys: [cluster.keyOf(o)],
    });
}

/** The uppermost controller of an object that is there; the object itself where it has none. */
export function workloadOf(o: ApiObject, cluster: Cluster): ApiObject {
  const owner = cluster.ownerOf(o);
  return owner && owner.kind !== 'Node' ? workloadOf(owner, cluster) : o;
}

const weight = (p: Problem) => (p.state === 'failed' ? 0 : 1);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
