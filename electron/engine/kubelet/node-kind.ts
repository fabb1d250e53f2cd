/** What kind of machine stands behind a Node, and how a person makes one fail. */
import { parseTime, type Ms } from '#shared/api/time.ts';
import type { Node } from '#shared/kinds/types.ts';

/** kwok's mark of a node without a machine: Ready at once, its pods start and end at once. */
const FAKE = 'kwok.x-k8s.io/node';
/** A person's switch: 'down' (or a pool's, whose zone has failed: 'zone-down') and the machine is gone; removed, and it is back. */
export const STATE = 'drydock.dev/state';
/** Written by the machine's last breath: when it went down. */
export const DOWN_SINCE = 'drydock.dev/down-since';

/** True for a node whose pods are not simulated. */
export const isFake = (n: Node): boolean => n.metadata.annotations?.[FAKE] === 'fake';

/** True while the machine is switched off: no kubelet answers, nothing on it changes. */
export const isDown = (n: Node): boolean => n.metadata.annotations?.[STATE]?.endsWith('down') ?? false;

/** When it went down, in ms since 1970; undefined while it is up. */
export const downSinceMs = (n: Node): Ms | undefined => (isDown(n) ? parseTime(n.metadata.annotations?.[DOWN_SINCE]) : undefined);

/** A condition's status, 'Unknown' where it is not reported. */
export const nodeCondition = (n: Node, type: string): string => n.status.conditions?.find((c) => c.type === type)?.status ?? 'Unknown';

/** True for a node that is Ready. */
export const isReady = (n: Node): boolean => nodeCondition(n, 'Ready') === 'True';
