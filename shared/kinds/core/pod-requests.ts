/**
 * What a pod asks for, all its containers together. Source: component-helpers' resource.PodRequests and PodLimits.
 * Computed once per list of containers: pods of one template share it.
 */
import { memoByIdentity } from '../../api/json.ts';
import { milliOf, unitsOf } from '../../api/quantity.ts';
import type { Container, PodSpec, ResourceRequirements } from '../types.ts';
import { isPodLevelResource } from './resource-names.ts';

/** Amounts by resource: cpu in thousandths, everything else in units (bytes, devices). */
export type Amounts = Readonly<Record<string, number>>;

type Quantities = Readonly<Record<string, string>> | undefined;

/** The amounts of a resource list; cpu in thousandths, everything else in units. */
export const amountsOf = memoByIdentity((list: NonNullable<Quantities>): Amounts =>
  Object.freeze(Object.fromEntries(Object.entries(list).map(([name, q]) => [name, amountOf(name, q)]))),
);

const NOTHING: Amounts = Object.freeze({});

/** One amount: '250m' of cpu is 250, '1Ki' of memory is 1024. */
export function amountOf(resource: string, quantity: string | number | undefined): number {
  return resource === 'cpu' ? milliOf(quantity) : unitsOf(quantity);
}

/** True for an init container that keeps running beside the others. */
export function isSidecar(c: Container): boolean {
  return c.restartPolicy === 'Always';
}

/** What a container that states no request is taken to need when nodes are scored: a tenth of a cpu and 200 MB. */
const ASSUMED: Amounts = Object.freeze({ cpu: 100, memory: 200 * 1024 * 1024 });

type Part = 'requests' | 'limits';

function add(sum: Record<string, number>, more: Amounts): void {
  for (const k in more) sum[k] = (sum[k] ?? 0) + (more[k] as number);
}

function raise(sum: Record<string, number>, least: Amounts): void {
  for (const k in least) sum[k] = Math.max(sum[k] ?? 0, least[k] as number);
}

function ofContainer(c: Container, part: Part, assumed: Amounts): Amounts {
  const list = c.resources?.[part];
  const own = list ? amountsOf(list) : NOTHING;
  return assumed === NOTHING ? own : { ...assumed, ...own };
}

function sumOf(part: Part, assumed: Amounts) {
  return memoByIdentity((containers: readonly Container[]): Amounts => {
    const sum: Record<string, number> = {};
    for (const c of containers) add(sum, ofContainer(c, part, assumed));
    return Object.freeze(sum);
  });
}

/** What the sidecars hold for good, and the most that is needed at once while init containers run one after another. */
function initOf(part: Part, assumed: Amounts) {
  return memoByIdentity((containers: readonly Container[]): { readonly sidecars: Amounts; readonly peak: Amounts } => {
    const sidecars: Record<string, number> = {};
    const peak: Record<string, number> = {};
    for (const c of containers) {
      const own = ofContainer(c, part, assumed);
      if (isSidecar(c)) {
        add(sidecars, own);
        raise(peak, sidecars);
      } else {
        const now: Record<string, number> = { ...sidecars };
        add(now, own);
        raise(peak, now);
      }
    }
    return { sidecars: Object.freeze(sidecars), peak: Object.freeze(peak) };
  });
}

function aggregate(part: Part, assumed: Amounts) {
  const sum = sumOf(part, assumed);
  const init = initOf(part, assumed);
  return (spec: Pick<PodSpec, 'containers' | 'initContainers' | 'overhead'> & { readonly resources?: ResourceRequirements }): Amounts => {
    const containers = sum(spec.containers);
    const inits = spec.initContainers?.length ? init(spec.initContainers) : undefined;
    const whole = spec.resources?.[part];
    const overhead = spec.overhead;
    if (!inits && !whole && !overhead) return containers;
    const total: Record<string, number> = { ...containers };
    if (inits) {
      add(total, inits.sidecars);
      raise(total, inits.peak);
    }
    if (whole) for (const [k, v] of Object.entries(amountsOf(whole))) if (isPodLevelResource(k)) total[k] = v;
    if (overhead) add(total, amountsOf(overhead));
    return total;
  };
}

/** The requests of a pod: containers and sidecars together, or the largest init container; its own level's where given; overhead. */
export const podRequests = aggregate('requests', NOTHING);

/** The same, with an assumed need for containers that state none: what nodes are scored by. */
export const podRequestsForScoring = aggregate('requests', ASSUMED);

/** The limits of a pod. Resources that some container has no limit for are summed over those that have one. */
export const podLimits = aggregate('limits', NOTHING);

const QOS_RESOURCES = ['cpu', 'memory'] as const;

type WithResources = { readonly resources?: ResourceRequirements };

/** The quality of service class. Source: pkg/apis/core/v1/helper/qos. */
export function qosClassOf(
  spec: Pick<PodSpec, 'containers' | 'initContainers'> & WithResources,
): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const parts: readonly WithResources[] = spec.resources ? [spec] : [...spec.containers, ...(spec.initContainers ?? [])];
  const requests: Record<string, number> = {};
  const limits: Record<string, number> = {};
  let limited = true;
  for (const { resources } of parts) {
    const own = resources?.limits ? amountsOf(resources.limits) : NOTHING;
    if (resources?.requests) add(requests, amountsOf(resources.requests));
    add(limits, own);
    if (!QOS_RESOURCES.every((k) => (own[k] ?? 0) > 0)) limited = false;
  }
  if (!QOS_RESOURCES.some((k) => (requests[k] ?? 0) > 0 || (limits[k] ?? 0) > 0)) return 'BestEffort';
  return limited && QOS_RESOURCES.every((k) => requests[k] === limits[k]) ? 'Guaranteed' : 'Burstable';
}
