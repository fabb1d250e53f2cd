/**
 * The life of one container: waiting, started, running, ended, and round again. A status goes in, the status as it should be now
 * comes out; how far things have come follows from the times in it. Source: pkg/kubelet/kuberuntime.
 */
import { formatTime, type Ms } from '#shared/api/time.ts';
import type { Container, ContainerStatus, Pod } from '#shared/kinds/types.ts';
import { urgencyOfPause, type Urgency } from '../clock/clock.ts';
import { missingConfig } from './container-config.ts';
import { fullName, hex, imageId } from './container-image.ts';
import { ensureImage } from './container-pull.ts';
import { inMessages, NOTICE_MS, pauseIn, pauseMessage, pauseMs, restarts } from './container-restart.ts';
import { endingOf, isInit, type Part } from './container-run.ts';
import { waiting } from './container-waiting.ts';
import { probeMessage, probeTimeline, readyAt, type ProbeTimeline } from './probes.ts';
import { instant, type Turn } from './turn.ts';

/** The container as it is now. `eligibleMs`: since when it may run; undefined while it may not. */
export function advance(t: Turn, p: Part, status: ContainerStatus, eligibleMs: Ms | undefined): ContainerStatus {
  let s = status;
  for (;;) {
    const next = s.state?.running
      ? run(t, p, s)
      : s.state?.terminated
        ? ended(t, p, s, eligibleMs !== undefined)
        : eligibleMs === undefined
          ? s
          : held(t, p, s, eligibleMs);
    if (next === s) return s;
    s = next;
  }
}

/** Waiting: for its first start, or after a pause. */
function held(t: Turn, p: Part, s: ContainerStatus, eligibleMs: Ms): ContainerStatus {
  const last = s.lastState?.terminated;
  if (!last) return start(t, p, s, eligibleMs) ?? s;
  const pause = pauseIn(s.state?.waiting?.message);
  const dueMs = s.state?.waiting?.reason === 'CrashLoopBackOff' ? instant(last.finishedAt) + pause : instant(last.finishedAt) + NOTICE_MS;
  if (t.nowMs < dueMs) {
    t.again(dueMs, urgencyOfPause(pause));
    return s;
  }
  return start(t, p, s, dueMs) ?? s;
}

/** Ended: for good, or to run again. */
function ended(t: Turn, p: Part, s: ContainerStatus, mayStart: boolean): ContainerStatus {
  const last = s.state?.terminated;
  if (!last || !restarts(t.pod, p.container, p.role, last.exitCode)) return s;
  const finishedMs = instant(last.finishedAt);
  const noticedMs = finishedMs + NOTICE_MS;
  if (t.nowMs < noticedMs) {
    t.again(noticedMs);
    return s;
  }
  if (!mayStart) return s;
  const pause = pauseMs(s);
  if (pause === 0) return start(t, p, s, noticedMs) ?? s;
  const { name } = p.container;
  t.say('Warning', 'BackOff', `Back-off restarting failed container ${name} in pod ${inMessages(t.pod)}`, p.container, isInit(p));
  return {
    ...s,
    ready: false,
    started: false,
    state: { waiting: { reason: 'CrashLoopBackOff', message: pauseMessage(t.pod, name, pause) } },
    lastState: { terminated: last },
  };
}

/** Gets the image, creates the container, starts it. Undefined while that is still under way. */
function start(t: Turn, p: Part, s: ContainerStatus, fromMs: Ms): ContainerStatus | undefined {
  const { container } = p;
  const image = ensureImage(t, p, s, fromMs);
  if (image !== 'there') return image;
  const missing = missingConfig(t.pod, container, t.client);
  if (missing !== undefined) {
    const held = waiting(s, 'CreateContainerConfigError', missing);
    if (held !== s) t.say('Warning', 'Failed', `Error: ${missing}`, container, isInit(p));
    return held;
  }
  t.say('Normal', 'Created', 'Container created', container, isInit(p));
  t.say('Normal', 'Started', 'Container started', container, isInit(p));
  const last = s.state?.terminated ?? s.lastState?.terminated;
  const restartCount = s.restartCount + (last ? 1 : 0);
  return {
    ...s,
    image: fullName(container.image ?? ''),
    imageID: imageId(container.image ?? ''),
    restartCount,
    ready: false,
    started: false,
    containerID: `containerd://${hex(`${t.pod.metadata.uid}/${container.name}/${restartCount}`, 64)}`,
    state: { running: { startedAt: t.now } },
    lastState: last ? { terminated: last } : {},
    ...reported(t.pod, container),
  };
}

