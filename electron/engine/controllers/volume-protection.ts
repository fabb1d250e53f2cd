/** A volume that is to be deleted stays for as long as it is bound. Source: pkg/controller/volume/pvprotection. */
import { isTerminating } from '#shared/api/object.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import type { Controller } from './controller.ts';
import { addFinalizer, dropFinalizer, hasFinalizer } from './finalizers.ts';
import { forEach } from './watch-rules.ts';

const FINALIZER = 'kubernetes.io/pv-protection';

export function volumeProtection(): Controller {
  return {
    name: 'pv-protection-controller',
    watches: [forEach(persistentVolumes)],
    reconcile(key, client) {
      const volume = client.get(persistentVolumes, '', splitLocalKey(key).name);
      if (!volume) return;
      if (!isTerminating(volume)) addFinalizer(client, persistentVolumes, volume, FINALIZER);
      else if (hasFinalizer(volume, FINALIZER) && volume.status.phase !== 'Bound')
        dropFinalizer(client, persistentVolumes, volume, FINALIZER);
    },
  };
}
