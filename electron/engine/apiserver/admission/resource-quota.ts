/**
 * Refuses what a quota of the namespace has no room for, and counts the rest. Runs last: what it counts is then stored.
 * Source: apiserver's plugin/resourcequota.
 */
import { equal } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { addQuantity, compareQuantity, formatQuantity, subtractQuantity, type Quantity } from '#shared/api/quantity.ts';
import { resourceQuotas } from '#shared/kinds/core/resource-quota.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { ResourceQuota } from '#shared/kinds/types.ts';
import type { Evaluator } from '../../quota/evaluator.ts';
import { evaluatorOf } from '../../quota/evaluators.ts';
import { amountIn, inScopes, statusOf } from '../../quota/usage.ts';
import { type AdmissionPlugin, type Core, MASTERS, wallMs, type WriteContext } from '../context.ts';
import { updateObject } from '../lifecycle/update.ts';
import type { Resource } from '../resources.ts';
import { refused } from './refusal.ts';

const QUOTAS = resourceOf(resourceQuotas);

/** Of an object that comes and goes as a by-product, nothing is counted. */
const IGNORED = 'core/events';

type Amounts = Readonly<Record<string, Quantity>>;

export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  validate(c, o, previous, core) {
    if (!c.namespace || c.resource.id === IGNORED || !core.store.count(QUOTAS)) return;
    const evaluator = evaluatorOf(c.resource.id);
    const resizes = c.subresource === 'resize';
    if (c.subresource && !resizes) return;
    if (c.operation !== 'CREATE' && !(c.operation === 'UPDATE' && (evaluator.updates || resizes))) return;
    const quotas = core.store.list({ resource: QUOTAS, namespace: c.namespace }) as readonly ResourceQuota[];
    if (!quotas.length) return;
    // What exists already is refused later, and must not be counted twice.
    if (c.operation === 'CREATE' && core.store.get({ resource: c.resource.id, namespace: c.namespace, name: o.metadata.name })) return;
    charge(
      c,
      o,
      previous,
      quotas.map((q) => upToDate(q, core)),
      evaluator,
      core,
    );
  },
};

/** A quota that its controller has not come to yet is counted now: Kubernetes' controller is there within moments. */
function upToDate(quota: ResourceQuota, core: Core): ResourceQuota {
  const { hard } = quota.status;
  return hard && equal(Object.keys(hard).sort(), Object.keys(quota.spec.hard ?? {}).sort()) && quota.status.used
    ? quota
    : { ...quota, status: statusOf(quota, core) };
}

function charge(
  c: WriteContext,
  o: ApiObject,
  previous: ApiObject | undefined,
  quotas: readonly ResourceQuota[],
  evaluator: Evaluator,
  core: Core,
): void {
  const concerned = quotas.flatMap((quota) => {
    const names = Object.keys(quota.status.hard ?? {}).filter((n) => evaluator.counts(n));
    return names.length && inScopes(evaluator, quota, o) ? [{ quota, names }] : [];
  });
  for (const { quota, names } of concerned) {
    const missing = evaluator.missing?.(o, names);
    if (missing) throw refused(c, o, `failed quota: ${quota.metadata.name}: ${missing}`);
    if (names.some((n) => quota.status.used?.[n] === undefined))
      throw refused(c, o, `status unknown for quota: ${quota.metadata.name}, resources: ${[...names].sort().join(',')}`);
  }
  if (!concerned.length) return;
  const now = wallMs(core);
  const usage = evaluator.usage(o, now);
  const negative = Object.keys(usage)
    .filter((n) => (usage[n] as Quantity).nano < 0n)
    .sort();
  if (negative.length) throw refused(c, o, `quota usage is negative for resource(s): ${negative.join(',')}`);
  const counted = concerned.flatMap(({ quota, names }) => {
    const before = previous && inScopes(evaluator, quota, previous) ? evaluator.usage(previous, now) : {};
    const more = requested(usage, before, names);
    return Object.keys(more).length ? [{ quota, more }] : [];
  });
  for (const { quota, more } of counted) check(c, o, quota, more);
  if (!c.dryRun) for (const { quota, more } of counted) count(core, quota, more);
}

/** What is used more than before, of what is counted; never less than nothing. */
function requested(usage: Amounts, before: Amounts, names: readonly string[]): Amounts {
  const more: Record<string, Quantity> = {};
  for (const n of names) {
    const now = usage[n];
    if (!now) continue;
    const delta = before[n] ? subtractQuantity(now, before[n]) : now;
    if (delta.nano > 0n) more[n] = delta;
  }
  return more;
}

function check(c: WriteContext, o: ApiObject, { metadata, status }: ResourceQuota, more: Amounts): void {
  const exceeded = Object.keys(more)
    .filter((n) => compareQuantity(addQuantity(amountIn(status.used, n), more[n] as Quantity), amountIn(status.hard, n)) > 0)
    .sort();
  if (!exceeded.length) return;
  const say = (of: (n: string) => Quantity) => exceeded.map((n) => `${n}=${formatQuantity(of(n))}`).join(',');
  throw refused(
    c,
    o,
    `exceeded quota: ${metadata.name}, requested: ${say((n) => more[n] as Quantity)}, used: ${say((n) => amountIn(status.used, n))}, limited: ${say((n) => amountIn(status.hard, n))}`,
  );
}

function count(core: Core, { metadata, status }: ResourceQuota, more: Amounts): void {
  const used = { ...status.used };
  for (const [n, q] of Object.entries(more)) used[n] = formatQuantity(addQuantity(amountIn(status.used, n), q));
  const write = {
    user: { name: 'system:apiserver', groups: [MASTERS] },
    resource: core.resources.byId(QUOTAS) as Resource,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    subresource: 'status',
    fieldManager: 'kube-apiserver',
  };
  updateObject(core, write, (current) => ({ ...current, status: { ...status, used } }));
}
