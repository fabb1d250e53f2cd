/** ResourceQuota. Source: core/validation ValidateResourceQuota, registry/core/resourcequota. */
import { invalid, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { compareQuantity, parseQuantity } from '../../api/quantity.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { ResourceQuotaSpec } from '../generated/types.ts';
import type { ResourceQuota } from '../types.ts';
import {
  isStandardQuotaResource,
  roundedResources,
  validateQuotaResourceName,
  validateResourceQuantity,
  type ResourceList,
} from './resource-names.ts';

export const resourceQuotas = defineKind<ResourceQuota>({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  shortNames: ['quota'],
  namespaced: true,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  default(o) {
    const hard = roundedResources(o.spec?.hard);
    const status = o.status && {
      ...o.status,
      ...(o.status.hard ? { hard: roundedResources(o.status.hard) } : {}),
      ...(o.status.used ? { used: roundedResources(o.status.used) } : {}),
    };
    return hard === o.spec?.hard && equal(status, o.status) ? o : { ...o, spec: { ...o.spec, ...(hard ? { hard } : {}) }, status };
  },
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => [
    ...validateSpec(o.spec ?? {}),
    ...validateAmounts(o.status?.hard, 'status.hard'),
    ...validateAmounts(o.status?.used, 'status.used'),
  ],
  validateUpdate(next, previous) {
    const scopes = (o: ResourceQuota) => [...new Set(o.spec?.scopes ?? [])].sort();
    return [
      ...validateSpec(next.spec ?? {}),
      ...(equal(scopes(next), scopes(previous)) ? [] : [invalid('spec.scopes', next.spec.scopes, 'field is immutable')]),
    ];
  },
  validateStatusUpdate: (next) => [
    ...(next.metadata.resourceVersion ? [] : [required('resourceVersion')]),
    ...validateAmounts(next.status?.hard, 'status.hard'),
    ...validateAmounts(next.status?.used, 'status.used'),
  ],
  warnings: (next, previous) => (previous ? [] : requestsAboveLimits(next.spec?.hard ?? {})),
  columns: [
    NAME,
    column('Request', '', (o) => usage(o, false), {
      description: 'Request represents a minimum amount of cpu/memory that a container may consume.',
    }),
    column('Limit', '', (o) => usage(o, true), {
      description: 'Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.',
    }),
    AGE,
  ],
});

/** 'requests.cpu: 500m/2, …', of the limits or of all else. */
function usage(o: ResourceQuota, limits: boolean): string {
  return Object.keys(o.status?.hard ?? {})
    .sort()
    .filter((r) => r.startsWith('limits.') === limits)
    .map((r) => `${r}: ${o.status.used?.[r] ?? '0'}/${o.status.hard?.[r]}`)
    .join(', ');
}

function validateSpec(spec: ResourceQuotaSpec): readonly FieldError[] {
  return [...validateAmounts(spec.hard, 'spec.hard'), ...validateScopes(spec), ...validateScopeSelector(spec)];
}

function validateAmounts(list: ResourceList | undefined, path: string): readonly FieldError[] {
  return Object.entries(list ?? {}).flatMap(([name, value]) => [
    ...validateQuotaResourceName(name, `${path}[${name}]`),
    ...validateResourceQuantity(name, value, `${path}[${name}]`),
  ]);
}

const SCOPES = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'VolumeAttributesClass',
  'CrossNamespacePodAffinity',
];
const POD_COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];

/** Whether objects in a scope count towards a resource at all. */
function scopeFits(scope: string, resource: string): boolean {
  switch (scope) {
    case 'BestEffort':
      return resource === 'pods';
    case 'VolumeAttributesClass':
      return resource === 'persistentvolumeclaims' || resource === 'requests.storage';
    case 'Terminating':
    case 'NotTerminating':
    case 'NotBestEffort':
    case 'PriorityClass':
    case 'CrossNamespacePodAffinity':
      return resource === 'pods' || POD_COMPUTE.includes(resource);
    default:
      return true;
  }
}

const misfits = (scope: string, spec: ResourceQuotaSpec) =>
  Object.keys(spec.hard ?? {})
    .sort()
    .filter((r) => isStandardQuotaResource(r) && !scopeFits(scope, r));

function validateScopes(spec: ResourceQuotaSpec): readonly FieldError[] {
  const scopes = spec.scopes ?? [];
  const errors: FieldError[] = [];
  for (const scope of scopes) {
    if (!SCOPES.includes(scope)) errors.push(invalid('spec.scopes', scopes, 'unsupported scope'));
    for (const _ of misfits(scope, spec)) errors.push(invalid('spec.scopes', scopes, 'unsupported scope applied to resource'));
  }
  return [...errors, ...conflicts(new Set(scopes), 'spec.scopes', spec)];
}

function validateScopeSelector(spec: ResourceQuotaSpec): readonly FieldError[] {
  const path = 'spec.scopeSelector.matchExpressions';
  const errors: FieldError[] = [];
  for (const { scopeName, operator, values = [] } of spec.scopeSelector?.matchExpressions ?? []) {
    if (!SCOPES.includes(scopeName)) errors.push(invalid(`${path}.scopeName`, scopeName, 'unsupported scope'));
    for (const _ of misfits(scopeName, spec)) errors.push(invalid(path, shownSelector(spec), 'unsupported scope applied to resource'));
    if (
      ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'].includes(scopeName) &&
      operator !== 'Exists'
    )
      errors.push(
        invalid(
          `${path}.operator`,
          operator,
          "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity",
        ),
      );
    switch (operator) {
      case 'In':
      case 'NotIn':
        if (values.length === 0)
          errors.push(required(`${path}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
        break;
      case 'Exists':
      case 'DoesNotExist':
        if (values.length)
          errors.push(
            invalid(`${path}.values`, values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"),
          );
        break;
      default:
        errors.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'));
    }
  }
  return [...errors, ...conflicts(new Set(spec.scopeSelector?.matchExpressions?.map((e) => e.scopeName)), path, spec)];
}

function conflicts(scopes: ReadonlySet<string>, path: string, spec: ResourceQuotaSpec): readonly FieldError[] {
  return [
    ['BestEffort', 'NotBestEffort'],
    ['Terminating', 'NotTerminating'],
  ]
    .filter((pair) => pair.every((s) => scopes.has(s)))
    .map(() => invalid(path, spec.scopes ?? null, 'conflicting scopes'));
}

/** A selector as the server's own types are printed. */
function shownSelector(spec: ResourceQuotaSpec): unknown {
  return {
    MatchExpressions:
      spec.scopeSelector?.matchExpressions?.map((e) => ({ ScopeName: e.scopeName, Operator: e.operator, Values: e.values ?? null })) ??
      null,
  };
}

function requestsAboveLimits(hard: ResourceList): readonly string[] {
  return ['cpu', 'memory', 'storage', 'ephemeral-storage'].flatMap((r) => {
    const request =
      hard[`requests.${r}`] !== undefined ? `requests.${r}` : (r === 'cpu' || r === 'memory') && hard[r] !== undefined ? r : undefined;
    const limit = `limits.${r}`;
    if (
      request === undefined ||
      hard[limit] === undefined ||
      compareQuantity(parseQuantity(hard[request] as string), parseQuantity(hard[limit])) <= 0
    )
      return [];
    return [`ResourceQuota ${request} (${hard[request]}) should be less than ${limit} (${hard[limit]})`];
  });
}
