/** Whether a pod's volumes can be mounted. Source: pkg/kubelet/volumemanager, pkg/volume (configmap, secret, projected). */
import { namespaceOf } from '#shared/api/object.ts';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import { claimNameOf } from '#shared/kinds/core/pod-volume-claims.ts';
import { secrets } from '#shared/kinds/core/secret.ts';
import type { Pod, Volume } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { isFullyBound } from '../volumes/matching.ts';
import { attachmentOf, needsAttachment } from '../volumes/attachment.ts';

/** A volume that cannot be mounted yet. */
export interface Unmounted {
  readonly volume: string;
  /** What the kubelet says of it; undefined for one that is only waited for. */
  readonly message: string | undefined;
}

/** Published into every namespace by a loop of its own; a pod that is quicker waits for it unseen. */
const ROOT_CA = 'kube-root-ca.crt';

/** The volumes of a pod that are not there. */
export function unmounted(pod: Pod, node: string, client: Client): readonly Unmounted[] {
  return (pod.spec.volumes ?? []).flatMap((v): readonly Unmounted[] => {
    const why = problem(v, pod, client);
    if (why !== undefined) return [{ volume: v.name, message: `MountVolume.SetUp failed for volume ${JSON.stringify(v.name)} : ${why}` }];
    return isAttached(v, pod, node, client) ? [] : [{ volume: v.name, message: undefined }];
  });
}

interface Items {
  readonly items?: readonly { readonly key: string }[];
  readonly optional?: boolean;
}

function problem(v: Volume, pod: Pod, client: Client): string | undefined {
  const sources = v.projected?.sources ?? [];
  return (
    map(v.configMap?.name, v.configMap, pod, client) ??
    secret(v.secret?.secretName, v.secret, pod, client) ??
    sources
      .map((s) => map(s.configMap?.name, s.configMap, pod, client) ?? secret(s.secret?.name, s.secret, pod, client))
      .find((p) => p !== undefined)
  );
}

function map(name: string | undefined, of: Items | undefined, pod: Pod, client: Client): string | undefined {
  if (name === undefined || of?.optional || name === ROOT_CA) return undefined;
  const found = client.get(configMaps, namespaceOf(pod), name);
  if (!found) return `configmap ${JSON.stringify(name)} not found`;
  const missing = of?.items?.find(({ key }) => found.data?.[key] === undefined && found.binaryData?.[key] === undefined);
  return missing ? `configmap references non-existent config key: ${missing.key}` : undefined;
}

function secret(name: string | undefined, of: Items | undefined, pod: Pod, client: Client): string | undefined {
  if (name === undefined || of?.optional) return undefined;
  const found = client.get(secrets, namespaceOf(pod), name);
  if (!found) return `secret ${JSON.stringify(name)} not found`;
  const missing = of?.items?.find(({ key }) => found.data?.[key] === undefined);
  return missing ? `references non-existent secret key: ${missing.key}` : undefined;
}

/** A claim's volume has to be bound, and attached to the node where it is of a kind that is. */
function isAttached(v: Volume, pod: Pod, node: string, client: Client): boolean {
  const name = claimNameOf(pod.metadata.name, v);
  if (name === undefined) return true;
  const claim = client.get(persistentVolumeClaims, namespaceOf(pod), name);
  if (!claim || !isFullyBound(claim)) return false;
  const volume = client.get(persistentVolumes, '', claim.spec.volumeName ?? '');
  return volume !== undefined && (!needsAttachment(volume, client) || attachmentOf(volume, node, client)?.status.attached === true);
}
