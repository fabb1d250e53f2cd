/** What a write did, in a few words: what a person would say of it, not which fields differ. */
import { equal, isObject, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { stateOf } from '#shared/graph/state.ts';
import { isDown } from '#shared/kinds/drydock/machine.ts';
import type { Event, Node, Pod, PodTemplateSpec } from '#shared/kinds/types.ts';

/** Fields named before '…'. */
const MOST_FIELDS = 3;

/** Says what turned `before` into `after`; without the one it is a create, without the other a deletion. */
export function words(before: ApiObject | undefined, after: ApiObject | undefined): string {
  if (!after) return 'gone';
  if (after.kind === 'Event') return eventWords(after as Event);
  if (!before) return ['created', ...bornWith(after)].join(', ');
  const own = ownWords(before, after);
  // what a person asked of a workload says more than that it is therefore not there yet
  const said = own.length && after.kind !== 'Pod' ? own : [...own, ...stateWords(before, after)];
  return said.length ? [...new Set(said)].join(', ') : fieldWords(before, after);
}

/** Kinds that say how far they are with every step of their pods. */
const COUNTING: ReadonlySet<string> = new Set(['Pod', 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet']);

/** True for a write that only keeps count, or says that something is on its way: what a person would leave out who tells what happened. */
export function isBookkeeping(before: ApiObject | undefined, after: ApiObject | undefined): boolean {
  if (!before || !after || after.kind === 'Event' || ownWords(before, after).length > 0) return false;
  if (stateWords(before, after).length === 0) return true;
  const { state, reason } = stateOf(after);
  if (state === 'attention') return reason === 'Progressing' || reason === 'Updating' || reason === 'NotReady';
  return state === 'waiting' || (state === 'ready' && COUNTING.has(after.kind));
}

function eventWords(e: Event): string {
  const again = (e.count ?? 1) > 1 ? ` (${e.count} times)` : '';
  return `${e.type === 'Warning' ? 'Warning ' : ''}${e.reason}: ${(e.message ?? '').trim()}${again}`;
}

function bornWith(o: ApiObject): readonly string[] {
  const replicas = replicasOf(o);
  return replicas === undefined ? [] : [`${replicas} wanted`];
}

function ownWords(before: ApiObject, after: ApiObject): readonly string[] {
  const said: string[] = [];
  if (!before.metadata.deletionTimestamp && after.metadata.deletionTimestamp) {
    const grace = after.metadata.deletionGracePeriodSeconds ?? 0;
    said.push(grace ? `to be gone within ${grace}s` : 'to be deleted');
  }
  const [was, is] = [replicasOf(before), replicasOf(after)];
  if (was !== is && is !== undefined) said.push(`scaled ${was ?? 0} → ${is}`);
  said.push(...imageWords(before, after));
  if (after.kind === 'Pod') said.push(...podWords(before as Pod, after as Pod));
  if (after.kind === 'Node') said.push(...nodeWords(before as Node, after as Node));
  const [bound, volume] = [volumeOf(before), volumeOf(after)];
  if (after.kind === 'PersistentVolumeClaim' && volume && bound !== volume) said.push(`takes volume ${volume}`);
  return said;
}

function podWords(before: Pod, after: Pod): readonly string[] {
  const said: string[] = [];
  if (!before.spec.nodeName && after.spec.nodeName) said.push(`goes to node ${after.spec.nodeName}`);
  const restarts = (p: Pod) => (p.status.containerStatuses ?? []).reduce((n, c) => n + c.restartCount, 0);
  if (restarts(after) > restarts(before)) said.push(`restarted, ${restarts(after)} so far`);
  return said;
}

function nodeWords(before: Node, after: Node): readonly string[] {
  const said: string[] = [];
  const closed = (n: Node) => n.spec.unschedulable === true;
  if (closed(before) !== closed(after)) said.push(closed(after) ? 'cordoned' : 'uncordoned');
  if (isDown(before) !== isDown(after)) said.push(isDown(after) ? 'switched off' : 'switched on');
  const taints = (n: Node) => new Set((n.spec.taints ?? []).map((t) => `${t.key}:${t.effect}`));
  const [had, has] = [taints(before), taints(after)];
  for (const t of has) if (!had.has(t)) said.push(`tainted ${t}`);
  for (const t of had) if (!has.has(t)) said.push(`no longer tainted ${t}`);
  return said;
}

function imageWords(before: ApiObject, after: ApiObject): readonly string[] {
  const was = imagesOf(before);
  const is = imagesOf(after);
  return [...is]
    .filter(([name, image]) => was.has(name) && was.get(name) !== image)
    .map(([name, image]) => (is.size > 1 ? `${name} image ${image}` : `image ${image}`));
}

/** A change of state, or of how far it is on the way. */
function stateWords(before: ApiObject, after: ApiObject): readonly string[] {
  const was = stateOf(before);
  const is = stateOf(after);
  if (is.state === 'leaving' || (was.state === is.state && was.reason === is.reason && was.message === is.message)) return [];
  const said =
    is.message && is.message !== was.message && is.state !== 'ready' ? `${is.reason || is.state}: ${is.message}` : is.reason || is.state;
  return [said];
}

function fieldWords(before: ApiObject, after: ApiObject): string {
  const paths = differing(before, after, '', 2).filter(
    (p) => p !== 'metadata.resourceVersion' && p !== 'metadata.managedFields' && p !== 'metadata.generation',
  );
  if (paths.length === 0) return 'touched';
  return `${paths.slice(0, MOST_FIELDS).join(', ')}${paths.length > MOST_FIELDS ? ', …' : ''} changed`;
}

/** Paths of what differs, at most `depth` keys deep. */
function differing(a: unknown, b: unknown, path: string, depth: number): readonly string[] {
  if (a === b || equal(a, b)) return [];
  if (depth === 0 || !isObject(a) || !isObject(b)) return [path];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((k) => differing(a[k], b[k], path ? `${path}.${k}` : k, depth - 1));
}

const specOf = (o: ApiObject): JsonObject => {
  const { spec } = o as unknown as { spec?: unknown };
  return isObject(spec) ? spec : {};
};

function replicasOf(o: ApiObject): number | undefined {
  const { replicas } = specOf(o);
  return typeof replicas === 'number' ? replicas : undefined;
}

function volumeOf(o: ApiObject): string | undefined {
  const { volumeName } = specOf(o);
  return typeof volumeName === 'string' ? volumeName : undefined;
}

/** Images by container, of a pod or of what makes pods. */
function imagesOf(o: ApiObject): ReadonlyMap<string, string> {
  const { template } = specOf(o) as { template?: PodTemplateSpec };
  const containers = (o.kind === 'Pod' ? (o as Pod).spec : template?.spec)?.containers;
  return new Map(Array.isArray(containers) ? containers.map((c) => [c.name, c.image ?? '']) : []);
}
