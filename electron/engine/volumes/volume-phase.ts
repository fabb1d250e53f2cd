/** The phase of a volume, and who takes care of it. */
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import type { PersistentVolume } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';

/** Writes the phase, with the time of the change. Returns the volume as it is then. */
export function setVolumePhase(
  v: PersistentVolume,
  phase: 'Available' | 'Bound' | 'Released' | 'Failed',
  client: Client,
  message = '',
): PersistentVolume {
  if (v.status.phase === phase && (v.status.message ?? '') === message) return v;
  const { message: _old, ...status } = v.status;
  const moved = v.status.phase === phase ? {} : { lastPhaseTransitionTime: client.timestamp };
  return client.updateStatus(persistentVolumes, { ...v, status: { ...status, phase, ...moved, ...(message ? { message } : {}) } });
}

/** True for a provisioner that would have to be part of Kubernetes itself, as none is any more. */
export const inTreeProvisioner = (name: string): boolean => name.startsWith('kubernetes.io/');
