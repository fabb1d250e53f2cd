/** Quotas and what counts towards them. Source: apiserver's quota/v1 (CalculateUsage), pkg/controller/resourcequota. */
import { equal } from '#shared/api/json.ts';
import { addQuantity, canonicalQuantity, formatQuantity, parseQuantity, quantity, type Quantity } from '#shared/api/quantity.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Quantities } from '#shared/kinds/core/pod-quantities.ts';
import type { ScopedResourceSelectorRequirement } from '#shared/kinds/generated/types.ts';
import type { ResourceQuota } from '#shared/kinds/types.ts';
import { wallMs, type Core } from '../apiserver/context.ts';
import type { Evaluator } from './evaluator.ts';
import { countedResource, evaluatorOf } from './evaluators.ts';

/** The scopes of a quota, from both fields that name them. */
export function scopesOf({ spec }: ResourceQuota): readonly ScopedResourceSelectorRequirement[] {
  return [...(spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })), ...(spec.scopeSelector?.matchExpressions ?? [])];
}

/** Whether an object is within all scopes of a quota. */
export function inScopes(evaluator: Evaluator, quota: ResourceQuota, o: ApiObject): boolean {
  return scopesOf(quota).every((s) => evaluator.inScope?.(o, s) ?? false);
}

/** Resources that names without 'count/' may stand for. */
const NAMED: readonly ResourceId[] = [
  'core/pods',
  'core/services',
  'core/persistentvolumeclaims',
  'core/configmaps',
  'core/secrets',
  'core/replicationcontrollers',
  'core/resourcequotas',
];

const ZERO = quantity(0);

/** The status that a quota should have: its limits, and what the objects of its namespace use. The same one where that is what it has. */
export function statusOf(quota: ResourceQuota, core: Core): ResourceQuota['status'] {
  const hard = canonical(quota.spec.hard ?? {});
  const names = Object.keys(hard);
  const used: Record<string, string> = {};
  for (const name of names) if (quota.status.used?.[name] !== undefined) used[name] = canonicalQuantity(quota.status.used[name]);
  for (const resource of new Set([...NAMED, ...names.flatMap((n) => countedResource(n) ?? [])])) {
    const evaluator = evaluatorOf(resource);
    const own = names.filter((n) => evaluator.counts(n));
    if (!own.length || !core.resources.byId(resource)?.definition.namespaced) continue;
    const total = measure(resource, evaluator, own, quota, core);
    for (const n of own) used[n] = formatQuantity(total[n] ?? ZERO);
  }
  const next = { hard, used };
  return equal(next, quota.status) ? quota.status : next;
}

function canonical(list: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(list).map(([k, v]) => [k, canonicalQuantity(v)]));
}

function measure(resource: ResourceId, evaluator: Evaluator, names: readonly string[], quota: ResourceQuota, core: Core): Quantities {
  const total: Record<string, Quantity> = {};
  const now = wallMs(core);
  for (const o of core.store.list({ resource, namespace: quota.metadata.namespace ?? '' })) {
    if (!inScopes(evaluator, quota, o)) continue;
    const usage = evaluator.usage(o, now);
    for (const n of names) if (usage[n]) total[n] = total[n] ? addQuantity(total[n], usage[n]) : usage[n];
  }
  return total;
}

/** A quantity of a resource list; zero where it is absent. */
export function amountIn(list: Readonly<Record<string, string>> | undefined, name: string): Quantity {
  const text = list?.[name];
  return text === undefined ? ZERO : parseQuantity(text);
}
