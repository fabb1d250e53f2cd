/**
 * What a pod asks for as exact quantities, in the form in which they were written: what quotas and limit ranges count.
 * Source: component-helpers' resource.PodRequests and PodLimits. See pod-requests.ts for the numbers that scheduling uses.
 */
import { memoByIdentity } from '../../api/json.ts';
import { addQuantity, compareQuantity, parseQuantity, type Quantity } from '../../api/quantity.ts';
import type { Container, PodSpec, ResourceRequirements } from '../types.ts';
import { isSidecar } from './pod-requests.ts';

/** Exact amounts by resource. */
export type Quantities = Readonly<Record<string, Quantity>>;

/** The quantities of a resource list. */
export const quantitiesOf = memoByIdentity((list: Readonly<Record<string, string>>): Quantities =>
  Object.freeze(Object.fromEntries(Object.entries(list).map(([k, text]) => [k, parseQuantity(text)]))),
);

const NOTHING: Quantities = Object.freeze({});

/** The sum, resource by resource. */
export function addQuantities(a: Quantities, b: Quantities): Quantities {
  const sum: Record<string, Quantity> = { ...a };
  for (const [k, q] of Object.entries(b)) sum[k] = sum[k] ? addQuantity(sum[k], q) : q;
  return sum;
}

/** The larger of both, resource by resource. */
function largest(a: Quantities, b: Quantities): Quantities {
  const most: Record<string, Quantity> = { ...a };
  for (const [k, q] of Object.entries(b)) if (!most[k] || compareQuantity(q, most[k]) > 0) most[k] = q;
  return most;
}

type Part = 'requests' | 'limits';

const part = (c: { readonly resources?: ResourceRequirements }, which: Part): Quantities => {
  const list = c.resources?.[which];
  return list ? quantitiesOf(list) : NOTHING;
};

const isPodLevel = (name: string) => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');

function total(spec: PodSpec, which: Part): Quantities {
  const sum = (list: readonly Container[]) => list.reduce<Quantities>((all, c) => addQuantities(all, part(c, which)), NOTHING);
  let needed = sum(spec.containers);
  let sidecars = NOTHING;
  let peak = NOTHING;
  for (const c of spec.initContainers ?? []) {
    const with_ = addQuantities(sidecars, part(c, which));
    if (isSidecar(c)) sidecars = with_;
    peak = largest(peak, with_);
  }
  needed = largest(addQuantities(needed, sidecars), peak);
  const whole = Object.fromEntries(Object.entries(part(spec, which)).filter(([k]) => isPodLevel(k)));
  needed = { ...needed, ...whole };
  const overhead = spec.overhead ? quantitiesOf(spec.overhead) : NOTHING;
  return addQuantities(needed, which === 'requests' ? overhead : Object.fromEntries(Object.entries(overhead).filter(([k]) => needed[k])));
}

/** What all containers together request and are limited to, with the pod's overhead. */
export const podQuantities = memoByIdentity((spec: PodSpec): Readonly<Record<Part, Quantities>> =>
  Object.freeze({ requests: Object.freeze(total(spec, 'requests')), limits: Object.freeze(total(spec, 'limits')) }),
);
