/** What kind of machine stands behind a Node, and since when it is off. */
import { parseTime, type Ms } from '#shared/api/time.ts';
import { isDown } from '#shared/kinds/drydock/machine.ts';
import type { Node } from '#shared/kinds/types.ts';

/** kwok's mark of a node without a machine: Ready at once, its pods start and end at once. */
const FAKE = 'kwok.x-k8s.io/node';
/** Written by the machine's last breath: when it went down. */
export const DOWN_SINCE = 'drydock.dev/down-since';

/** True for a node whose pods are not simulated. */
export const isFake = (n: Node): boolean => n.metadata.annotations?.[FAKE] === 'fake';

/** When it went down, in ms since 1970; undefined while it is up. */
export const downSinceMs = (n: Node): Ms | undefined => (isDown(n) ? parseTime(n.metadata.annotations?.[DOWN_SINCE]) : undefined);

/** A condition's status, 'Unknown' where it is not reported. */
export const nodeCondition = (n: Node, type: string): string => n.status.conditions?.find((c) => c.type === type)?.status ?? 'Unknown';

/** True for a node that is Ready. */
export const isReady = (n: Node): boolean => nodeCondition(n, 'Ready') === 'True';
