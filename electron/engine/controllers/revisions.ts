/**
 * ControllerRevisions: what StatefulSets and DaemonSets keep of their earlier templates. Their hashes are those that a
 * real cluster gives. Source: pkg/controller/history.
 */
import { ApiError, assert } from '#shared/api/errors.ts';
import { fnv1, goText, safeEncode } from '#shared/api/hash.ts';
import { canonical, equal, memoByIdentity } from '#shared/api/json.ts';
import { controllerOf, isTerminating, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import type { Matcher } from '#shared/api/selector.ts';
import { controllerRevisions } from '#shared/kinds/apps/controller-revision.ts';
import type { ControllerRevision, DaemonSet, PodTemplateSpec, StatefulSet } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { BY_ORPHAN } from '../store/indexes.ts';
import { adopt } from './ownership.ts';
import { ownedBy } from './pod-control.ts';

/** The label of a pod that names the revision it was made from. */
export const REVISION_LABEL = 'controller-revision-hash';

/** What a revision holds: a patch that brings its template back. */
interface Data {
  readonly spec: { readonly template: PodTemplateSpec & { readonly $patch: 'replace' } };
}

/** The patch that a revision of this template holds. */
export const dataOf = memoByIdentity((template: PodTemplateSpec): Data =>
  Object.freeze({ spec: Object.freeze({ template: Object.freeze({ ...template, $patch: 'replace' as const }) }) }),
);

/** The template that a revision holds. */
export function templateIn(r: ControllerRevision): PodTemplateSpec {
  return restored(r.data as Data);
}

const restored = memoByIdentity((data: Data): PodTemplateSpec => {
  const { $patch: _replace, ...template } = data.spec.template;
  return Object.freeze(template);
});

const textOf = memoByIdentity((data: Data) => goText(canonical(data)));

/** The hash in a revision's name. `collisions` moves it on where it is taken. */
export function revisionHash(data: Data, collisions: number): string {
  return safeEncode(String(fnv1(`${textOf(data)}${collisions}`)));
}

/** By number, those of one number by age. */
export function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  const x = a.metadata.creationTimestamp;
  const y = b.metadata.creationTimestamp;
  return a.revision - b.revision || (x === y ? (a.metadata.name < b.metadata.name ? -1 : 1) : x < y ? -1 : 1);
}

/** The owner's revisions, oldest first. Those that it selects and nobody owns are adopted. */
export function revisionsOf(client: Client, owner: ApiObject, selects: Matcher): readonly ControllerRevision[] {
  const orphans = client.list(controllerRevisions, { index: { name: BY_ORPHAN, value: namespaceOf(owner) } });
  const own = client.list(controllerRevisions, { owner: owner.metadata.uid }).filter((r) => controllerOf(r)?.uid === owner.metadata.uid);
  const adopted = isTerminating(owner)
    ? []
    : orphans.filter((r) => selects(r.metadata.labels) && !isTerminating(r)).map((r) => adopt(client, controllerRevisions, owner, r));
  return [...own.filter((r) => selects(r.metadata.labels)), ...adopted].sort(byRevision);
}

/** Revisions of the same template, in the order given. */
export function equalTo(revisions: readonly ControllerRevision[], data: Data): readonly ControllerRevision[] {
  return revisions.filter((r) => equal(r.data, data));
}

/** The number after the last. */
export function nextNumber(revisions: readonly ControllerRevision[]): number {
  return (revisions.at(-1)?.revision ?? 0) + 1;
}

/** What a new revision is to be. */
export interface NewRevision {
  readonly data: Data;
  readonly number: number;
  /** Labels beside the hash. */
  readonly labels: Readonly<Record<string, string>>;
  /** The label that holds the hash. */
  readonly hashLabel: string;
  /** Times that a name was found taken so far. */
  readonly collisions: number;
}

/** Stores a revision, under the next free hash where another template has its name. */
export function createRevision(
  client: Client,
  owner: ApiObject,
  { data, number, labels, hashLabel, collisions: first }: NewRevision,
): { readonly revision: ControllerRevision; readonly collisions: number } {
  const namespace = namespaceOf(owner);
  const { annotations } = owner.metadata;
  const hash = revisionHash(data, first);
  for (let collisions = first; ; collisions++) {
    assert(collisions < first + 1000, 'some hash of a revision is free');
    const name = `${owner.metadata.name.slice(0, 223)}-${revisionHash(data, collisions)}`;
    try {
      const revision = client.create(controllerRevisions, namespace, {
        metadata: {
          name,
          namespace,
          labels: { ...labels, [hashLabel]: hash },
          ownerReferences: ownedBy(owner),
          ...(annotations ? { annotations } : {}),
        },
        data,
        revision: number,
      });
      return { revision, collisions };
    } catch (e) {
      if (!(e instanceof ApiError && e.reason === 'AlreadyExists')) throw e;
      const taken = client.get(controllerRevisions, namespace, name);
      if (taken && equal(taken.data, data)) return { revision: taken, collisions };
    }
  }
}

/** The revision of a set's present template: the newest, an older one that becomes the newest, or one that is made. */
export function presentRevision(
  client: Client,
  set: DaemonSet | StatefulSet,
  revisions: readonly ControllerRevision[],
  hashLabel: string,
): { readonly revision: ControllerRevision; readonly collisions: number } {
  const data = dataOf(set.spec.template);
  const collisions = set.status.collisionCount ?? 0;
  const same = equalTo(revisions, data).at(-1);
  if (same) return { revision: same === revisions.at(-1) ? same : renumbered(client, same, nextNumber(revisions)), collisions };
  return createRevision(client, set, {
    data,
    number: nextNumber(revisions),
    labels: set.spec.template.metadata?.labels ?? {},
    hashLabel,
    collisions,
  });
}

/** Gives a revision another number. */
export function renumbered(client: Client, r: ControllerRevision, number: number): ControllerRevision {
  return r.revision === number ? r : client.update(controllerRevisions, { ...r, revision: number });
}

/** Deletes the oldest of what nobody needs any more, down to `limit`. */
export function truncate(client: Client, revisions: readonly ControllerRevision[], live: ReadonlySet<string>, limit: number): void {
  const unused = revisions.filter((r) => !live.has(r.metadata.name));
  for (const r of unused.slice(0, Math.max(0, unused.length - limit))) client.delete(controllerRevisions, r);
}
