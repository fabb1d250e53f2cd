/** Disks that only one pod may use. Source: plugins/volumerestrictions. */
import { memoByIdentity } from '#shared/api/json.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import type { Volume } from '#shared/kinds/types.ts';
import type { NodeInfo } from '../node-info.ts';
import type { Rejection, SchedulerPlugin } from '../plugin.ts';

const name = 'VolumeRestrictions';
const conflict: Rejection = { plugin: name, reasons: ['node(s) had no available disk'], unresolvable: false };
const inUse: Rejection = {
  plugin: name,
  reasons: ['node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod'],
  unresolvable: false,
};

const NONE: readonly Volume[] = Object.freeze([]);

/** Disks that are named in the pod itself. */
const disksOf = memoByIdentity((volumes: readonly Volume[]): readonly Volume[] => {
  const disks = volumes.filter((v) => v.gcePersistentDisk ?? v.awsElasticBlockStore ?? v.iscsi ?? v.rbd);
  return disks.length ? disks : NONE;
});

function collide(a: Volume, b: Volume): boolean {
  const bothRead = (x: { readonly readOnly?: boolean }, y: { readonly readOnly?: boolean }) => x.readOnly === true && y.readOnly === true;
  if (a.gcePersistentDisk && b.gcePersistentDisk)
    return a.gcePersistentDisk.pdName === b.gcePersistentDisk.pdName && !bothRead(a.gcePersistentDisk, b.gcePersistentDisk);
  if (a.awsElasticBlockStore && b.awsElasticBlockStore) return a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore.volumeID;
  if (a.iscsi && b.iscsi) return a.iscsi.iqn === b.iscsi.iqn && !bothRead(a.iscsi, b.iscsi);
  if (a.rbd && b.rbd)
    return (
      a.rbd.monitors.some((m) => b.rbd?.monitors.includes(m)) &&
      a.rbd.pool === b.rbd.pool &&
      a.rbd.image === b.rbd.image &&
      !bothRead(a.rbd, b.rbd)
    );
  return false;
}

/** The pod's disks, its claims that only one pod may use, and on how many nodes some pod uses them. */
interface State {
  readonly disks: readonly Volume[];
  readonly exclusive: readonly string[];
  readonly users: Map<string, number>;
}

const usersOn = (node: NodeInfo, exclusive: readonly string[]): number =>
  [...node.pods.values()].filter((p) => p.claims.some((c) => exclusive.includes(c))).length;

export const volumeRestrictions: SchedulerPlugin<State> = {
  name,
  scope: 'cluster',
  retryOn: ['AssignedPodDelete', 'Claim', 'NodeAdd'],
  prepare({ pod, claims }, { client }) {
    const disks = disksOf(pod.spec.volumes ?? NONE);
    const exclusive: string[] = [];
    for (const key of claims) {
      const { namespace, name: claimName } = splitLocalKey(key);
      const claim = client.get(persistentVolumeClaims, namespace, claimName);
      if (claim?.spec.accessModes?.includes('ReadWriteOncePod')) exclusive.push(key);
    }
    return disks.length || exclusive.length ? { state: { disks, exclusive, users: new Map() } } : undefined;
  },
  recount({ exclusive, users }, node) {
    if (!exclusive.length) return;
    const n = usersOn(node, exclusive);
    if (n) users.set(node.name, n);
    else users.delete(node.name);
  },
  filter(_pod, node, { disks, users }) {
    for (const d of disks)
      for (const other of node.pods.values()) if (disksOf(other.pod.spec.volumes ?? NONE).some((v) => collide(d, v))) return conflict;
    return users.size ? inUse : undefined;
  },
};
