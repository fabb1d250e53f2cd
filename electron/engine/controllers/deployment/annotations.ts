/** What a Deployment notes on its ReplicaSets. Source: pkg/controller/deployment/util (SetNewReplicaSetAnnotations). */
import type { Deployment, ReplicaSet } from '#shared/kinds/types.ts';
import { bounds, DESIRED_REPLICAS, MAX_REPLICAS, REVISION, REVISION_HISTORY, revisionOf, ROLLBACK_TO, wanted } from './replica-sets.ts';

type Annotations = Readonly<Record<string, string>>;

/** Annotations that are the Deployment's or the ReplicaSet's own, and copied neither way. */
const OWN: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  ROLLBACK_TO,
]);

/** Characters of the list of revisions a ReplicaSet has been. */
const LONGEST_HISTORY = 2000;

/** How many replicas there shall be and may be at most: tells scaling from rolling out. */
export function replicaAnnotations(d: Deployment): Annotations {
  return { [DESIRED_REPLICAS]: String(wanted(d)), [MAX_REPLICAS]: String(wanted(d) + bounds(d).surge) };
}

/** The annotations of the current ReplicaSet (undefined: one about to be made); the very same object where they are right. */
export function annotationsFor(d: Deployment, current: ReplicaSet | undefined, old: readonly ReplicaSet[]): Annotations {
  const has: Annotations = current?.metadata.annotations ?? {};
  const copied = Object.entries(d.metadata.annotations ?? {}).filter(([k, v]) => !OWN.has(k) && has[k] !== v);
  const next: Record<string, string> = { ...has, ...Object.fromEntries(copied) };
  const revision = old.reduce((max, rs) => Math.max(max, revisionOf(rs) ?? 0), 0) + 1;
  const before = current ? revisionOf(current) : 0;
  let changed = copied.length > 0;
  if (before !== undefined && before < revision) {
    next[REVISION] = String(revision);
    changed = true;
    if (has[REVISION] !== undefined) next[REVISION_HISTORY] = withHistory(has[REVISION_HISTORY], has[REVISION]);
  }
  return changed || !current?.metadata.annotations ? next : has;
}

/** A list of revisions with one more, without its oldest where it would get too long. */
function withHistory(history: string | undefined, revision: string): string {
  if (!history) return revision;
  const all = [...history.split(','), revision];
  while (all.length > 1 && all.join(',').length > LONGEST_HISTORY) all.shift();
  return all.join(',');
}

/** The Deployment's annotations after a rollback to a ReplicaSet: its own, and those that were copied to it then. */
export function annotationsAfterRollback(d: Deployment, to: ReplicaSet): Annotations {
  const own = Object.entries(d.metadata.annotations ?? {}).filter(([k]) => OWN.has(k) && k !== ROLLBACK_TO);
  return Object.fromEntries([...own, ...Object.entries(to.metadata.annotations ?? {}).filter(([k]) => !OWN.has(k))]);
}
