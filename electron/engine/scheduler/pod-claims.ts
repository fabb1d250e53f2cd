/** The claims of a pod that is to be placed, and what can be done for them on a node. Source: plugins/volumebinding (binder.go). */
import { namespaceOf } from '#shared/api/object.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import { claimNameOf } from '#shared/kinds/core/pod-volume-claims.ts';
import { storageClasses } from '#shared/kinds/storage/storage-class.ts';
import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { bestVolume, classOf, hasAnnotation, isFullyBound, reachableFrom, requestOf, SELECTED_NODE } from '../volumes/matching.ts';
import type { Selectable } from './node-selector.ts';

const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** A pod's claims by what is to be done about them. */
export interface PodClaims {
  readonly bound: readonly { readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume | undefined }[];
  /** Waiting for the pod to have a node. */
  readonly delayed: readonly PersistentVolumeClaim[];
  readonly delayedClasses: ReadonlyMap<string, StorageClass>;
  /** Volumes that a delayed claim might take. */
  readonly volumes: readonly PersistentVolume[];
}

/** The claims of a pod, or why it cannot be placed anywhere, in Kubernetes' words. */
export function podClaims(pod: Pod, client: Client): PodClaims | { readonly why: string } {
  const bound: { claim: PersistentVolumeClaim; volume: PersistentVolume | undefined }[] = [];
  const delayed: PersistentVolumeClaim[] = [];
  const delayedClasses = new Map<string, StorageClass>();
  let immediate = false;
  for (const v of pod.spec.volumes ?? []) {
    const name = claimNameOf(pod.metadata.name, v);
    if (name === undefined) continue;
    const claim = client.get(persistentVolumeClaims, namespaceOf(pod), name);
    const quoted = JSON.stringify(name);
    if (!claim)
      return {
        why: v.ephemeral
          ? `waiting for ephemeral volume controller to create the persistentvolumeclaim ${quoted}`
          : `persistentvolumeclaim ${quoted} not found`,
      };
    if (claim.status.phase === 'Lost')
      return {
        why: `persistentvolumeclaim ${quoted} bound to non-existent persistentvolume ${JSON.stringify(claim.spec.volumeName ?? '')}`,
      };
    if (claim.metadata.deletionTimestamp) return { why: `persistentvolumeclaim ${quoted} is being deleted` };
    const found = client.get(storageClasses, '', classOf(claim));
    if (isFullyBound(claim)) bound.push({ claim, volume: client.get(persistentVolumes, '', claim.spec.volumeName ?? '') });
    else if (found?.volumeBindingMode === 'WaitForFirstConsumer' && !claim.spec.volumeName) {
      delayed.push(claim);
      delayedClasses.set(found.metadata.name, found);
    } else immediate = true;
  }
  if (immediate) return { why: 'pod has unbound immediate PersistentVolumeClaims' };
  return { bound, delayed, delayedClasses, volumes: delayed.length ? client.list(persistentVolumes) : [] };
}

/** What is to be done for the delayed claims on a node: volumes to bind, claims to make volumes for. */
export interface VolumePlan {
  readonly bind: readonly { readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }[];
  readonly provision: readonly PersistentVolumeClaim[];
}

/** The plan for a node, or the reasons why there is none. */
export function planFor(
  { bound, delayed, delayedClasses, volumes }: PodClaims,
  node: Selectable,
): VolumePlan | { readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  if (bound.some(({ volume }) => volume && !reachableFrom(volume, node)))
    reasons.push("node(s) didn't match PersistentVolume's node affinity");
  const plan = planDelayed(delayed, delayedClasses, volumes, node);
  if (!plan) reasons.push("node(s) didn't find available persistent volumes to bind");
  if (bound.some(({ volume }) => !volume)) reasons.push('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
  return plan && !reasons.length ? plan : { reasons };
}

function planDelayed(
  delayed: readonly PersistentVolumeClaim[],
  classes: ReadonlyMap<string, StorageClass>,
  volumes: readonly PersistentVolume[],
  node: Selectable,
): VolumePlan | undefined {
  const bind: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
  const provision: PersistentVolumeClaim[] = [];
  const taken = new Set<string>();
  for (const claim of [...delayed].sort((a, b) => requestOf(a) - requestOf(b))) {
    if (hasAnnotation(claim, SELECTED_NODE)) {
      if (claim.metadata.annotations?.[SELECTED_NODE] !== node.name) return undefined;
      provision.push(claim);
      continue;
    }
    const volume = bestVolume(claim, volumes, { node, taken, delayed: true });
    if (volume) {
      taken.add(volume.metadata.name);
      bind.push({ claim, volume });
    } else provision.push(claim);
  }
  return provision.every((c) => provisionable(classes.get(classOf(c)), node)) ? { bind, provision } : undefined;
}

/** Can a volume of the class be made where the node is? */
function provisionable(of: StorageClass | undefined, { labels }: Selectable): boolean {
  if (!of || of.provisioner === NO_PROVISIONER) return false;
  const terms = of.allowedTopologies ?? [];
  return (
    !terms.length || terms.some((t) => (t.matchLabelExpressions ?? []).every(({ key, values }) => values.includes(labels?.[key] ?? '')))
  );
}
