/** Binds claims to volumes. Source: pkg/controller/volume/persistentvolume (pv_controller.go, syncClaim). */
import { equal } from '#shared/api/json.ts';
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import { podCondition } from '#shared/kinds/core/pod-condition.ts';
import { claimKeysOf } from '#shared/kinds/core/pod-volume-claims.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { storageClasses } from '#shared/kinds/storage/storage-class.ts';
import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller, WatchRule } from '../controllers/controller.ts';
import { eventsAbout, recordEvent, referenceTo } from '../controllers/events.ts';
import { forEach, mapped } from '../controllers/watch-rules.ts';
import { BY_CLAIM } from '../store/indexes.ts';
import {
  BETA_PROVISIONER,
  bestVolume,
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  classOf,
  hasAnnotation,
  isBoundTo,
  mismatch,
  PROVISIONER,
  SELECTED_NODE,
} from './matching.ts';
import { inTreeProvisioner, setVolumePhase } from './volume-phase.ts';

export const BINDER = { component: 'persistentvolume-controller' };
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
const BETA_DEFAULT_CLASS = 'storageclass.beta.kubernetes.io/is-default-class';

export function claimBinder(): Controller {
  return {
    name: 'persistentvolume-binder',
    watches: [
      forEach(persistentVolumeClaims),
      mapped(persistentVolumes, (v, client) => claimsConcerned(v, client)),
      turnedAway,
      mapped(storageClasses, (s, client) =>
        unbound(client)
          .filter((c) => classOf(c) === s.metadata.name || c.spec.storageClassName === undefined)
          .map(keyOf),
      ),
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const claim = client.get(persistentVolumeClaims, namespace, name);
      if (!claim) return;
      if (hasAnnotation(claim, BIND_COMPLETED)) syncBound(claim, client);
      else syncUnbound(claim, client);
    },
  };
}

/** A pod that fits nowhere is what its claims wait for from then on. */
const turnedAway: WatchRule = {
  resource: 'core/pods',
  keys: ({ before, after }) =>
    after && isUnschedulable(after as Pod) && !(before && isUnschedulable(before as Pod)) ? claimKeysOf(after as Pod) : [],
};

const isUnschedulable = (p: Pod): boolean => podCondition(p, 'PodScheduled')?.status === 'False';

const keyOf = (c: PersistentVolumeClaim): string => localKey(namespaceOf(c), c.metadata.name);
const unbound = (client: Client): readonly PersistentVolumeClaim[] =>
  client.list(persistentVolumeClaims).filter((c) => !hasAnnotation(c, BIND_COMPLETED));

/** A volume concerns the claim it belongs to; while it is free, those that may want it. */
function claimsConcerned(v: PersistentVolume, client: Client): readonly string[] {
  const { claimRef } = v.spec;
  if (claimRef) return [localKey(claimRef.namespace ?? '', claimRef.name ?? '')];
  return v.status.phase === 'Available'
    ? unbound(client)
        .filter((c) => classOf(c) === classOf(v) || c.spec.volumeName === v.metadata.name)
        .map(keyOf)
    : [];
}

function syncUnbound(claim: PersistentVolumeClaim, client: Client): void {
  if (claim.spec.volumeName) {
    syncRequested(claim, claim.spec.volumeName, client);
    return;
  }
  const found = client.get(storageClasses, '', classOf(claim));
  const delayed = found?.volumeBindingMode === 'WaitForFirstConsumer';
  const volume = bestVolume(claim, client.list(persistentVolumes), { delayed });
  if (volume) {
    bind(volume, claim, client);
    return;
  }
  if (takeDefaultClass(claim, client)) return;
  if (delayed && !hasAnnotation(claim, SELECTED_NODE)) {
    tellWhatItWaitsFor(claim, client);
    setStatus(claim, 'Pending', undefined, client);
  } else if (classOf(claim)) askForProvisioning(claim, found, client);
  else {
    say(claim, 'Normal', 'FailedBinding', 'no persistent volumes available for this claim and no storage class is set', client);
    setStatus(claim, 'Pending', undefined, client);
  }
}

/** Says why the claim waits, once: Kubernetes repeats it every few seconds. */
function say(claim: PersistentVolumeClaim, type: 'Normal' | 'Warning', reason: string, message: string, client: Client): void {
  if (!eventsAbout(client, claim).some((e) => e.reason === reason && e.message === message))
    recordEvent(client, BINDER, claim, { type, reason, message });
}

/** The claim asks for a volume by name. */
function syncRequested(claim: PersistentVolumeClaim, name: string, client: Client): void {
  const volume = client.get(persistentVolumes, '', name);
  const wait = (): void => {
    setStatus(claim, 'Pending', undefined, client);
  };
  if (!volume) return wait();
  if (isBoundTo(volume, claim)) return bind(volume, claim, client);
  if (volume.spec.claimRef) {
    say(claim, 'Warning', 'FailedBinding', `volume ${JSON.stringify(name)} already bound to a different claim.`, client);
    if (!hasAnnotation(claim, BOUND_BY_CONTROLLER)) wait();
    return undefined;
  }
  const why = mismatch(volume, claim);
  if (!why) return bind(volume, claim, client);
  say(claim, 'Warning', 'VolumeMismatch', `Cannot bind to requested volume ${JSON.stringify(name)}: ${why}`, client);
  return wait();
}

