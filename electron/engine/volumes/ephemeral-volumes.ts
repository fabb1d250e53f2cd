/** Makes the claims of ephemeral volumes, which live and die with their pod. Source: pkg/controller/volume/ephemeral. */
import { ApiError } from '#shared/api/errors.ts';
import { controllerOf, controllerReference, isTerminating, namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { claimNameOf } from '#shared/kinds/core/pod-volume-claims.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Pod, Volume } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller } from '../controllers/controller.ts';
import { recordEvent } from '../controllers/events.ts';
import { BY_CLAIM } from '../store/indexes.ts';

const REPORTER = { component: 'ephemeral_volume' };

const keyOf = (p: Pod): string => localKey(namespaceOf(p), p.metadata.name);
const isEphemeral = (v: Volume): boolean => v.ephemeral !== undefined;

export function ephemeralVolumes(): Controller {
  return {
    name: 'ephemeral-volume-controller',
    watches: [
      {
        resource: resourceOf(pods),
        keys: ({ before, after }) => (!before && (after as Pod | undefined)?.spec.volumes?.some(isEphemeral) ? [keyOf(after as Pod)] : []),
      },
      // One that somebody deleted is made again.
      {
        resource: resourceOf(persistentVolumeClaims),
        keys: ({ ref, after }, client) =>
          after ? [] : client.list(pods, { index: { name: BY_CLAIM, value: localKey(ref.namespace, ref.name) } }).map(keyOf),
      },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const pod = client.get(pods, namespace, name);
      if (!pod || isTerminating(pod)) return;
      for (const v of (pod.spec.volumes ?? []).filter(isEphemeral)) {
        const why = provide(v, pod, client);
        if (why === undefined) continue;
        recordEvent(client, REPORTER, pod, { type: 'Warning', reason: 'FailedBinding', message: `ephemeral volume ${v.name}: ${why}` });
        throw new ApiError('InternalError', `pod ${key}, ephemeral volume ${v.name}: ${why}`);
      }
    },
  };
}

/** Sees that the volume's claim is there. Returns why it cannot be. */
function provide(v: Volume, pod: Pod, client: Client): string | undefined {
  const namespace = namespaceOf(pod);
  const name = claimNameOf(pod.metadata.name, v) ?? '';
  const known = client.get(persistentVolumeClaims, namespace, name);
  if (known)
    return controllerOf(known)?.uid === pod.metadata.uid
      ? undefined
      : `PVC ${namespace}/${name} was not created for pod ${namespace}/${pod.metadata.name} (pod is not owner)`;
  const { metadata: { labels, annotations } = {}, spec } = v.ephemeral?.volumeClaimTemplate ?? {};
  try {
    client.create(persistentVolumeClaims, namespace, {
      metadata: {
        name,
        ...(labels ? { labels } : {}),
        ...(annotations ? { annotations } : {}),
        ownerReferences: [controllerReference(pod)],
      },
      spec: spec ?? {},
    });
    return undefined;
  } catch (e) {
    if (!(e instanceof ApiError)) throw e;
    return `create PVC ${name}: ${e.message}`;
  }
}
