/**
 * The claims of a StatefulSet's pods: made before the pod, kept when it goes, and deleted with the set or with the
 * replica where the retention policy says so (by way of owner references). Source: pkg/controller/statefulset.
 */
import { ApiError } from '#shared/api/errors.ts';
import { equal } from '#shared/api/json.ts';
import { controllerReference, isTerminating, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import type { OwnerReference, PersistentVolumeClaim, StatefulSet, Volume } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { recordEvent } from '../events.ts';

type ClaimTemplate = NonNullable<StatefulSet['spec']['volumeClaimTemplates']>[number];

const templates = (set: StatefulSet): readonly ClaimTemplate[] => set.spec.volumeClaimTemplates ?? [];

function claimName(set: StatefulSet, template: ClaimTemplate, ordinal: number): string {
  return `${template.metadata?.name}-${set.metadata.name}-${ordinal}`;
}

/** A pod's volumes: those of its claims, and those of the template that have other names. */
export function volumesFor(set: StatefulSet, ordinal: number, others: readonly Volume[] = []): readonly Volume[] {
  const claimed = templates(set).map((t): Volume => ({
    name: t.metadata?.name ?? '',
    persistentVolumeClaim: { claimName: claimName(set, t, ordinal) },
  }));
  return [...claimed, ...others.filter((v) => !claimed.some((c) => c.name === v.name))];
}

/** Whether a pod's volumes are those of its claims. */
export function hasStorage(set: StatefulSet, ordinal: number, volumes: readonly Volume[] | undefined): boolean {
  return templates(set).every(
    (t) => volumes?.find((v) => v.name === t.metadata?.name)?.persistentVolumeClaim?.claimName === claimName(set, t, ordinal),
  );
}

/** The claims of a pod that are there. */
function claimsAt(client: Client, set: StatefulSet, ordinal: number): readonly PersistentVolumeClaim[] {
  return templates(set)
    .map((t) => client.get(persistentVolumeClaims, namespaceOf(set), claimName(set, t, ordinal)))
    .filter((c) => c !== undefined);
}

/** Makes the claims of a pod that are missing. Throws where one cannot be made, or is still going away. */
export function createClaims(client: Client, set: StatefulSet, ordinal: number, podName: string): void {
  const namespace = namespaceOf(set);
  const faults: string[] = [];
  for (const t of templates(set)) {
    const name = claimName(set, t, ordinal);
    const known = client.get(persistentVolumeClaims, namespace, name);
    if (known) {
      if (isTerminating(known)) faults.push(`pvc ${name} is being deleted`);
      continue;
    }
    const { labels, annotations } = t.metadata ?? {};
    const say = (type: 'Normal' | 'Warning', reason: string, message: string) =>
      recordEvent(client, { component: 'statefulset-controller' }, set, { type, reason, message });
    try {
      client.create(persistentVolumeClaims, namespace, {
        metadata: { name, namespace, labels: { ...labels, ...set.spec.selector?.matchLabels }, ...(annotations ? { annotations } : {}) },
        spec: t.spec ?? {},
      });
      say('Normal', 'SuccessfulCreate', `Create Claim ${name} Pod ${podName} in StatefulSet ${set.metadata.name} success`);
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      faults.push(`failed to create PVC ${name}: ${e.message}`);
      say(
        'Warning',
        'FailedCreate',
        `Create Claim ${name} for Pod ${podName} in StatefulSet ${set.metadata.name} failed error: ${e.message}`,
      );
    }
  }
  if (faults.length) throw new ApiError('InternalError', faults.length === 1 ? (faults[0] as string) : `[${faults.join(', ')}]`);
}

const policyOf = (set: StatefulSet) => {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  return { deletedWithSet: whenDeleted === 'Delete', deletedWithReplica: whenScaled === 'Delete' };
};

/** The pod as its owner references name it, and whether it is still one of the replicas. */
export interface ClaimUser {
  readonly pod: ApiObject;
  readonly inRange: boolean;
}

/** Whether a claim of the pod is held back by a pod of the same name that is gone: it will go too, and must not be used. */
export function hasStaleClaim(client: Client, set: StatefulSet, ordinal: number, podName: string): boolean {
  return (
    policyOf(set).deletedWithReplica &&
    claimsAt(client, set, ordinal).some((c) =>
      c.metadata.ownerReferences?.some((r) => r.apiVersion === 'v1' && r.kind === 'Pod' && r.name === podName),
    )
  );
}

/** Brings the owners of a pod's claims in line with the retention policy. True if any were not. */
export function retain(client: Client, set: StatefulSet, ordinal: number, user: ClaimUser): boolean {
  let changed = false;
  for (const claim of claimsAt(client, set, ordinal)) {
    const refs = claim.metadata.ownerReferences ?? [];
    const foreign = hasForeignController(refs, set, user.pod);
    const next = ownersOf(refs, set, user, foreign);
    if (equal(next, refs)) continue;
    if (foreign)
      recordEvent(client, { component: 'statefulset-controller' }, set, {
        type: 'Warning',
        reason: 'ConflictingController',
        message: `PersistentVolumeClaim ${claim.metadata.name} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim`,
      });
    const { ownerReferences: _old, ...metadata } = claim.metadata;
    client.update(persistentVolumeClaims, { ...claim, metadata: next.length ? { ...metadata, ownerReferences: next } : metadata });
    changed = true;
  }
  return changed;
}

const names = (r: OwnerReference, o: ApiObject) => r.apiVersion === o.apiVersion && r.kind === o.kind && r.name === o.metadata.name;

/** Somebody else controls the claim, be it an earlier set or pod of the same name; it only matters where a policy deletes. */
function hasForeignController(refs: readonly OwnerReference[], set: StatefulSet, pod: ApiObject): boolean {
  const { deletedWithSet, deletedWithReplica } = policyOf(set);
  if (!deletedWithSet && !deletedWithReplica) return false;
  return refs.some((r) =>
    names(r, set) ? r.uid !== set.metadata.uid : names(r, pod) ? r.uid !== pod.metadata.uid : r.controller === true,
  );
}

function ownersOf(
  refs: readonly OwnerReference[],
  set: StatefulSet,
  { pod, inRange }: ClaimUser,
  foreign: boolean,
): readonly OwnerReference[] {
  const isStale = refs.some((r) => (names(r, set) && r.uid !== set.metadata.uid) || (names(r, pod) && r.uid !== pod.metadata.uid));
  if (isStale) return refs; // whoever made them is gone: the garbage collector sees to it
  const others = refs.filter((r) => !names(r, set) && !names(r, pod));
  if (foreign) return others;
  const { deletedWithSet, deletedWithReplica } = policyOf(set);
  const owner = deletedWithReplica && !inRange ? pod : deletedWithSet ? set : undefined;
  const held = owner && refs.find((r) => r.uid === owner.metadata.uid && r.controller);
  return held && refs.length === others.length + 1 ? refs : owner ? [...others, controllerReference(owner)] : others;
}
