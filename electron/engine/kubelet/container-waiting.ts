/** How a container shows that it waits, and why. Source: ContainerStateWaiting. */
import type { Container, ContainerStatus } from '#shared/kinds/types.ts';

/** A container that has not run yet. */
export function waitingStatus({ name, image }: Container, reason: string): ContainerStatus {
  return {
    name,
    image: image ?? '',
    imageID: '',
    ready: false,
    started: false,
    restartCount: 0,
    state: { waiting: { reason } },
    lastState: {},
  };
}

/** The container as it waits for this reason; the same status where it says so already. */
export function waiting(s: ContainerStatus, reason: string, message: string): ContainerStatus {
  const now = s.state?.waiting;
  if (now?.reason === reason && now.message === message) return s;
  return {
    ...s,
    ready: false,
    started: false,
    state: { waiting: { reason, message } },
    lastState: s.state?.terminated ? { terminated: s.state.terminated } : (s.lastState ?? {}),
  };
}