/** What a running container tells of its resources and mounts. */
function reported(pod: Pod, { resources, volumeMounts, securityContext }: Container): Partial<ContainerStatus> {
  const uid = securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser ?? 0;
  const gid = securityContext?.runAsGroup ?? pod.spec.securityContext?.runAsGroup ?? uid;
  return {
    ...(resources?.requests ? { allocatedResources: resources.requests } : {}),
    ...(resources && Object.keys(resources).length ? { resources } : {}),
    ...(volumeMounts?.length
      ? {
          volumeMounts: volumeMounts.map((m) => ({
            name: m.name,
            mountPath: m.mountPath,
            ...(m.readOnly ? { readOnly: true, recursiveReadOnly: 'Disabled' } : {}),
          })),
        }
      : {}),
    user: { linux: { uid, gid, supplementalGroups: [gid] } },
  };
}

/** Running: started, ready, or at its end. */
function run(t: Turn, p: Part, s: ContainerStatus): ContainerStatus {
  const { container, role } = p;
  const startMs = instant(s.state?.running?.startedAt);
  const behaviour = t.behaviour(container.name);
  const probes = probeTimeline(container, behaviour, startMs);
  const graceMs = (t.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
  const ending = endingOf(container, { behaviour, role, number: s.restartCount, startMs, graceMs }, probes);
  const urgency = urgencyIn(t, p, s, startMs);
  tellFailures(t, p, probes, startMs, ending?.atMs ?? Infinity, urgency);
  if (ending && ending.atMs <= t.nowMs) {
    const { exitCode, reason, atMs } = ending;
    return {
      ...s,
      ready: role === 'init' && exitCode === 0,
      started: false,
      state: {
        terminated: {
          exitCode,
          reason,
          startedAt: s.state?.running?.startedAt ?? t.now,
          finishedAt: formatTime(atMs),
          containerID: s.containerID ?? '',
        },
      },
    };
  }
  if (ending) t.again(ending.atMs, urgency(ending.atMs));
  const started = probes.startedMs !== undefined && probes.startedMs <= t.nowMs;
  const { ready, nextMs } = readyAt(probes, t.nowMs);
  const counts = role !== 'init' && ready;
  if (probes.startedMs !== undefined && !started) t.again(probes.startedMs);
  if (nextMs !== undefined && role !== 'init') t.again(nextMs, nextMs === probes.readyChanges[0] ? 'settling' : urgency(nextMs));
  return s.started === started && s.ready === counts ? s : { ...s, started, ready: counts };
}

/** Work that ends within the hour is waited for; what befalls an application that is up and is to stay so only if it is soon. */
const LONG_WORK_MS: Ms = 3_600_000;
const LONG_UP_MS: Ms = 60_000;
/** Runs after so many lie between long pauses. */
const MANY_RUNS = 4;

/** Whether something is under way until an instant in this run of a container. */
function urgencyIn(t: Turn, { container, role }: Part, s: ContainerStatus, startMs: Ms): (atMs: Ms) => Urgency {
  const longest = role === 'main' && restarts(t.pod, container, role, 0) ? LONG_UP_MS : LONG_WORK_MS;
  return (atMs) => (s.restartCount >= MANY_RUNS || atMs - startMs > longest ? 'background' : 'settling');
}

/** Probes that fail are told once in each series; so is the kill that follows. */
function tellFailures(t: Turn, p: Part, { failures, kill }: ProbeTimeline, startMs: Ms, endMs: Ms, urgency: (atMs: Ms) => Urgency): void {
  const { container } = p;
  for (const { atMs, kind, wasUp } of failures) {
    if (atMs >= endMs) continue;
    const probe = kind === 'Startup' ? container.startupProbe : kind === 'Liveness' ? container.livenessProbe : container.readinessProbe;
    if (atMs > t.nowMs) t.again(atMs, urgency(atMs));
    else if (probe)
      t.sayOf(
        Math.max(startMs, atMs),
        'Warning',
        'Unhealthy',
        probeMessage(kind, probe, t.podIP, wasUp, container.ports),
        container,
        isInit(p),
      );
  }
  if (!kill || kill.atMs > endMs) return;
  const again = (container.restartPolicy ?? t.pod.spec.restartPolicy) === 'Never' ? '' : ', will be restarted';
  if (kill.atMs > t.nowMs) t.again(kill.atMs, urgency(kill.atMs));
  else t.sayOf(kill.atMs, 'Normal', 'Killing', `Container ${container.name} failed ${kind(kill)} probe${again}`, container, isInit(p));
}

const kind = ({ kind: k }: { readonly kind: string }): string => k.toLowerCase();
