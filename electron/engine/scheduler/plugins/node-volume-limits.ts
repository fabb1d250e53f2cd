/** No more disks on a node than can be attached to it. Source: plugins/nodevolumelimits (csi.go). */
import { splitLocalKey } from '#shared/api/ref.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import { csiNodes } from '#shared/kinds/storage/csi-node.ts';
import { storageClasses } from '#shared/kinds/storage/storage-class.ts';
import type { Client } from '../../apiserver/client.ts';
import { classOf } from '../../volumes/matching.ts';
import type { NodeInfo } from '../node-info.ts';
import type { Rejection, SchedulerPlugin } from '../plugin.ts';

const name = 'NodeVolumeLimits';
const full: Rejection = { plugin: name, reasons: ['node(s) exceed max volume count'], unresolvable: false };

/** The driver and handle of a claim's volume; for one still to be made, the driver that will make it. */
function diskOf(key: string, client: Client): { readonly driver: string; readonly handle: string } | undefined {
  const { namespace, name: claimName } = splitLocalKey(key);
  const claim = client.get(persistentVolumeClaims, namespace, claimName);
  if (!claim) return undefined;
  const csi = claim.spec.volumeName ? client.get(persistentVolumes, '', claim.spec.volumeName)?.spec.csi : undefined;
  if (csi) return { driver: csi.driver, handle: csi.volumeHandle };
  const provisioner = claim.spec.volumeName ? undefined : client.get(storageClasses, '', classOf(claim))?.provisioner;
  return provisioner ? { driver: provisioner, handle: key } : undefined;
}

/** Distinct disks by driver. */
function disksOf(claims: Iterable<string>, client: Client): ReadonlyMap<string, ReadonlySet<string>> {
  const disks = new Map<string, Set<string>>();
  for (const key of claims) {
    const disk = diskOf(key, client);
    if (!disk) continue;
    const has = disks.get(disk.driver);
    if (has) has.add(disk.handle);
    else disks.set(disk.driver, new Set([disk.handle]));
  }
  return disks;
}

function* claimsOn(node: NodeInfo): Iterable<string> {
  for (const p of node.pods.values()) yield* p.claims;
}

export const nodeVolumeLimits: SchedulerPlugin<{ readonly client: Client }> = {
  name,
  scope: 'node',
  retryOn: ['CSINode', 'NodeAdd', 'AssignedPodDelete', 'Claim', 'VolumeAttachment'],
  prepare: ({ claims }, { client }) => (claims.length ? { state: { client } } : undefined),
  filter({ claims }, node, { client }) {
    const limits = client.get(csiNodes, '', node.name)?.spec.drivers.filter((d) => d.allocatable?.count !== undefined) ?? [];
    if (!limits.length) return undefined;
    const wanted = disksOf(claims, client);
    const there = disksOf(claimsOn(node), client);
    for (const { name: driver, allocatable } of limits) {
      const has = there.get(driver) ?? new Set<string>();
      const more = [...(wanted.get(driver) ?? [])].filter((h) => !has.has(h)).length;
      if (more > 0 && has.size + more > (allocatable?.count ?? Infinity)) return full;
    }
    return undefined;
  },
};
