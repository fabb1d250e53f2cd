/**
 * The provider's disks: a claim that asks the provisioner of its class gets a volume after the time that takes, in the zone
 * of the node that was chosen for its pod; a volume of reclaim policy Delete goes when its claim has gone.
 * Source: sig-storage-lib-external-provisioner, external-provisioner (topology).
 */
import { ApiError } from '#shared/api/errors.ts';
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import { nodePools } from '#shared/kinds/drydock/node-pool.ts';
import { providerOf, providers } from '#shared/kinds/drydock/providers.ts';
import { storageClasses } from '#shared/kinds/storage/storage-class.ts';
import type { PersistentVolumeClaim, StorageClass } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller, Requeue } from '../controllers/controller.ts';
import { eventsAbout, lastSeenMs, recordEvent, referenceTo } from '../controllers/events.ts';
import { forEach, mapped } from '../controllers/watch-rules.ts';
import { classOf, PROVISIONED_BY, PROVISIONER, SELECTED_NODE } from '../volumes/matching.ts';
import { inTreeProvisioner } from '../volumes/volume-phase.ts';

const NAME = 'csi-provisioner';
const ZONE = 'topology.kubernetes.io/zone';
/** From being asked for a disk to having made it, in ms. */
const TAKES = { min: 2_000, max: 5_000 } as const;
const SHARE = /file|efs|nfs/;
/** A cluster is new for this long after its first pool: a class that is deleted later stays deleted. */
const BEGINNING_MS: Ms = 60_000;

export function diskProvisioner(): Controller {
  return {
    name: NAME,
    watches: [
      forEach(persistentVolumeClaims),
      mapped(persistentVolumes, (v) => (v.status.phase === 'Released' ? [localKey('', v.metadata.name)] : [])),
      mapped(nodePools, () => [CLASS_KEY]),
    ],
    reconcile(key, client) {
      if (key === CLASS_KEY) return bringClass(client);
      const { namespace, name } = splitLocalKey(key);
      if (!namespace) return reclaim(name, client);
      const claim = client.get(persistentVolumeClaims, namespace, name);
      return claim && !claim.metadata.deletionTimestamp && !claim.spec.volumeName ? provision(claim, client) : undefined;
    },
  };
}

/** Stands for the storage class that comes with a provider's first machines. */
const CLASS_KEY = localKey('', '\0class');

