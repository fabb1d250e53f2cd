/** What a Deployment knows of its ReplicaSets. Source: pkg/controller/deployment/util. */
import { canonical, equal, memoByIdentity } from '#shared/api/json.ts';
import { scaledValue } from '#shared/api/int-or-string.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '#shared/kinds/types.ts';

/** The label that tells the pods of one template from those of another. */
export const TEMPLATE_HASH = 'pod-template-hash';

export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
/** Asks for a rollback to a revision, 0 for the last one. */
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to';

/** Whatever the number is that stands for "no limit". */
export const UNLIMITED = 2 ** 31 - 1;

/** Replicas asked for. */
export const wanted = (o: Deployment | ReplicaSet): number => o.spec.replicas ?? 1;

export const isActive = (rs: ReplicaSet): boolean => wanted(rs) > 0;

/** Oldest first; those of one second by name. */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const x = a.metadata.creationTimestamp;
  const y = b.metadata.creationTimestamp;
  return x === y ? (a.metadata.name < b.metadata.name ? -1 : 1) : x < y ? -1 : 1;
}

/** The template without the label that was added for the ReplicaSet. */
const plain = memoByIdentity((t: PodTemplateSpec): PodTemplateSpec => {
  const labels = t.metadata?.labels;
  if (labels?.[TEMPLATE_HASH] === undefined) return t;
  const { [TEMPLATE_HASH]: _hash, ...own } = labels;
  return Object.freeze({ ...t, metadata: Object.freeze({ ...t.metadata, labels: Object.freeze(own) }) });
});

/** Do two templates make the same pods? */
export function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return equal(plain(a ?? {}), plain(b ?? {}));
}

/** The text a template is hashed by. */
export const templateText = memoByIdentity((t: PodTemplateSpec): string => canonical(plain(t)));

/** The ReplicaSets of a Deployment, oldest first: the one of its present template, and all others. */
export interface Generations {
  readonly current: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** Sorts a Deployment's ReplicaSets. Where several have its template, the oldest is the current one. */
export function generationsOf(d: Deployment, sets: readonly ReplicaSet[]): Generations {
  const sorted = sets.toSorted(byAge);
  const current = sorted.find((rs) => sameTemplate(rs.spec.template, d.spec.template));
  return { current, old: sorted.filter((rs) => rs !== current) };
}

/** All of them, the current one last. */
export const allOf = ({ current, old }: Generations): readonly ReplicaSet[] => (current ? [...old, current] : old);

/** The same with one of them replaced by its newer state. */
export function withSet({ current, old }: Generations, next: ReplicaSet): Generations {
  const same = (rs: ReplicaSet) => rs.metadata.uid === next.metadata.uid;
  return { current: current && same(current) ? next : current, old: old.map((rs) => (same(rs) ? next : rs)) };
}

const sum = (sets: readonly ReplicaSet[], of: (rs: ReplicaSet) => number) => sets.reduce((n, rs) => n + of(rs), 0);

/** Replicas asked for, running, ready, available. */
export const wantedOf = (sets: readonly ReplicaSet[]): number => sum(sets, wanted);
export const runningOf = (sets: readonly ReplicaSet[]): number => sum(sets, (rs) => rs.status.replicas ?? 0);
export const readyOf = (sets: readonly ReplicaSet[]): number => sum(sets, (rs) => rs.status.readyReplicas ?? 0);
export const availableOf = (sets: readonly ReplicaSet[]): number => sum(sets, (rs) => rs.status.availableReplicas ?? 0);
export const terminatingOf = (sets: readonly ReplicaSet[]): number => sum(sets, (rs) => rs.status.terminatingReplicas ?? 0);

export const isRolling = (d: Deployment): boolean => d.spec.strategy?.type !== 'Recreate';

/** How many pods may be there beyond those asked for, and how many of those may be missing, during an update. */
export function bounds(d: Deployment): { readonly surge: number; readonly unavailable: number } {
  if (!isRolling(d)) return { surge: 0, unavailable: 0 };
  const { maxSurge, maxUnavailable } = d.spec.strategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, wanted(d), 'up');
  const unavailable = scaledValue(maxUnavailable, wanted(d), 'down');
  return { surge, unavailable: Math.min(wanted(d), surge === 0 && unavailable === 0 ? 1 : unavailable) };
}

/** A revision annotation as a number: 0 where there is none, undefined where it cannot be read. */
export function revisionOf(rs: ReplicaSet): number | undefined {
  const text = rs.metadata.annotations?.[REVISION];
  return text === undefined ? 0 : /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** A count in an annotation; undefined where it is missing or cannot be read. */
export function countIn(rs: ReplicaSet, annotation: string): number | undefined {
  const text = rs.metadata.annotations?.[annotation];
  return text !== undefined && /^\d+$/.test(text) && Number(text) <= UNLIMITED ? Number(text) : undefined;
}
