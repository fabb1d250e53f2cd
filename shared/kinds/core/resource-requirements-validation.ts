/** What containers, and pods as a whole, may ask for. Source: core/validation validateResourceRequirements, validatePodResources. */
import {
  duplicate,
  forbiddenField,
  invalid,
  invalidEach,
  notFoundField,
  notSupported,
  required,
  type FieldError,
} from '../../api/errors.ts';
import { isDNS1123Label } from '../../api/names.ts';
import { compareQuantity, parseQuantity } from '../../api/quantity.ts';
import type * as g from '../generated/types.ts';
import type { PodSpec } from '../types.ts';
import { containerLimits, containerRequests } from './pod-level-resources.ts';
import {
  isHugePages,
  isOvercommitAllowed,
  isPodLevelResource,
  validateContainerResourceName,
  validateResourceName,
  validateResourceQuantity,
} from './resource-names.ts';

type NameCheck = (name: string, path: string) => readonly FieldError[];
const nanoOf = (q: string) => parseQuantity(q).nano;

/** `claims` are the names of the pod's resource claims. */
export function validateContainerResources(r: g.ResourceRequirements, claims: ReadonlySet<string>, path: string): readonly FieldError[] {
  return validateRequirements(r, validateContainerResourceName, claims, path);
}

function validateRequirements(
  r: g.ResourceRequirements,
  checkName: NameCheck,
  claims: ReadonlySet<string>,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const names = [...Object.keys(r.limits ?? {}), ...Object.keys(r.requests ?? {})];
  for (const [name, amount] of Object.entries(r.limits ?? {})) {
    const at = `${path}.limits[${name}]`;
    errors.push(...checkName(name, at), ...validateResourceQuantity(name, amount, at), ...validateHugePages(name, amount, at));
  }
  for (const [name, amount] of Object.entries(r.requests ?? {})) {
    const at = `${path}.requests[${name}]`;
    const limit = r.limits?.[name];
    const compared = limit === undefined ? 0 : compareQuantity(parseQuantity(amount), parseQuantity(limit));
    errors.push(...checkName(name, at), ...validateResourceQuantity(name, amount, at));
    if (limit === undefined) {
      if (!isOvercommitAllowed(name)) errors.push(required(`${path}.limits`, 'Limit must be set for non overcommitable resources'));
    } else if (compared !== 0 && !isOvercommitAllowed(name))
      errors.push(invalid(`${path}.requests`, amount, `must be equal to ${name} limit of ${limit}`));
    else if (compared > 0) errors.push(invalid(`${path}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`));
    errors.push(...validateHugePages(name, amount, at));
  }
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory'))
    errors.push(forbiddenField(path, 'HugePages require cpu or memory'));
  return r.claims?.length ? [...errors, ...validateClaimNames(r.claims, claims, `${path}.claims`)] : errors;
}

function validateHugePages(name: string, amount: string, path: string): readonly FieldError[] {
  return !isHugePages(name) || isDivisible(name.slice('hugepages-'.length), amount)
    ? []
    : [invalid(path, amount, `${amount} is not positive integer multiple of ${name}`)];
}

const UNIT = 1_000_000_000n;

function isDivisible(page: string, amount: string): boolean {
  try {
    const size = nanoOf(page);
    return size > 0n && size % UNIT === 0n && (nanoOf(amount) / UNIT) % (size / UNIT) === 0n;
  } catch {
    return false; // the page's size is no quantity
  }
}

function validateClaimNames(used: readonly g.ContainerResourceClaim[], known: ReadonlySet<string>, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  used.forEach(({ name, request }, i) => {
    const at = `${path}[${i}]`;
    const key = request ? `${name}/${request}` : name;
    if (!name) {
      errors.push(required(at));
      return;
    }
    if (seen.has(name)) errors.push(duplicate(at, name));
    else {
      if (request) errors.push(...invalidEach(`${at}.request`, request, isDNS1123Label(request)));
      if (seen.has(key)) errors.push(duplicate(at, key));
      else if (!request) for (const k of seen) if (k.startsWith(`${name}/`)) errors.push(duplicate(at, name));
      seen.add(key);
    }
    if (!known.has(name)) {
      const error = notFoundField(at, name);
      errors.push({
        ...error,
        detail: `${error.detail}: must be one of the names in pod.spec.resourceClaims${known.size ? `: ${[...known].sort().join(', ')}` : ' which is empty'}`,
      });
    }
  });
  return errors;
}

const POD_LEVEL = ['cpu', 'hugepages-', 'memory'];

function validatePodResourceName(name: string, path: string): readonly FieldError[] {
  const errors = validateResourceName(name, path);
  return errors.length || isPodLevelResource(name) ? errors : [notSupported(path, name, POD_LEVEL)];
}

/** What the pod as a whole asks for: at least what its containers ask for together, and at least what each may use. */
export function validatePodResources(s: PodSpec, claims: ReadonlySet<string>, specPath: string): readonly FieldError[] {
  const r = s.resources;
  const path = `${specPath}.resources`;
  if (!r) return [];
  if (s.os?.name === 'windows') return [forbiddenField(path, 'may not be set for a windows pod')];
  const errors: FieldError[] = [
    ...(r.claims ? [forbiddenField(`${path}.claims`, 'claims may not be set for Resources at pod-level')] : []),
    ...validateRequirements(r, validatePodResourceName, claims, path),
  ];
  for (const [name, sum] of Object.entries(containerRequests(s))) {
    const own = r.requests?.[name];
    if (own !== undefined && nanoOf(sum) > nanoOf(own))
      errors.push(invalid(`${path}.requests[${name}]`, own, `must be greater than or equal to aggregate container requests of ${sum}`));
  }
  for (const [name, sum] of Object.entries(containerLimits(s))) {
    const own = r.limits?.[name];
    if (isHugePages(name) && own !== undefined && nanoOf(sum) > nanoOf(own))
      errors.push(invalid(`${path}.limits[${name}]`, own, `must be greater than or equal to aggregate container limits of ${sum}`));
  }
  s.containers.forEach((c, i) => {
    for (const [name, limit] of Object.entries(c.resources?.limits ?? {})) {
      const own = r.limits?.[name];
      if (own !== undefined && nanoOf(limit) > nanoOf(own))
        errors.push(invalid(`${path}.containers[${i}][${name}].limits`, limit, `must be less than or equal to pod limits of ${own}`));
    }
  });
  return errors;
}
