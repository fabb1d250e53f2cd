/** A volume attributes class that is to be deleted stays for as long as a claim or volume uses it. Source: pkg/controller/volume/vacprotection. */
import { isTerminating } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import { volumeAttributesClasses } from '#shared/kinds/storage/volume-attributes-class.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '#shared/kinds/types.ts';
import type { Controller } from './controller.ts';
import { addFinalizer, dropFinalizer, hasFinalizer } from './finalizers.ts';
import { forEach, mapped } from './watch-rules.ts';

const FINALIZER = 'kubernetes.io/vac-protection';

export function volumeAttributesClassProtection(): Controller {
  return {
    name: 'vac-protection-controller',
    watches: [
      forEach(volumeAttributesClasses),
      mapped(persistentVolumeClaims, (c) => usedByClaim(c).map((n) => localKey('', n))),
      mapped(persistentVolumes, (v) => usedByVolume(v).map((n) => localKey('', n))),
    ],
    reconcile(key, client) {
      const { name } = splitLocalKey(key);
      const found = client.get(volumeAttributesClasses, '', name);
      if (!found) return;
      if (!isTerminating(found)) addFinalizer(client, volumeAttributesClasses, found, FINALIZER);
      else if (
        hasFinalizer(found, FINALIZER) &&
        !client.list(persistentVolumeClaims).some((c) => usedByClaim(c).includes(name)) &&
        !client.list(persistentVolumes).some((v) => usedByVolume(v).includes(name))
      )
        dropFinalizer(client, volumeAttributesClasses, found, FINALIZER);
    },
  };
}

const named = (names: readonly (string | undefined)[]): readonly string[] => names.flatMap((n) => (n ? [n] : []));

const usedByClaim = ({ spec, status }: PersistentVolumeClaim) =>
  named([
    spec.volumeAttributesClassName,
    status.currentVolumeAttributesClassName,
    status.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ]);
const usedByVolume = ({ spec }: PersistentVolume) => named([spec.volumeAttributesClassName]);
