/** Which claims a pod uses: those it names, and those made for its ephemeral volumes. Source: component-helpers' storage/ephemeral. */
import { namespaceOf } from '../../api/object.ts';
import { localKey } from '../../api/ref.ts';
import type { Pod, Volume } from '../types.ts';

/** The name of the claim behind a volume, if there is one: its own, or the one made for an ephemeral volume. */
export function claimNameOf(podName: string, v: Volume): string | undefined {
  return v.persistentVolumeClaim?.claimName ?? (v.ephemeral ? `${podName}-${v.name}` : undefined);
}

const NONE: readonly string[] = Object.freeze([]);

/** Local keys ('shop/data') of the claims behind a pod's volumes. */
export function claimKeysOf(pod: Pod): readonly string[] {
  let keys: string[] | undefined;
  for (const v of pod.spec.volumes ?? []) {
    const name = claimNameOf(pod.metadata.name, v);
    if (name !== undefined) (keys ??= []).push(localKey(namespaceOf(pod), name));
  }
  return keys ?? NONE;
}