/** A provider's cluster begins with a default class for its disks. */
function bringClass(client: Client): void {
  const [pool, ...more] = client.list(nodePools);
  if (
    !pool ||
    more.length ||
    client.wallMs - (parseTime(pool.metadata.creationTimestamp) ?? 0) > BEGINNING_MS ||
    client.list(storageClasses).length
  )
    return;
  const { storageClass, diskDriver } = providerOf(pool.spec.provider);
  client.create(storageClasses, '', {
    metadata: { name: storageClass, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: diskDriver,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
  });
}

function provision(claim: PersistentVolumeClaim, client: Client): Requeue | void {
  const driver = claim.metadata.annotations?.[PROVISIONER];
  const found = client.get(storageClasses, '', classOf(claim));
  if (!driver || !found || found.provisioner !== driver || !isRun(driver, client)) return undefined;
  const node = claim.metadata.annotations?.[SELECTED_NODE];
  if (found.volumeBindingMode === 'WaitForFirstConsumer' && !node) return undefined;
  const began = eventsAbout(client, claim)
    .filter((e) => e.reason === 'Provisioning')
    .map(lastSeenMs)
    .at(-1);
  if (began === undefined)
    recordEvent(client, { component: `${driver}_${NAME}` }, claim, {
      type: 'Normal',
      reason: 'Provisioning',
      message: `External provisioner is provisioning volume for claim "${namespaceOf(claim)}/${claim.metadata.name}"`,
    });
  const random = client.random.fork(`disk:${claim.metadata.uid}`);
  const left = (began ?? client.wholeMs) + TAKES.min + random.int(TAKES.max - TAKES.min + 1) - client.wallMs;
  if (left > 0) return { requeueAfter: left as Ms };
  const name = `pvc-${claim.metadata.uid}`;
  if (!client.get(persistentVolumes, '', name)) create(name, claim, found, zoneFor(found, node, random.int(1 << 16), client), client);
  return undefined;
}

/** Whether somebody runs a driver: a provider its own, and on the machines of a pool what their owner installs. On nodes that are only given nobody does. */
export const isRun = (driver: string, client: Client): boolean =>
  !inTreeProvisioner(driver) && (providers.some((p) => p.diskDriver === driver) || client.list(nodePools).length > 0);

function create(name: string, claim: PersistentVolumeClaim, found: StorageClass, zone: string | undefined, client: Client): void {
  const { provisioner, reclaimPolicy, mountOptions } = found;
  const { accessModes, volumeMode, resources } = claim.spec;
  const storage = resources?.requests?.['storage'] ?? '1Gi';
  try {
    client.create(persistentVolumes, '', {
      metadata: { name, annotations: { [PROVISIONED_BY]: provisioner } },
      spec: {
        accessModes: accessModes ?? [],
        capacity: { storage },
        claimRef: referenceTo(claim),
        persistentVolumeReclaimPolicy: reclaimPolicy ?? 'Delete',
        storageClassName: found.metadata.name,
        ...(volumeMode ? { volumeMode } : {}),
        ...(mountOptions?.length ? { mountOptions } : {}),
        csi: { driver: driverName(provisioner), volumeHandle: name, ...(volumeMode === 'Block' ? {} : { fsType: 'ext4' }) },
        ...(zone === undefined || SHARE.test(provisioner)
          ? {}
          : { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] }] } } }),
      },
    });
  } catch (e) {
    if (!(e instanceof ApiError)) throw e;
    recordEvent(client, { component: `${provisioner}_${NAME}` }, claim, {
      type: 'Warning',
      reason: 'ProvisioningFailed',
      message: `failed to provision volume with StorageClass ${JSON.stringify(found.metadata.name)}: ${e.message}`,
    });
    return;
  }
  recordEvent(client, { component: `${provisioner}_${NAME}` }, claim, {
    type: 'Normal',
    reason: 'ProvisioningSucceeded',
    message: `Successfully provisioned volume ${name}`,
  });
}

/** The driver of a provisioner: its own name, or for one that is no driver ('rancher.io/local-path') one made of it. */
function driverName(provisioner: string): string {
  const slash = provisioner.indexOf('/');
  return slash < 0 ? provisioner : `${provisioner.slice(slash + 1)}.${provisioner.slice(0, slash)}`;
}

/** The zone of the node that was chosen; where none was, one of those that have nodes and that the class allows. */
function zoneFor({ allowedTopologies }: StorageClass, node: string | undefined, draw: number, client: Client): string | undefined {
  if (node !== undefined) return client.get(nodes, '', node)?.metadata.labels?.[ZONE];
  const allowed = allowedTopologies?.flatMap((t) =>
    (t.matchLabelExpressions ?? []).filter((e) => e.key === ZONE).flatMap((e) => e.values ?? []),
  );
  const zones = [...new Set(client.list(nodes).flatMap((n) => n.metadata.labels?.[ZONE] ?? []))]
    .filter((z) => !allowed?.length || allowed.includes(z))
    .sort();
  return zones.length ? zones[draw % zones.length] : allowed?.[0];
}

/** A released volume of the provisioner's is deleted, where its policy says so. */
function reclaim(name: string, client: Client): void {
  const v = client.get(persistentVolumes, '', name);
  if (
    v?.status.phase === 'Released' &&
    v.spec.persistentVolumeReclaimPolicy === 'Delete' &&
    v.metadata.annotations?.[PROVISIONED_BY] &&
    !v.metadata.deletionTimestamp
  )
    client.delete(persistentVolumes, v);
}
