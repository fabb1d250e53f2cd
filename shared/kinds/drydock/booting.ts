/** Machines that have been asked for and are starting. */
import { parseTime, type Ms } from '../../api/time.ts';
import type { Node } from '../types.ts';

/** Annotation: how long the machine takes from being asked for to being ready, in ms; written by the provider that makes it. */
export const BOOT_MS = 'drydock.dev/boot-ms';

/** When a node's machine is ready to run its kubelet, in ms since 1970; undefined where the node says nothing about it. */
export function bootedAtMs({ metadata }: Pick<Node, 'metadata'>): Ms | undefined {
  const created = parseTime(metadata.creationTimestamp), takes = metadata.annotations?.[BOOT_MS];
  return created === undefined || takes === undefined ? undefined : created + Number(takes);
}