function syncBound(claim: PersistentVolumeClaim, client: Client): void {
  const { volumeName } = claim.spec;
  const volume = volumeName ? client.get(persistentVolumes, '', volumeName) : undefined;
  const lose = (reason: string, message: string): void => {
    if (claim.status.phase !== 'Lost')
      recordEvent(client, BINDER, setStatus(claim, 'Lost', undefined, client), { type: 'Warning', reason, message });
  };
  if (!volumeName) lose('ClaimLost', 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!');
  else if (!volume) lose('ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  else if (!volume.spec.claimRef || volume.spec.claimRef.uid === claim.metadata.uid) bind(volume, claim, client);
  else lose('ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly');
}

/** A claim without a class gets the default one, once there is one. The newest counts. */
function takeDefaultClass(claim: PersistentVolumeClaim, client: Client): boolean {
  if (claim.spec.storageClassName !== undefined || classOf(claim)) return false;
  const defaults = client
    .list(storageClasses)
    .filter((s) => s.metadata.annotations?.[DEFAULT_CLASS] === 'true' || s.metadata.annotations?.[BETA_DEFAULT_CLASS] === 'true');
  const newest = defaults.sort((a, b) =>
    a.metadata.creationTimestamp === b.metadata.creationTimestamp
      ? a.metadata.name < b.metadata.name
        ? -1
        : 1
      : a.metadata.creationTimestamp > b.metadata.creationTimestamp
        ? -1
        : 1,
  )[0];
  if (!newest) return false;
  client.update(persistentVolumeClaims, { ...claim, spec: { ...claim.spec, storageClassName: newest.metadata.name } });
  return true;
}

function tellWhatItWaitsFor(claim: PersistentVolumeClaim, client: Client): void {
  const waiting = client
    .list(pods, { index: { name: BY_CLAIM, value: keyOf(claim) } })
    .filter((p) => !p.spec.nodeName)
    .map((p) => p.metadata.name);
  if (!waiting.length) say(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding', client);
  else
    say(
      claim,
      'Normal',
      'WaitForPodScheduled',
      waiting.length > 1 ? `waiting for pods ${waiting.join(',')} to be scheduled` : `waiting for pod ${waiting[0]} to be scheduled`,
      client,
    );
}

/** Tells the provisioner of the class that a volume is wanted. */
function askForProvisioning(claim: PersistentVolumeClaim, found: StorageClass | undefined, client: Client): void {
  if (!found) {
    say(claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io ${JSON.stringify(classOf(claim))} not found`, client);
    setStatus(claim, 'Pending', undefined, client);
    return;
  }
  const { provisioner } = found;
  if (inTreeProvisioner(provisioner)) {
    say(claim, 'Warning', 'ProvisioningFailed', `no volume plugin matched name: ${provisioner}`, client);
    setStatus(claim, 'Pending', undefined, client);
    return;
  }
  let asked = claim;
  if (claim.metadata.annotations?.[PROVISIONER] !== provisioner) {
    asked = client.update(persistentVolumeClaims, {
      ...claim,
      metadata: {
        ...claim.metadata,
        annotations: { ...claim.metadata.annotations, [BETA_PROVISIONER]: provisioner, [PROVISIONER]: provisioner },
      },
    });
  }
  say(
    asked,
    'Normal',
    'ExternalProvisioning',
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    client,
  );
  setStatus(asked, 'Pending', undefined, client);
}

/** Makes volume and claim know each other: the volume first, then the claim. Each step is skipped where it is done. */
function bind(volume: PersistentVolume, claim: PersistentVolumeClaim, client: Client): void {
  let v = withClaim(volume, claim);
  if (v !== volume) v = client.update(persistentVolumes, v);
  v = setVolumePhase(v, 'Bound', client);
  let c = withVolume(claim, v);
  if (c !== claim) c = client.update(persistentVolumeClaims, c);
  setStatus(c, 'Bound', v, client);
}

/** The volume as one that belongs to the claim. Source: GetBindVolumeToClaim. */
export function withClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const known = isBoundTo(volume, claim);
  const complete = known && volume.spec.claimRef?.uid === claim.metadata.uid;
  const marked = known || hasAnnotation(volume, BOUND_BY_CONTROLLER);
  if (complete && marked) return volume;
  return {
    ...volume,
    ...(marked ? {} : { metadata: { ...volume.metadata, annotations: { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' } } }),
    ...(complete ? {} : { spec: { ...volume.spec, claimRef: referenceTo(claim) } }),
  };
}

function withVolume(claim: PersistentVolumeClaim, volume: PersistentVolume): PersistentVolumeClaim {
  const own = claim.metadata.annotations;
  const named = claim.spec.volumeName === volume.metadata.name;
  const annotations = { ...own, ...(named ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }), [BIND_COMPLETED]: 'yes' };
  if (named && own?.[BIND_COMPLETED]) return claim;
  return { ...claim, metadata: { ...claim.metadata, annotations }, spec: { ...claim.spec, volumeName: volume.metadata.name } };
}

/** What the claim tells of itself. Its capacity is taken over when it is bound; later changes are a resize's business. */
function setStatus(
  claim: PersistentVolumeClaim,
  phase: 'Pending' | 'Bound' | 'Lost',
  volume: PersistentVolume | undefined,
  client: Client,
): PersistentVolumeClaim {
  const { accessModes: _modes, capacity, currentVolumeAttributesClassName: attributes, ...rest } = claim.status;
  const size = claim.status.phase === phase ? capacity : volume?.spec.capacity;
  const wanted = claim.status.phase === phase ? attributes : volume?.spec.volumeAttributesClassName;
  const status = !volume
    ? { ...rest, phase }
    : {
        ...rest,
        phase,
        ...(volume.spec.accessModes ? { accessModes: volume.spec.accessModes } : {}),
        ...(size ? { capacity: size } : {}),
        ...(wanted ? { currentVolumeAttributesClassName: wanted } : {}),
      };
  return equal(status, claim.status) ? claim : client.updateStatus(persistentVolumeClaims, { ...claim, status });
}
