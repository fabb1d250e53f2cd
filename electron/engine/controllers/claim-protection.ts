/** A claim that is to be deleted stays for as long as a pod on a node uses it. Source: pkg/controller/volume/pvcprotection. */
import { controllerOf, isTerminating, namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { claimKeysOf } from '#shared/kinds/core/pod-volume-claims.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { PersistentVolumeClaim, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { BY_CLAIM } from '../store/indexes.ts';
import type { Controller } from './controller.ts';
import { addFinalizer, dropFinalizer, hasFinalizer } from './finalizers.ts';
import { forEach } from './watch-rules.ts';

const FINALIZER = 'kubernetes.io/pvc-protection';

export function claimProtection(): Controller {
  return {
    name: 'pvc-protection-controller',
    watches: [
      forEach(persistentVolumeClaims),
      {
        resource: 'core/pods',
        *keys({ before, after }) {
          // Only a pod that is gone or has ended frees its claims.
          const pod = (after ?? before) as Pod;
          if (after && !['Succeeded', 'Failed'].includes(pod.status.phase ?? '')) return;
          yield* claimKeysOf(pod);
        },
      },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const claim = client.get(persistentVolumeClaims, namespace, name);
      if (!claim) return;
      if (!isTerminating(claim)) addFinalizer(client, persistentVolumeClaims, claim, FINALIZER);
      else if (hasFinalizer(claim, FINALIZER) && !isUsed(claim, client)) dropFinalizer(client, persistentVolumeClaims, claim, FINALIZER);
    },
  };
}

function isUsed(claim: PersistentVolumeClaim, client: Client): boolean {
  const { name } = claim.metadata;
  return client
    .list(pods, { index: { name: BY_CLAIM, value: localKey(namespaceOf(claim), name) } })
    .some(
      (p) =>
        p.spec.nodeName &&
        (p.spec.volumes ?? []).some(
          (v) =>
            v.persistentVolumeClaim?.claimName === name ||
            (v.ephemeral && `${p.metadata.name}-${v.name}` === name && controllerOf(claim)?.uid === p.metadata.uid),
        ),
    );
}
