/**
 * What running pods use, reckoned from how their applications are said to behave and from what is asked of them. Nothing
 * is stored: usage is a reading of the objects at an instant.
 */
import { behaviourOf, requestsPerSecond } from '#shared/kinds/core/behaviour.ts';
import { isPodReady } from '#shared/kinds/core/pod-availability.ts';
import { amountsOf } from '#shared/kinds/core/pod-requests.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { services } from '#shared/kinds/core/service.ts';
import { equalityMatcher } from '#shared/api/selector.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import type { Container, Pod, Service } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';

/** What a container uses: thousandths of a cpu, and bytes. */
export interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

/** Of a container that states requests and of which nothing else is said: a tenth of its cpu, half of its memory. */
const IDLE_CPU = 0.1;
const IDLE_MEMORY = 0.5;
/** Of one that does not even state requests. */
const LEAST: Usage = { cpu: 1, memory: 16 * 1024 * 1024 };

/** How often usage is sampled, as metrics-server does. */
export const SAMPLED_EVERY_MS: Ms = 15_000;

/** How many requests a second reach each pod of a namespace. */
export function loadIn(client: Client, namespace: string): (pod: Pod) => number {
  return loadOf(client.list(services, { namespace }), () => client.list(pods, { namespace }));
}

/** The same of a namespace's Services and pods: what clients ask of Services, shared among the ready pods behind them, and what the pod's own annotation says. */
export function loadOf(all: readonly Service[], podsThere: () => readonly Pod[]): (pod: Pod) => number {
  const asked = all.filter((s) => s.spec.selector && requestsPerSecond(s) > 0);
  const shares = asked.map((s) => {
    const matches = equalityMatcher(s.spec.selector ?? {});
    const ready = podsThere().filter((p) => matches(p.metadata.labels) && isPodReady(p) && !p.metadata.deletionTimestamp).length;
    return { matches, each: ready ? requestsPerSecond(s) / ready : 0 };
  });
  return (pod) => {
    const own = requestsPerSecond(pod);
    if (!isPodReady(pod)) return own;
    return shares.reduce((sum, { matches, each }) => (matches(pod.metadata.labels) ? sum + each : sum), own);
  };
}

/** What each running container of a pod uses at an instant (ms since 1970), by name; undefined for a pod that does not run. */
export function usageOf(pod: Pod, load: number, wallMs: Ms): ReadonlyMap<string, Usage> | undefined {
  if (pod.status.phase !== 'Running') return undefined;
  const used = new Map<string, Usage>();
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const statuses = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  for (const c of all) {
    const startedAt = statuses.find((s) => s.name === c.name)?.state?.running?.startedAt;
    if (startedAt) used.set(c.name, ofContainer(c, pod, load, Math.max(0, wallMs - (parseTime(startedAt) ?? wallMs)) / 1000));
  }
  return used;
}

/** No container gets more cpu than its limit, nor keeps more memory: above that it is throttled, or killed. */
function ofContainer(c: Container, pod: Pod, load: number, runsSeconds: number): Usage {
  const b = behaviourOf(pod.metadata.annotations, c.name);
  const { requests, limits } = c.resources ?? {};
  const asked = requests ? amountsOf(requests) : {};
  const most = limits ? amountsOf(limits) : {};
  const cpu = (b.cpuAtRest ?? (asked['cpu'] ? asked['cpu'] * IDLE_CPU : LEAST.cpu)) + b.cpuPerRequest * load;
  const memory =
    (b.memoryAtRest ?? (asked['memory'] ? asked['memory'] * IDLE_MEMORY : LEAST.memory)) +
    b.memoryPerRequest * load +
    b.memoryGrowth * runsSeconds;
  return { cpu: Math.min(cpu, most['cpu'] ?? Infinity), memory: Math.min(memory, most['memory'] ?? Infinity) };
}

/** The sum of what a pod's containers use. */
export function sumOf(used: ReadonlyMap<string, Usage>): Usage {
  let cpu = 0;
  let memory = 0;
  for (const u of used.values()) {
    cpu += u.cpu;
    memory += u.memory;
  }
  return { cpu, memory };
}
