/**
 * Getting a container's image: what is pulled when, how long it takes, and what is tried again after which pause. Source:
 * pkg/kubelet/images/image_manager.go (EnsureImageExists).
 */
import type { Ms } from '#shared/api/time.ts';
import type { ContainerStatus } from '#shared/kinds/types.ts';
import { urgencyOfPause } from '../clock/clock.ts';
import { hasImage, nameError, PULL_FAILS_MS, pullError, pullMs, pullPauseMs, seconds } from './container-image.ts';
import { NOTICE_MS } from './container-restart.ts';
import { isInit, type Part } from './container-run.ts';
import { waiting } from './container-waiting.ts';
import type { Turn } from './turn.ts';

/** Whether the image is there; while it is not, the status to show, or undefined while a pull is under way. */
export function ensureImage(t: Turn, p: Part, s: ContainerStatus, fromMs: Ms): ContainerStatus | 'there' | undefined {
  const { container } = p;
  const name = container.image ?? '';
  const say = (type: 'Normal' | 'Warning', reason: string, message: string) => t.say(type, reason, message, container, isInit(p));
  const refused = (reason: string, event: string, message: string) => {
    const next = waiting(s, reason, message);
    if (next !== s) say('Warning', event, message);
    return next;
  };
  const b = t.behaviour(container.name);
  const present = hasImage(t.node, name);
  const wrong = nameError(name);
  if (wrong !== undefined) return refused('InvalidImageName', 'InspectFailed', wrong);
  const pulling = `Pulling image ${JSON.stringify(name)}`;
  if (container.imagePullPolicy === 'Never' && !present)
    return refused(
      'ErrImageNeverPull',
      'ErrImageNeverPull',
      `Container image ${JSON.stringify(name)} is not present with pull policy of Never`,
    );
  if (present && container.imagePullPolicy !== 'Always') {
    const message = t.wasSaid(fromMs, 'Pulling', pulling)
      ? pulledMessage(name, t.nowMs - fromMs, b.imageSize)
      : `Container image ${JSON.stringify(name)} already present on machine and can be accessed by the pod`;
    say('Normal', 'Pulled', message);
    return 'there';
  }
  const attempt = attemptAt(t.nowMs, fromMs);
  t.sayOnce(attempt.startMs, 'Normal', 'Pulling', pulling, container, isInit(p));
  const error = pullError(t.pod, name, b, t.client);
  if (error !== undefined) return failedPull(t, p, s, attempt, error);
  const doneMs = attempt.startMs + pullMs(b, present);
  if (t.nowMs < doneMs) {
    t.again(doneMs);
    return undefined;
  }
  t.addImage(name, b.imageSize);
  say('Normal', 'Pulled', pulledMessage(name, doneMs - attempt.startMs, b.imageSize));
  return 'there';
}

const pulledMessage = (name: string, ms: Ms, size: number): string =>
  `Successfully pulled image ${JSON.stringify(name)} in ${seconds(ms)} (${seconds(ms)} including waiting). Image size: ${size} bytes.`;

/** One try to pull an image; the first has number 1. */
interface Attempt {
  readonly startMs: Ms;
  readonly number: number;
  /** When the next begins, should this one fail. */
  readonly nextMs: Ms;
}

/** The pull that is under way at `nowMs`, or was tried last: they follow one another from `fromMs` with growing pauses. */
function attemptAt(nowMs: Ms, fromMs: Ms): Attempt {
  let startMs = fromMs;
  for (let number = 1; ; number++) {
    const nextMs = startMs + PULL_FAILS_MS + pullPauseMs(number);
    if (nowMs < nextMs) return { startMs, number, nextMs };
    startMs = nextMs;
  }
}

/** The status of a pull that fails, is seen to have failed, and waits to be tried again; undefined while it is under way. */
function failedPull(
  t: Turn,
  p: Part,
  s: ContainerStatus,
  { startMs, number, nextMs }: Attempt,
  error: string,
): ContainerStatus | undefined {
  const { container } = p;
  const name = JSON.stringify(container.image);
  const failsMs = startMs + PULL_FAILS_MS;
  const backsOffMs = failsMs + NOTICE_MS;
  if (t.nowMs < failsMs) {
    t.again(failsMs, urgencyOfPause(pullPauseMs(number)));
    return undefined;
  }
  if (t.nowMs < backsOffMs) {
    t.again(backsOffMs, urgencyOfPause(pullPauseMs(number)));
    const failed = waiting(s, 'ErrImagePull', error);
    if (failed !== s) {
      t.say('Warning', 'Failed', `Failed to pull image ${name}: ${error}`, container, isInit(p));
      t.say('Warning', 'Failed', 'Error: ErrImagePull', container, isInit(p));
    }
    return failed;
  }
  t.again(nextMs, urgencyOfPause(pullPauseMs(number)));
  const held = waiting(s, 'ImagePullBackOff', `Back-off pulling image ${name}: ErrImagePull: ${error}`);
  if (held !== s) {
    t.say('Normal', 'BackOff', `Back-off pulling image ${name}`, container, isInit(p));
    t.say('Warning', 'Failed', 'Error: ImagePullBackOff', container, isInit(p));
  }
  return held;
}
