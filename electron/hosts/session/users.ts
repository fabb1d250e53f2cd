/** Who acts in a design. */
import type { ActingUser } from '#shared/ipc/access.ts';

/** The design's own admin: whoever sits in front of it, and kubectl with the listener's token. */
export const ADMIN: ActingUser = { user: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
