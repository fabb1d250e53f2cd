/**
 * Disks that are to be larger: the provider makes the disk larger, and the node its file system once a pod uses it there.
 * Source: external-resizer, pkg/controller/volume/expand, pkg/kubelet/volumemanager (NodeExpandVolume), KEP-1790.
 */
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import { claimKeysOf } from '#shared/kinds/core/pod-volume-claims.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { conditionOf } from '../controllers/conditions.ts';
import type { Controller, Requeue } from '../controllers/controller.ts';
import { recordEvent } from '../controllers/events.ts';
import { forEach } from '../controllers/watch-rules.ts';
import { BY_CLAIM } from '../store/indexes.ts';
import { isFullyBound, PROVISIONED_BY, requestOf, sizeOf } from '../volumes/matching.ts';
import { isRun } from './disk-provisioner.ts';

const NAME = 'csi-resizer';
/** How long a provider takes to make a disk larger, in ms. */
const TAKES = { min: 2_000, max: 5_000 } as const;

type Status = PersistentVolumeClaim['status'];
type Condition = NonNullable<Status['conditions']>[number];

export function diskResizer(): Controller {
  return {
    name: NAME,
    watches: [
      forEach(persistentVolumeClaims),
      // A pod that begins to run is what a file system waits for.
      {
        resource: 'core/pods',
        keys: ({ before, after }) =>
          isRunning(after as Pod | undefined) && !isRunning(before as Pod | undefined) ? claimKeysOf(after as Pod) : [],
      },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const claim = client.get(persistentVolumeClaims, namespace, name);
      const volume = claim && isFullyBound(claim) ? client.get(persistentVolumes, '', claim.spec.volumeName ?? '') : undefined;
      if (!claim || !volume || claim.metadata.deletionTimestamp) return undefined;
      if (stageOf(claim) === 'NodeResizePending') return resizeOnNode(claim, volume, client);
      return requestOf(claim) > sizeOf(volume) ? resizeDisk(claim, volume, client) : undefined;
    },
  };
}

const isRunning = (p: Pod | undefined): boolean => p?.status.phase === 'Running';
const stageOf = ({ status }: PersistentVolumeClaim): string | undefined => status.allocatedResourceStatuses?.['storage'];

/** The status at a stage of the resize, which one condition tells of. */
function at(claim: PersistentVolumeClaim, stage: string, condition: Pick<Condition, 'type' | 'message'>, client: Client): Status {
  const others = (claim.status.conditions ?? []).filter((c) => c.type !== 'Resizing' && c.type !== 'FileSystemResizePending');
  return {
    ...claim.status,
    allocatedResourceStatuses: { storage: stage },
    conditions: [
      ...others,
      { status: 'True', lastProbeTime: null as unknown as string, lastTransitionTime: client.timestamp, ...condition },
    ],
  };
}

function resizeDisk(claim: PersistentVolumeClaim, volume: PersistentVolume, client: Client): Requeue | undefined {
  const driver = volume.spec.csi?.driver;
  const storage = claim.spec.resources?.requests?.['storage'] ?? '';
  const began = conditionOf(claim.status.conditions, 'Resizing')?.lastTransitionTime;
  if (driver === undefined || !isRun(volume.metadata.annotations?.[PROVISIONED_BY] ?? driver, client)) return undefined;
  const by = { component: `external-resizer ${driver}` };
  const takes = TAKES.min + client.random.fork(`resize:${claim.metadata.uid}:${storage}`).int(TAKES.max - TAKES.min + 1);
  if (stageOf(claim) !== 'ControllerResizeInProgress' || claim.status.allocatedResources?.['storage'] !== storage) {
    recordEvent(client, { component: 'volume_expand' }, claim, {
      type: 'Normal',
      reason: 'ExternalExpanding',
      message: 'waiting for an external controller to expand this PVC',
    });
    const status = at(claim, 'ControllerResizeInProgress', { type: 'Resizing' }, client);
    const asked = client.updateStatus(persistentVolumeClaims, {
      ...claim,
      status: { ...status, allocatedResources: { ...status.allocatedResources, storage } },
    });
    recordEvent(client, by, asked, {
      type: 'Normal',
      reason: 'Resizing',
      message: `External resizer is resizing volume ${volume.metadata.name}`,
    });
    return { requeueAfter: client.wholeMs + takes - client.wallMs };
  }
  const left = (parseTime(began) ?? client.wallMs) + takes - client.wallMs;
  if (left > 0) return { requeueAfter: left as Ms };
  const larger = client.update(persistentVolumes, { ...volume, spec: { ...volume.spec, capacity: { ...volume.spec.capacity, storage } } });
  if (volume.spec.volumeMode === 'Block') {
    recordEvent(client, by, done(claim, larger, client), {
      type: 'Normal',
      reason: 'VolumeResizeSuccessful',
      message: 'Resize volume succeeded',
    });
    return undefined;
  }
  const waiting = client.updateStatus(persistentVolumeClaims, {
    ...claim,
    status: at(
      claim,
      'NodeResizePending',
      { type: 'FileSystemResizePending', message: 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.' },
      client,
    ),
  });
  recordEvent(client, by, waiting, {
    type: 'Normal',
    reason: 'FileSystemResizeRequired',
    message: 'Require file system resize of volume on node',
  });
  return undefined;
}

/** A node on which a pod runs that uses the disk makes its file system larger. */
function resizeOnNode(claim: PersistentVolumeClaim, volume: PersistentVolume, client: Client): undefined {
  const user = client.list(pods, { index: { name: BY_CLAIM, value: localKey(namespaceOf(claim), claim.metadata.name) } }).find(isRunning);
  if (!user?.spec.nodeName) return;
  done(claim, volume, client);
  recordEvent(client, { component: 'kubelet', host: user.spec.nodeName }, user, {
    type: 'Normal',
    reason: 'FileSystemResizeSuccessful',
    message: `MountVolume.NodeExpandVolume succeeded for volume ${JSON.stringify(volume.metadata.name)} ${user.spec.nodeName}`,
  });
}

function done(claim: PersistentVolumeClaim, volume: PersistentVolume, client: Client): PersistentVolumeClaim {
  const { allocatedResourceStatuses: _stage, conditions, ...status } = claim.status;
  const others = (conditions ?? []).filter((c) => c.type !== 'Resizing' && c.type !== 'FileSystemResizePending');
  return client.updateStatus(persistentVolumeClaims, {
    ...claim,
    status: {
      ...status,
      ...(volume.spec.capacity ? { capacity: volume.spec.capacity } : {}),
      ...(others.length ? { conditions: others } : {}),
    },
  });
}
