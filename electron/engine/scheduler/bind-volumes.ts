/** What a pod's volumes need before the pod can be bound. Source: plugins/volumebinding (Reserve, PreBind). */
import { splitLocalKey } from '#shared/api/ref.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { withClaim } from '../volumes/claim-binder.ts';
import { isFullyBound, SELECTED_NODE } from '../volumes/matching.ts';
import type { NodeInfo } from './node-info.ts';
import { planFor, podClaims } from './pod-claims.ts';

/** Whether a volume is still being made for one of the claims (by local key) because a pod was promised the node. */
export function areBeingMade(claims: readonly string[], node: string, client: Client): boolean {
  return claims.some((key) => {
    const { namespace, name } = splitLocalKey(key);
    const claim = client.get(persistentVolumeClaims, namespace, name);
    return (
      claim !== undefined &&
      !claim.metadata.deletionTimestamp &&
      !isFullyBound(claim) &&
      claim.metadata.annotations?.[SELECTED_NODE] === node
    );
  });
}

/** Binds volumes and asks for new ones on the chosen node. True once every claim is bound, and the pod can follow. */
export function bindVolumes(pod: Pod, node: NodeInfo, client: Client): boolean {
  const claims = podClaims(pod, client);
  if ('why' in claims || !claims.delayed.length) return true;
  const plan = planFor(claims, node);
  if ('reasons' in plan) return true;
  for (const { volume, claim } of plan.bind) {
    const bound = withClaim(volume, claim);
    if (bound !== volume) client.update(persistentVolumes, bound);
  }
  for (const claim of plan.provision) {
    const { annotations } = claim.metadata;
    if (annotations?.[SELECTED_NODE] !== node.name)
      client.update(persistentVolumeClaims, {
        ...claim,
        metadata: { ...claim.metadata, annotations: { ...annotations, [SELECTED_NODE]: node.name } },
      });
  }
  return false;
}
