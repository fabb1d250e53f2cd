/**
 * Attaches disks to the nodes whose pods use them, and detaches them when no pod does any more. A disk that is written from
 * one node only stays where it is until it is free. Source: pkg/controller/volume/attachdetach.
 */
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import { podCondition } from '#shared/kinds/core/pod-condition.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { claimNameOf } from '#shared/kinds/core/pod-volume-claims.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { volumeAttachments } from '#shared/kinds/storage/volume-attachment.ts';
import type { PersistentVolume, Pod, VolumeAttachment } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller, Requeue } from '../controllers/controller.ts';
import { EVENTS_KEPT_MS, eventsAbout, recordEvent } from '../controllers/events.ts';
import { mapped } from '../controllers/watch-rules.ts';
import { BY_CLAIM, BY_NODE } from '../store/indexes.ts';
import { attachmentName, needsAttachment } from './attachment.ts';
import { isFullyBound } from './matching.ts';

const NAME = 'attachdetach-controller';
/** How long a provider takes to plug a disk into a machine, in ms. */
const TAKES = { min: 1_000, max: 3_000 } as const;
const SHARED = ['ReadWriteMany', 'ReadOnlyMany'];

export function attachDetach(): Controller {
  return {
    name: NAME,
    watches: [
      {
        resource: 'core/pods',
        *keys({ before, after }) {
          const node = ((after ?? before) as Pod).spec.nodeName;
          if (node && ((after ?? before) as Pod).spec.volumes?.some((v) => v.persistentVolumeClaim ?? v.ephemeral))
            yield localKey('', node);
        },
      },
      mapped(volumeAttachments, (a) => [localKey('', a.spec.nodeName)]),
      {
        resource: resourceOf(volumeAttachments),
        keys: ({ before, after }, client) =>
          before && !after ? waitingFor((before as VolumeAttachment).spec.source.persistentVolumeName ?? '', client) : [],
      },
      mapped(persistentVolumeClaims, (c, client) => (isFullyBound(c) ? nodesOf(localKey(namespaceOf(c), c.metadata.name), client) : [])),
    ],
    reconcile: (key, client) => syncNode(splitLocalKey(key).name, client),
  };
}

/** The nodes with pods that use a disk: one of them may have it now that it is free. */
function waitingFor(disk: string, client: Client): readonly string[] {
  const claim = client.get(persistentVolumes, '', disk)?.spec.claimRef;
  const { namespace = '', name } = claim ?? {};
  return name === undefined ? [] : nodesOf(localKey(namespace, name), client);
}

/** The nodes of the pods that use a claim. */
function nodesOf(claim: string, client: Client): readonly string[] {
  return client
    .list(pods, { index: { name: BY_CLAIM, value: claim } })
    .flatMap((p) => (p.spec.nodeName ? [localKey('', p.spec.nodeName)] : []));
}

function syncNode(node: string, client: Client): Requeue | void {
  const wanted = new Map<string, { readonly volume: PersistentVolume; readonly pod: Pod }>();
  for (const pod of client.list(pods, { index: { name: BY_NODE, value: node } })) {
    if (pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') continue;
    for (const volume of volumesOf(pod, client)) wanted.set(attachmentName(volume, node), { volume, pod });
  }
  const all = client.list(volumeAttachments);
  for (const a of all) if (a.spec.nodeName === node && !wanted.has(a.metadata.name)) client.delete(volumeAttachments, a);
  let soonest: Ms | undefined;
  for (const [name, { volume, pod }] of wanted) {
    const wait = attach(name, volume, pod, node, all, client);
    if (wait !== undefined) soonest = Math.min(soonest ?? Infinity, wait);
  }
  return soonest === undefined ? undefined : { requeueAfter: soonest };
}

function volumesOf(pod: Pod, client: Client): readonly PersistentVolume[] {
  return (pod.spec.volumes ?? []).flatMap((v) => {
    const name = claimNameOf(pod.metadata.name, v);
    const claim = name === undefined ? undefined : client.get(persistentVolumeClaims, namespaceOf(pod), name);
    const volume = claim && isFullyBound(claim) ? client.get(persistentVolumes, '', claim.spec.volumeName ?? '') : undefined;
    return volume && needsAttachment(volume, client) ? [volume] : [];
  });
}

/** Since when a pod has wanted its disks: what is told once of that is not told again when its event is gone. In ms since 1970. */
const boundMs = (pod: Pod): Ms => parseTime(podCondition(pod, 'PodScheduled')?.lastTransitionTime ?? pod.metadata.creationTimestamp) ?? 0;

/** Attaches one. Returns when to look again; undefined where it is attached, or is still elsewhere. */
function attach(
  name: string,
  volume: PersistentVolume,
  pod: Pod,
  node: string,
  all: readonly VolumeAttachment[],
  client: Client,
): Ms | undefined {
  const own = client.get(volumeAttachments, '', name);
  const shared = volume.spec.accessModes?.some((m) => SHARED.includes(m));
  if (own?.status.attached) return undefined;
  const elsewhere = all.find(
    (a) =>
      a.spec.source.persistentVolumeName === volume.metadata.name &&
      a.spec.nodeName !== node &&
      client.get(volumeAttachments, '', a.metadata.name),
  );
  if (elsewhere && !shared) {
    const message = `Multi-Attach error for volume ${JSON.stringify(volume.metadata.name)} Volume is already exclusively attached to one node and can't be attached to another`;
    if (client.wallMs - boundMs(pod) < EVENTS_KEPT_MS && !eventsAbout(client, pod).some((e) => e.reason === 'FailedAttachVolume'))
      recordEvent(client, { component: NAME }, pod, { type: 'Warning', reason: 'FailedAttachVolume', message });
    return undefined; // whoever lets go of it wakes the nodes that wait
  }
  const record =
    own ??
    client.create(volumeAttachments, '', {
      metadata: { name },
      spec: { attacher: volume.spec.csi?.driver ?? '', nodeName: node, source: { persistentVolumeName: volume.metadata.name } },
    });
  const takes = TAKES.min + client.random.fork(`attach:${record.metadata.uid}`).int(TAKES.max - TAKES.min + 1);
  const left = (parseTime(record.metadata.creationTimestamp) ?? client.wallMs) + takes - client.wallMs;
  if (left > 0) return left;
  client.updateStatus(volumeAttachments, { ...record, status: { attached: true } });
  recordEvent(client, { component: NAME }, pod, {
    type: 'Normal',
    reason: 'SuccessfulAttachVolume',
    message: `AttachVolume.Attach succeeded for volume ${JSON.stringify(volume.metadata.name)} `,
  });
  return undefined;
}
