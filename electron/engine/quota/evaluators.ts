/**
 * What an object uses up of a quota: an evaluator for each resource. Pure. Source: pkg/quota/v1/evaluator/core,
 * apiserver's quota/v1/generic.
 */
import { quantity } from '#shared/api/quantity.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import type { Quantities } from '#shared/kinds/core/pod-quantities.ts';
import { claimEvaluator } from './claim-evaluator.ts';
import type { Evaluator } from './evaluator.ts';
import { podEvaluator } from './pod-evaluator.ts';
import { serviceEvaluator } from './service-evaluator.ts';

const ONE = quantity(1);

/** Resources that have had a quota of their own since before everything could be counted. */
const LEGACY: ReadonlySet<ResourceId> = new Set(['core/configmaps', 'core/resourcequotas', 'core/replicationcontrollers', 'core/secrets']);

const SPECIAL: Readonly<Record<ResourceId, Evaluator>> = {
  'core/pods': podEvaluator,
  'core/services': serviceEvaluator,
  'core/persistentvolumeclaims': claimEvaluator,
};

const counters = new Map<ResourceId, Evaluator>();

/** The evaluator of a resource: its own, or one that counts objects. */
export function evaluatorOf(resource: ResourceId): Evaluator {
  let found = SPECIAL[resource] ?? counters.get(resource);
  if (!found) counters.set(resource, (found = counter(resource)));
  return found;
}

/** 'count/deployments.apps', 'count/pods': under which name objects of a resource are counted. */
export function countName(resource: ResourceId): string {
  const [group, plural] = resource.split('/') as [string, string];
  return group === 'core' ? `count/${plural}` : `count/${plural}.${group}`;
}

/** The resource that a name counts objects of. */
export function countedResource(name: string): ResourceId | undefined {
  const m = /^count\/([^.]+)(?:\.(.+))?$/.exec(name);
  return m ? `${m[2] ?? 'core'}/${m[1]}` : undefined;
}

function counter(resource: ResourceId): Evaluator {
  const names = [countName(resource), ...(LEGACY.has(resource) ? [resource.slice('core/'.length)] : [])];
  const usage: Quantities = Object.freeze(Object.fromEntries(names.map((n) => [n, ONE])));
  return { counts: (name) => names.includes(name), usage: () => usage };
}
