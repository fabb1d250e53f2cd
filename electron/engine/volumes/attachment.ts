/** Which volumes are attached to nodes, and where. Source: pkg/volume/csi (csi_attacher.go), pkg/controller/volume/attachdetach. */
import { volumeAttachments } from '#shared/kinds/storage/volume-attachment.ts';
import { csiDrivers } from '#shared/kinds/storage/csi-driver.ts';
import type { PersistentVolume, VolumeAttachment } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { hex } from '../kubelet/container-image.ts';

/** The name under which a volume's being on a node is recorded. */
export const attachmentName = (v: PersistentVolume, node: string): string =>
  `csi-${hex(`${v.spec.csi?.volumeHandle}${v.spec.csi?.driver}${node}`, 64)}`;

/** True for a volume that is plugged into one machine: a disk, as against a share or a directory. */
export function needsAttachment(v: PersistentVolume, client: Client): boolean {
  const driver = v.spec.csi?.driver;
  if (driver === undefined) return false;
  return client.get(csiDrivers, '', driver)?.spec.attachRequired ?? !/file|efs|nfs|filestore/.test(driver);
}

/** The record of a volume's being attached to a node. */
export function attachmentOf(v: PersistentVolume, node: string, client: Client): VolumeAttachment | undefined {
  return client.get(volumeAttachments, '', attachmentName(v, node));
}
