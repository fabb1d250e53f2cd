/**
 * What a server fills in about an object, told apart from what a person writes: identity, versions, status, and what
 * controllers and admission leave behind. Serves dumps of live clusters and the export of a design.
 */
import { equal, isObject, type JsonObject } from '../api/json.ts';
import { keepItems, keepKeys, unfilled, type Rest } from './server-filled-kinds.ts';

/** Metadata that only servers write, about one copy of an object. */
export const SERVER_METADATA: readonly string[] = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
];

/** Annotations by which clients and controllers remember what they did. */
const REMEMBERED =
  /^(?:kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/.+|deprecated\.daemonset\..+|pv\.kubernetes\.io\/.+|volume\.(?:beta\.)?kubernetes\.io\/(?:storage-provisioner|selected-node)|autoscaling\.alpha\.kubernetes\.io\/.+|control-plane\.alpha\.kubernetes\.io\/leader|endpoints\.kubernetes\.io\/last-change-trigger-time|batch\.kubernetes\.io\/job-tracking|kubernetes\.io\/(?:created-by|config\..+)|drydock\.dev\/(?:removing-since|down-since))$/;
const FINALIZERS =
  /^(?:kubernetes\.io\/p(?:vc|v)-protection|external-provisioner\.volume\.kubernetes\.io\/finalizer|service\.kubernetes\.io\/load-balancer-cleanup|foregroundDeletion|orphan|batch\.kubernetes\.io\/job-tracking|customresourcecleanup\.apiextensions\.k8s\.io)$/;

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Whether an object has been in a server. */
export function isLive(o: JsonObject): boolean {
  const { metadata } = o;
  return isObject(metadata) && ['uid', 'resourceVersion', 'managedFields'].some((k) => metadata[k] !== undefined && metadata[k] !== null);
}

/** An object without what a server has filled in. What holds nothing of the kind is returned as it is. */
export function withoutServerFields(o: JsonObject): JsonObject {
  const live = isLive(o);
  const plain = withoutStatus(withoutMetadata(o, live));
  if (!live) return plain;
  const applied = lastApplied(o);
  const bare = unfilled(plain);
  return applied ? (withWhatIsSaid(bare, plain, applied) as JsonObject) : bare;
}

/** What kubectl last applied of an object, undefined where it did not. */
function lastApplied(o: JsonObject): JsonObject | undefined {
  const text = ((o['metadata'] as JsonObject | undefined)?.['annotations'] as JsonObject | undefined)?.[LAST_APPLIED];
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `bare` with those parts of `full` put back that `said` names: a person wrote them, whoever else might have. */
function withWhatIsSaid(bare: unknown, full: unknown, said: unknown): unknown {
  if (isObject(bare) && isObject(full) && isObject(said)) {
    const put = Object.keys(said)
      .filter((k) => Object.hasOwn(full, k))
      .map((k) => [k, Object.hasOwn(bare, k) ? withWhatIsSaid(bare[k], full[k], said[k]) : full[k]] as const);
    return put.length ? { ...bare, ...Object.fromEntries(put) } : bare;
  }
  if (Array.isArray(bare) && Array.isArray(full) && Array.isArray(said) && bare.length === full.length && full.length === said.length)
    return bare.map((x, i) => withWhatIsSaid(x, full[i], said[i]));
  return bare;
}

function withoutMetadata(o: JsonObject, live: boolean): JsonObject {
  const { metadata } = o;
  if (!isObject(metadata)) return o;
  const kept: Rest = Object.fromEntries(Object.entries(metadata).filter(([k]) => !SERVER_METADATA.includes(k)));
  keepKeys(kept, 'annotations', (k) => !REMEMBERED.test(k));
  if (live) {
    keepItems(kept, 'finalizers', (f: unknown) => typeof f !== 'string' || !FINALIZERS.test(f));
    if (Array.isArray(kept['ownerReferences'])) delete kept['ownerReferences'];
  }
  return equal(kept, metadata) ? o : { ...o, metadata: kept };
}

/** A node's status is given where it is made by hand: what machine it is. Nobody else states a status. */
function withoutStatus(o: JsonObject): JsonObject {
  if (!('status' in o) || (o['kind'] === 'Node' && !isLive(o))) return o;
  const { status, ...rest } = o;
  if (o['kind'] !== 'Node' || !isObject(status)) return rest;
  const { capacity, allocatable } = status;
  return capacity === undefined ? rest : { ...rest, status: { capacity, ...(allocatable === undefined ? {} : { allocatable }) } };
}
