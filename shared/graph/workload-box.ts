/** What the box of a workload shows: its count, its pods, what it runs, and the claims of its pods. */
import { controllerOf, type ApiObject } from '../api/object.ts';
import type { CronJob, DaemonSet, Deployment, Job, PersistentVolumeClaim, Pod, ReplicaSet, StatefulSet } from '../kinds/types.ts';
import type { Count } from './box.ts';
import { factOf, jobCount } from './facts.ts';
import type { DesignObjects } from './objects.ts';
import { shortImage } from './pod-template.ts';
import { isRolling } from './state.ts';

/** What an object controls, by its uid. */
type OwnedBy = (uid: string) => Iterable<ApiObject>;

/** The pods of a workload in the order of their age: its own, and those of what it controls in between (replica sets, jobs of a schedule). */
export function podsOf(o: ApiObject, ownedBy: OwnedBy): readonly Pod[] {
  if (o.kind === 'Pod') return [o as Pod];
  const pods: Pod[] = [];
  collect(o.metadata.uid, ownedBy, pods, o.kind === 'CronJob');
  const numbered = o.kind === 'StatefulSet' || (o.kind === 'Job' && (o as Job).spec.completionMode === 'Indexed');
  return numbered ? pods.sort((a, b) => ordinalOf(a) - ordinalOf(b)) : isInOrder(pods) ? pods : pods.sort(byAge);
}

/** They come in the order of their age, but for those of one second. */
function isInOrder(pods: readonly Pod[]): boolean {
  return pods.every((p, i) => i === 0 || byAge(pods[i - 1] as Pod, p) < 0);
}

/** A second is as fine as Kubernetes keeps time: within it by name, so that a design that is opened again looks as it did. */
function byAge({ metadata: a }: Pod, { metadata: b }: Pod): number {
  if (a.creationTimestamp !== b.creationTimestamp) return a.creationTimestamp < b.creationTimestamp ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

/** Of a schedule, the pods of runs that are over are history: only the newest run is shown beside those that run. */
function collect(uid: string, ownedBy: OwnedBy, into: Pod[], schedule: boolean): void {
  const children = [...ownedBy(uid)];
  const jobs = schedule ? children.filter((c) => c.kind === 'Job') : [];
  const newest = jobs.reduce<ApiObject | undefined>(
    (a, b) => (a && a.metadata.creationTimestamp >= b.metadata.creationTimestamp ? a : b),
    undefined,
  );
  for (const child of children) {
    if (child.kind === 'Pod') into.push(child as Pod);
    else if (child.kind !== 'Job' || child === newest || ((child as Job).status.active ?? 0) > 0)
      collect(child.metadata.uid, ownedBy, into, false);
  }
}

/** The number at the end of a pod's name, as StatefulSets number theirs. */
export function ordinalOf(p: Pod): number {
  const n = Number(/-(\d+)$/.exec(p.metadata.name)?.[1] ?? Number.MAX_SAFE_INTEGER);
  return n;
}

/** How many are ready of how many are wanted. */
export function countOf(o: ApiObject): Count | undefined {
  switch (o.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet': {
      const d = o as Deployment;
      return { ready: d.status.readyReplicas ?? 0, wanted: d.spec.replicas ?? 1 };
    }
    case 'DaemonSet':
      return { ready: (o as DaemonSet).status.numberReady ?? 0, wanted: (o as DaemonSet).status.desiredNumberScheduled ?? 0 };
    case 'Job':
      return jobCount(o as Job);
    case 'CronJob':
      return (o as CronJob).status.active?.length ? { ready: 0, wanted: (o as CronJob).status.active?.length ?? 0 } : undefined;
    default:
      return undefined;
  }
}

/** The image, and during a rollout where it comes from: 'web:1.8 → 1.9 · rolling'. */
export function workloadFact(o: ApiObject, objects: DesignObjects): string {
  const fact = factOf(o);
  if (o.kind !== 'Deployment') return o.kind === 'StatefulSet' && isRolling(o as StatefulSet) ? `${fact} · rolling` : fact;
  const d = o as Deployment;
  if (d.spec.paused) return `${fact} · paused`;
  const wanted = d.spec.replicas ?? 1;
  const image = d.spec.template?.spec?.containers[0]?.image;
  const old = [...objects.ownedBy(o.metadata.uid).values()].filter(
    (r): r is ReplicaSet =>
      r.kind === 'ReplicaSet' &&
      ((r as ReplicaSet).status.replicas ?? 0) > 0 &&
      (r as ReplicaSet).spec.template?.spec?.containers[0]?.image !== image,
  );
  if (old.length > 0 && image)
    return `${arrow(shortImage(old[0]?.spec.template?.spec?.containers[0]?.image ?? ''), shortImage(image))} · rolling`;
  return (d.status.updatedReplicas ?? 0) > 0 &&
    (d.status.replicas ?? 0) > (d.status.updatedReplicas ?? 0) &&
    (d.status.updatedReplicas ?? 0) <= wanted
    ? `${fact} · rolling`
    : fact;
}

/** 'web:1.8' and 'web:1.9' as 'web:1.8 → 1.9'. */
function arrow(from: string, to: string): string {
  const [name] = from.split(':');
  return `${from} → ${to.startsWith(`${name}:`) ? to.slice((name as string).length + 1) : to}`;
}

/** The claims that a StatefulSet's templates made, pod by pod, and which of a namespace's claims they are. */
export function templateClaims(
  o: ApiObject,
  pods: readonly Pod[],
  claims: ReadonlyMap<string, PersistentVolumeClaim>,
): readonly (readonly PersistentVolumeClaim[])[] | undefined {
  const templates = o.kind === 'StatefulSet' ? ((o as StatefulSet).spec.volumeClaimTemplates ?? []) : [];
  if (templates.length === 0) return undefined;
  return pods.map((p) => templates.flatMap((t) => claims.get(`${t.metadata?.name}-${p.metadata.name}`) ?? []));
}

/** The claims that belong to the replicas a StatefulSet is to have, be their pods there or not. */
export function claimsOfReplicas(o: ApiObject, claims: ReadonlyMap<string, PersistentVolumeClaim>): readonly PersistentVolumeClaim[] {
  if (o.kind !== 'StatefulSet') return [];
  const { spec } = o as StatefulSet;
  const first = spec.ordinals?.start ?? 0;
  return (spec.volumeClaimTemplates ?? [])
    .flatMap((t) =>
      Array.from({ length: spec.replicas ?? 1 }, (_, i) => claims.get(`${t.metadata?.name}-${o.metadata.name}-${first + i}`) ?? []),
    )
    .flat();
}

/** True for a pod that nobody controls. One whose controller is gone is nobody's design any more: the garbage collector is on its way. */
export function standsAlone(p: ApiObject): boolean {
  return controllerOf(p) === undefined;
}
