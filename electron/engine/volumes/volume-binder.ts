/** Follows what becomes of volumes: free, bound, released, reclaimed. Source: pkg/controller/volume/persistentvolume (syncVolume). */
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller } from '../controllers/controller.ts';
import { recordEvent } from '../controllers/events.ts';
import { forEach, mapped } from '../controllers/watch-rules.ts';
import { BINDER } from './claim-binder.ts';
import { BOUND_BY_CONTROLLER, hasAnnotation, PROVISIONED_BY, sameMode } from './matching.ts';
import { setVolumePhase } from './volume-phase.ts';

export function volumeBinder(): Controller {
  return {
    name: 'persistentvolume-binder-volumes',
    watches: [
      forEach(persistentVolumes),
      mapped(persistentVolumeClaims, (c) => (c.spec.volumeName ? [localKey('', c.spec.volumeName)] : [])),
    ],
    reconcile(key, client) {
      const volume = client.get(persistentVolumes, '', splitLocalKey(key).name);
      if (volume) syncVolume(volume, client);
    },
  };
}

function syncVolume(volume: PersistentVolume, client: Client): void {
  const { claimRef } = volume.spec;
  if (!claimRef?.uid) {
    setVolumePhase(volume, 'Available', client);
    return;
  }
  const found = client.get(persistentVolumeClaims, claimRef.namespace ?? '', claimRef.name ?? '');
  const claim = found?.metadata.uid === claimRef.uid ? found : undefined;
  if (!claim) release(volume, client);
  else if (!claim.spec.volumeName)
    tellIfUnsuitable(volume, claim, client); // the claim's own turn binds it
  else if (claim.spec.volumeName === volume.metadata.name) setVolumePhase(volume, 'Bound', client);
  else if (hasAnnotation(volume, PROVISIONED_BY) && volume.spec.persistentVolumeReclaimPolicy === 'Delete') release(volume, client);
  else unbind(volume, client);
}

function tellIfUnsuitable(volume: PersistentVolume, claim: PersistentVolumeClaim, client: Client): void {
  if (sameMode(claim, volume)) return;
  recordEvent(client, BINDER, volume, {
    type: 'Warning',
    reason: 'VolumeMismatch',
    message: `Cannot bind PersistentVolume to requested PersistentVolumeClaim ${JSON.stringify(claim.metadata.name)} due to incompatible volumeMode.`,
  });
  recordEvent(client, BINDER, claim, {
    type: 'Warning',
    reason: 'VolumeMismatch',
    message: `Cannot bind PersistentVolume ${JSON.stringify(volume.metadata.name)} to requested PersistentVolumeClaim due to incompatible volumeMode.`,
  });
}

/** Its claim is gone: what happens to it is its reclaim policy's business. */
function release(volume: PersistentVolume, client: Client): void {
  const { phase } = volume.status;
  const released = phase === 'Released' || phase === 'Failed' ? volume : setVolumePhase(volume, 'Released', client);
  if (volume.metadata.deletionTimestamp || phase === 'Failed') return;
  switch (volume.spec.persistentVolumeReclaimPolicy) {
    case 'Delete':
      if (!hasAnnotation(volume, PROVISIONED_BY)) deleteOwn(released, client); // volumes of a provisioner are deleted by it
      return;
    case 'Recycle':
      if (volume.spec.hostPath ?? volume.spec.nfs) recycle(released, client);
      else fail(released, 'VolumeFailedRecycle', 'No recycler plugin found for the volume!', client);
  }
}

/** Of what nobody provisioned Kubernetes itself can delete directories below /tmp, and nothing else. Source: pkg/volume/hostpath. */
function deleteOwn(volume: PersistentVolume, client: Client): void {
  const { hostPath, nfs, local } = volume.spec;
  if (!hostPath)
    fail(
      volume,
      'VolumeFailedDelete',
      `error getting deleter volume plugin for volume ${JSON.stringify(volume.metadata.name)}: ${(nfs ?? local) ? 'no deletable volume plugin matched' : 'no volume plugin matched'}`,
      client,
    );
  else if (!/\/tmp\/./.test(hostPath.path))
    fail(volume, 'VolumeFailedDelete', `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path}`, client);
  else client.delete(persistentVolumes, volume);
}

function fail(volume: PersistentVolume, reason: string, message: string, client: Client): void {
  recordEvent(client, BINDER, setVolumePhase(volume, 'Failed', client, message), { type: 'Warning', reason, message });
}

function recycle(volume: PersistentVolume, client: Client): void {
  recordEvent(client, BINDER, volume, { type: 'Normal', reason: 'VolumeRecycled', message: 'Volume recycled' });
  unbind(volume, client);
}

/** Frees the volume. One that was meant for a claim by name stays meant for it. */
function unbind(volume: PersistentVolume, client: Client): void {
  const { claimRef, ...spec } = volume.spec;
  const { annotations, ...metadata } = volume.metadata;
  const { [BOUND_BY_CONTROLLER]: byController, ...others } = annotations ?? {};
  const { uid: _uid, resourceVersion: _version, ...name } = claimRef ?? {};
  const free = client.update(persistentVolumes, {
    ...volume,
    metadata: { ...metadata, ...(Object.keys(others).length ? { annotations: others } : {}) },
    spec: byController === undefined ? { ...spec, claimRef: name } : spec,
  });
  setVolumePhase(free, 'Available', client);
}
