/**
 * When probes succeed and fail. Nothing is probed: from what the container does, every outcome follows, and with it the
 * moments at which something changes. Source: pkg/kubelet/prober (worker.go).
 */
import type { ContainerBehaviour } from '#shared/kinds/core/behaviour.ts';
import type { Ms } from '#shared/api/time.ts';
import type { Container, Probe } from '#shared/kinds/types.ts';

/** A probe with its defaults, in ms. */
interface Rhythm {
  readonly delay: Ms;
  readonly period: Ms;
  readonly failures: number;
  readonly successes: number;
}

function rhythmOf(p: Probe): Rhythm {
  return {
    delay: (p.initialDelaySeconds ?? 0) * 1000,
    period: (p.periodSeconds ?? 10) * 1000,
    failures: p.failureThreshold ?? 3,
    successes: p.successThreshold ?? 1,
  };
}

/** The nth probe (1 is the first) at or after `t`, of those that begin at `first`. */
function nth(n: number, t: Ms, first: Ms, period: Ms): Ms {
  return first + (Math.max(0, Math.ceil((t - first) / period)) + n - 1) * period;
}

/** Something a probe says that is worth an event. */
export interface ProbeFailure {
  readonly atMs: Ms;
  readonly kind: 'Startup' | 'Liveness' | 'Readiness';
  /** Whether the container had come up before. */
  readonly wasUp: boolean;
}

/** What the probes make of one run of a container, in ms since 1970. */
export interface ProbeTimeline {
  /** When it counts as started; undefined if it never does. */
  readonly startedMs: Ms | undefined;
  /** When a probe has it killed, and which. */
  readonly kill: { readonly atMs: Ms; readonly kind: 'Startup' | 'Liveness' } | undefined;
  /** When it becomes ready, not ready, ready again, …; it begins as not ready. */
  readonly readyChanges: readonly Ms[];
  /** The first failure of each series. */
  readonly failures: readonly ProbeFailure[];
}

/** Works out a run that began at `runMs`. */
export function probeTimeline(
  c: Pick<Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>,
  b: ContainerBehaviour,
  runMs: Ms,
): ProbeTimeline {
  const upMs = runMs + b.startupMs;
  const failures: ProbeFailure[] = [];
  let startedMs: Ms | undefined = runMs;
  let kill: ProbeTimeline['kill'];
  if (c.startupProbe) {
    const { delay, period, failures: most } = rhythmOf(c.startupProbe);
    const first = runMs + delay;
    const succeeds = nth(1, upMs, first, period);
    const gaveUp = first + (most - 1) * period;
    if (first < upMs) failures.push({ atMs: first, kind: 'Startup', wasUp: false });
    if (succeeds <= gaveUp) startedMs = succeeds;
    else {
      startedMs = undefined;
      kill = { atMs: gaveUp, kind: 'Startup' };
    }
  }
  if (startedMs === undefined) return { startedMs, kill, readyChanges: [], failures };

  const hangsMs = b.hangsAfterMs === undefined ? Infinity : runMs + b.hangsAfterMs;
  if (c.livenessProbe) {
    const { delay, period, failures: most } = rhythmOf(c.livenessProbe);
    const first = Math.max(startedMs, runMs + delay);
    if (first < upMs) failures.push({ atMs: first, kind: 'Liveness', wasUp: false });
    if (first + (most - 1) * period < upMs) kill = { atMs: first + (most - 1) * period, kind: 'Liveness' };
    else if (hangsMs !== Infinity) {
      failures.push({ atMs: nth(1, hangsMs, first, period), kind: 'Liveness', wasUp: true });
      kill = { atMs: nth(most, hangsMs, first, period), kind: 'Liveness' };
    }
  }
  return { startedMs, kill, ...readiness(c.readinessProbe, b, runMs, startedMs, hangsMs, failures) };
}

/** Stretches in which the container answers its readiness probe, and what thresholds make of them. */
function readiness(
  p: Probe | undefined,
  b: ContainerBehaviour,
  runMs: Ms,
  startedMs: Ms,
  hangsMs: Ms,
  before: readonly ProbeFailure[],
): Pick<ProbeTimeline, 'readyChanges' | 'failures'> {
  if (!p) return { readyChanges: [startedMs], failures: before };
  const { delay, period, failures: most, successes } = rhythmOf(p);
  const first = Math.max(startedMs, runMs + delay);
  const failures = [...before];
  const answers = runMs + b.startupMs + b.readinessMs;
  const unready = b.unreadyAfterMs === undefined ? Infinity : Math.max(answers, runMs + b.unreadyAfterMs);
  const again = b.unreadyForMs === undefined ? Infinity : unready + b.unreadyForMs;
  if (first < answers) failures.push({ atMs: first, kind: 'Readiness', wasUp: false });

  const changes: Ms[] = [];
  const stretches: readonly (readonly [from: Ms, to: Ms])[] = [
    [answers, Math.min(unready, hangsMs)],
    [again, hangsMs],
  ];
  for (const [from, to] of stretches) {
    if (from >= to) continue;
    const up = nth(successes, from, first, period);
    if (up >= to) continue;
    const down = to === Infinity ? Infinity : nth(most, to, first, period);
    const last = changes.at(-1);
    if (last !== undefined && last >= up)
      changes.pop(); // it recovers before it has been given up
    else changes.push(up);
    if (down !== Infinity) {
      changes.push(down);
      failures.push({ atMs: nth(1, to, first, period), kind: 'Readiness', wasUp: true });
    }
  }
  return { readyChanges: changes, failures };
}

/** Whether it is ready at `t`, and when that changes next. */
export function readyAt({ readyChanges }: ProbeTimeline, t: Ms): { readonly ready: boolean; readonly nextMs: Ms | undefined } {
  const passed = readyChanges.filter((c) => c <= t).length;
  return { ready: passed % 2 === 1, nextMs: readyChanges[passed] };
}

/** What a probe that fails says, as the kubelet puts it in an event. */
export function probeMessage(
  kind: ProbeFailure['kind'],
  probe: Probe,
  podIP: string,
  wasUp: boolean,
  ports: Container['ports'] = [],
): string {
  const port = (p: string | number | undefined) =>
    typeof p === 'number' ? p : (ports.find((x) => x.name === p)?.containerPort ?? p ?? '');
  const refused = (at: string) => `dial tcp ${at}: connect: connection refused`;
  if (probe.httpGet) {
    const at = `${probe.httpGet.host || podIP}:${port(probe.httpGet.port)}`;
    const url = `${(probe.httpGet.scheme ?? 'HTTP').toLowerCase()}://${at}${probe.httpGet.path || '/'}`;
    if (!wasUp) return `${kind} probe failed: Get "${url}": ${refused(at)}`;
    return kind === 'Readiness'
      ? `${kind} probe failed: HTTP probe failed with statuscode: 503`
      : `${kind} probe failed: Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  }
  if (probe.tcpSocket) {
    const at = `${probe.tcpSocket.host || podIP}:${port(probe.tcpSocket.port)}`;
    return `${kind} probe failed: ${wasUp ? `dial tcp ${at}: i/o timeout` : refused(at)}`;
  }
  if (probe.grpc)
    return `${kind} probe failed: timeout: failed to connect service "${podIP}:${probe.grpc.port}" within ${probe.timeoutSeconds ?? 1}s: context deadline exceeded`;
  return `${kind} probe failed: `;
}
