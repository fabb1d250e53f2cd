/** Whether and when a container that has ended runs again. Source: pkg/kubelet/kuberuntime (doBackOff), pkg/api/v1/pod (ContainerShouldRestart). */
import { parseSpan, parseTime, type Ms } from '#shared/api/time.ts';
import type { Container, ContainerStatus, Pod } from '#shared/kinds/types.ts';
import type { Role } from './container-run.ts';

/** Ten seconds, doubling up to five minutes; after a run of more than ten minutes it begins anew. */
const FIRST_MS: Ms = 10_000;
const LONGEST_MS: Ms = 300_000;
const STABLE_MS: Ms = 600_000;
/** From the end of a run until the kubelet has noticed it. */
export const NOTICE_MS: Ms = 1000;

/** Does the container run again after this exit code? */
export function restarts(pod: Pod, c: Container, role: Role, exitCode: number): boolean {
  if (role === 'sidecar') return true;
  for (const { action, exitCodes: on } of c.restartPolicyRules ?? []) {
    const listed = on?.values?.includes(exitCode) ?? false;
    if (action === 'Restart' && on && (on.operator === 'In' ? listed : !listed)) return true;
  }
  const policy = c.restartPolicy ?? pod.spec.restartPolicy ?? 'Always';
  if (policy === 'Never') return false;
  return exitCode !== 0 || (policy === 'Always' && role !== 'init');
}

/**
 * How long after its last end the container stays down. Every other run's pause follows from the times that its status
 * keeps: the pause before the run that has ended is from the end of the one before to its start.
 */
export function pauseMs({ restartCount, state, lastState }: ContainerStatus): Ms {
  const ended = state?.terminated;
  const before = lastState?.terminated;
  if (!ended || restartCount === 0) return 0;
  const started = parseTime(ended.startedAt) ?? 0;
  const finished = parseTime(ended.finishedAt) ?? 0;
  if (finished - started > STABLE_MS) return 0;
  const last = started - (parseTime(before?.finishedAt) ?? started);
  return last < FIRST_MS / 2 ? FIRST_MS : Math.min(LONGEST_MS, FIRST_MS * 2 ** (Math.round(Math.log2(last / FIRST_MS)) + 1));
}

/** '5m0s' as Go prints a duration. */
function span(ms: Ms): string {
  const s = Math.round(ms / 1000);
  const m = Math.floor(s / 60);
  return m ? `${m}m${s % 60}s` : `${s}s`;
}

/** A pod as the kubelet names it in messages. */
export const inMessages = (pod: Pod): string => `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;

/** What a container says that is being held back. */
export const pauseMessage = (pod: Pod, container: string, ms: Ms): string =>
  `back-off ${span(ms)} restarting failed container=${container} pod=${inMessages(pod)}`;

/** The pause that such a message names. */
export const pauseIn = (message: string | undefined): Ms => parseSpan(/^back-off (\S+) /.exec(message ?? '')?.[1] ?? '') ?? FIRST_MS;
