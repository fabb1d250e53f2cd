/**
 * What containers ask for together, as quantities, and what a pod that states something for itself as a whole is given
 * beside. Source: component-helpers' resource, core/v1 defaultPodRequests and defaultHugePagePodLimits, KEP-2837.
 */
import { addQuantity, compareQuantity, formatQuantity, parseQuantity, type Quantity } from '../../api/quantity.ts';
import type { PodSpec } from '../types.ts';
import { changed } from './part-defaults.ts';
import { isSidecar } from './pod-requests.ts';
import { isHugePages, isOvercommitAllowed, isPodLevelResource, type ResourceList } from './resource-names.ts';

type Sums = Map<string, Quantity>;

function add(sums: Sums, more: Iterable<readonly [string, Quantity]>): void {
  for (const [name, q] of more) {
    const was = sums.get(name);
    sums.set(name, was ? addQuantity(was, q) : q);
  }
}

function aggregate(s: PodSpec, part: 'requests' | 'limits'): ResourceList {
  const read = (list: ResourceList | undefined) => Object.entries(list ?? {}).map(([name, q]) => [name, parseQuantity(q)] as const);
  const sums: Sums = new Map();
  const sidecars: Sums = new Map();
  const peak: Sums = new Map();
  for (const c of s.containers) add(sums, read(c.resources?.[part]));
  for (const c of s.initContainers ?? []) {
    const own = read(c.resources?.[part]);
    const now: Sums = new Map(sidecars);
    add(now, own);
    if (isSidecar(c)) {
      add(sums, own);
      add(sidecars, own);
    }
    for (const [name, q] of now) {
      const most = peak.get(name);
      if (!most || compareQuantity(q, most) > 0) peak.set(name, q);
    }
  }
  for (const [name, q] of peak) {
    const sum = sums.get(name);
    if (!sum || compareQuantity(q, sum) > 0) sums.set(name, q);
  }
  return Object.fromEntries([...sums].map(([name, q]) => [name, formatQuantity(q)]));
}

/** What the containers ask for together, or the largest init container with the sidecars before it. */
export const containerRequests = (s: PodSpec): ResourceList => aggregate(s, 'requests');

/** The same of their limits. */
export const containerLimits = (s: PodSpec): ResourceList => aggregate(s, 'limits');

/** The spec of a pod with its own requests and huge page limits filled in, where it states any for itself. */
export function withPodLevelDefaults(s: PodSpec): PodSpec {
  const r = s.resources;
  if (!r || (!Object.keys(r.limits ?? {}).length && !Object.keys(r.requests ?? {}).length)) return s;
  const limits: Record<string, string> = { ...r.limits };
  const requests: Record<string, string> = { ...r.requests };
  for (const [name, sum] of Object.entries(containerLimits(s))) if (isHugePages(name) && requests[name] === undefined) limits[name] ??= sum;
  if (Object.keys(limits).length) {
    for (const [name, sum] of Object.entries(containerRequests(s)))
      if (isPodLevelResource(name) && isOvercommitAllowed(name)) requests[name] ??= sum;
    for (const [name, limit] of Object.entries(limits)) if (isPodLevelResource(name)) requests[name] ??= limit;
  }
  const grown = (list: ResourceList | undefined, next: ResourceList) =>
    Object.keys(next).length > Object.keys(list ?? {}).length ? next : list;
  return changed(s, {
    resources: changed(r, {
      ...(grown(r.limits, limits) ? { limits: grown(r.limits, limits) as ResourceList } : {}),
      ...(grown(r.requests, requests) ? { requests: grown(r.requests, requests) as ResourceList } : {}),
    }),
  });
}
