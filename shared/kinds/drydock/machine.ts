/** The machine behind a node: how long it takes to start, and whether it is on. */
import { parseTime, type Ms } from '../../api/time.ts';
import type { Node } from '../types.ts';

/** Annotation: how long the machine takes from being asked for to being ready, in ms; written by the provider that makes it. */
export const BOOT_MS = 'drydock.dev/boot-ms';

/** Annotation, a person's switch: 'down' (or a pool's, whose zone has failed: 'zone-down') and the machine is gone; removed, and it is back. */
export const STATE = 'drydock.dev/state';

type Named = Pick<Node, 'metadata'>;

/** When a node's machine is ready to run its kubelet, in ms since 1970; undefined where the node says nothing about it. */
export function bootedAtMs({ metadata }: Named): Ms | undefined {
  const created = parseTime(metadata.creationTimestamp);
  const takes = metadata.annotations?.[BOOT_MS];
  return created === undefined || takes === undefined ? undefined : created + Number(takes);
}

/** True while the machine is switched off: no kubelet answers, nothing on it changes. */
export function isDown({ metadata }: Named): boolean {
  return metadata.annotations?.[STATE]?.endsWith('down') ?? false;
}
