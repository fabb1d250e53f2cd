/**
 * Which volume suits a claim. Pure; asked by the binder, which knows no node, and by the scheduler, which does.
 * Source: component-helpers' storage/volume (pv_helpers.go) and pkg/controller/volume/persistentvolume (index.go).
 */
import { unitsOf } from '#shared/api/quantity.ts';
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '#shared/kinds/types.ts';
import { nodeSelectorMatcher, type Selectable } from '../scheduler/node-selector.ts';

/** Annotations by which binder, scheduler and provisioners speak to each other. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
export const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
export const BETA_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

type Annotated = { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } };
export const hasAnnotation = (o: Annotated, key: string): boolean => o.metadata.annotations?.[key] !== undefined;

/** The class of a claim or volume, '' for none. */
export const classOf = (o: PersistentVolumeClaim | PersistentVolume): string =>
  o.metadata.annotations?.[BETA_CLASS] ?? o.spec.storageClassName ?? '';

/** True once claim and volume know each other. */
export const isFullyBound = (c: PersistentVolumeClaim): boolean => (c.spec.volumeName ?? '') !== '' && hasAnnotation(c, BIND_COMPLETED);

/** Is the volume meant for this claim, by name at least? */
export function isBoundTo({ spec: { claimRef } }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  return (
    claimRef !== undefined &&
    claimRef.name === metadata.name &&
    claimRef.namespace === metadata.namespace &&
    (!claimRef.uid || claimRef.uid === metadata.uid)
  );
}

/** Can the volume be used from a node? */
export function reachableFrom({ spec }: PersistentVolume, node: Selectable): boolean {
  const required = spec.nodeAffinity?.required;
  return required === undefined || nodeSelectorMatcher(required)(node);
}

const modeOf = (o: PersistentVolumeClaim | PersistentVolume): string => o.spec.volumeMode ?? 'Filesystem';
const attributesOf = (o: PersistentVolumeClaim | PersistentVolume): string => o.spec.volumeAttributesClassName ?? '';

export const sameMode = (c: PersistentVolumeClaim, v: PersistentVolume): boolean => modeOf(c) === modeOf(v);
export const offersModes = (c: PersistentVolumeClaim, v: PersistentVolume): boolean =>
  (c.spec.accessModes ?? []).every((m) => v.spec.accessModes?.includes(m));
export const sizeOf = (v: PersistentVolume): number => unitsOf(v.spec.capacity?.['storage']);
export const requestOf = (c: PersistentVolumeClaim): number => unitsOf(c.spec.resources?.requests?.['storage']);

/** Why a volume that a claim asks for by name does not suit it, in Kubernetes' words; undefined where it does. */
export function mismatch(v: PersistentVolume, c: PersistentVolumeClaim): string | undefined {
  if (v.metadata.deletionTimestamp) return `the volume is marked for deletion ${JSON.stringify(v.metadata.name)}`;
  if (sizeOf(v) < requestOf(c)) return 'requested PV is too small';
  if (classOf(v) !== classOf(c)) return 'storageClassName does not match';
  if (attributesOf(v) !== attributesOf(c)) return 'volumeAttributesClassName does not match';
  if (!sameMode(c, v)) return 'incompatible volumeMode';
  return offersModes(c, v) ? undefined : 'incompatible accessMode';
}

/** Where the claim is to be used, and which volumes are spoken for already. */
export interface MatchOptions {
  readonly node?: Selectable;
  readonly taken?: ReadonlySet<string>;
  /** The claim waits for its first consumer: without a node only a volume meant for it will do. */
  readonly delayed?: boolean;
}

/** The volume that suits a claim best: one meant for it, or else the smallest that is large enough, with the fewest access modes it has no need of. */
export function bestVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  { node, taken, delayed }: MatchOptions = {},
): PersistentVolume | undefined {
  const wanted = requestOf(claim);
  const matches = claim.spec.selector ? labelSelectorMatcher(claim.spec.selector) : undefined;
  let best: PersistentVolume | undefined;
  for (const v of volumes) {
    if (
      taken?.has(v.metadata.name) ||
      (v.spec.claimRef && !isBoundTo(v, claim)) ||
      sizeOf(v) < wanted ||
      !sameMode(claim, v) ||
      attributesOf(v) !== attributesOf(claim) ||
      v.metadata.deletionTimestamp
    )
      continue;
    if (node === undefined && !offersModes(claim, v)) continue; // the binder looks through volumes of such access modes only, also for one that is meant for the claim
    const reachable = node === undefined || reachableFrom(v, node);
    if (isBoundTo(v, claim)) return reachable ? v : undefined;
    if (
      (node === undefined && delayed) ||
      v.status.phase !== 'Available' ||
      (matches && !matches(v.metadata.labels)) ||
      classOf(v) !== classOf(claim) ||
      !reachable ||
      !offersModes(claim, v)
    )
      continue;
    if (!best || better(v, best, node === undefined)) best = v;
  }
  return best;
}

/** Without a node, fewer access modes count before a smaller size. Volumes come in the order of their names, which breaks ties. */
function better(a: PersistentVolume, b: PersistentVolume, byModes: boolean): boolean {
  const modes = (v: PersistentVolume) => v.spec.accessModes?.length ?? 0;
  if (byModes && modes(a) !== modes(b)) return modes(a) < modes(b);
  return sizeOf(a) < sizeOf(b);
}
