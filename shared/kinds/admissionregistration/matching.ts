/** Which requests a webhook or policy is asked about. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { duplicate, invalid, invalidEach, notSupported, required, tooMany, type FieldError } from '../../api/errors.ts';
import { validateLabelSelector } from '../../api/selector-validation.ts';
import type { Type } from '../../cel/types.ts';
import type { LabelSelector, MatchCondition, MatchResources, RuleWithOperations } from '../generated/types.ts';
import { isPathSegmentName, isQualifiedName } from '../../api/names.ts';
import { expressionComplaint, TRUTH, type Sight } from './expressions.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

/** Rules are about every scope, unless they say which. */
export function withScopes<R extends RuleWithOperations>(rules: readonly R[]): readonly R[] {
  return rules.every((r) => r.scope !== undefined) ? rules : rules.map((r) => (r.scope === undefined ? { ...r, scope: '*' } : r));
}

/** What both webhooks and policies leave open. */
export function withMatchDefaults<
  M extends { readonly matchPolicy?: string; readonly namespaceSelector?: LabelSelector; readonly objectSelector?: LabelSelector },
>(m: M): M {
  return m.matchPolicy !== undefined && m.namespaceSelector && m.objectSelector
    ? m
    : {
        ...m,
        matchPolicy: m.matchPolicy ?? 'Equivalent',
        namespaceSelector: m.namespaceSelector ?? {},
        objectSelector: m.objectSelector ?? {},
      };
}

export function withResourceDefaults(m: MatchResources): MatchResources {
  const complete = withMatchDefaults(m);
  const { resourceRules, excludeResourceRules } = m;
  return {
    ...complete,
    ...(resourceRules ? { resourceRules: withScopes(resourceRules) } : {}),
    ...(excludeResourceRules ? { excludeResourceRules: withScopes(excludeResourceRules) } : {}),
  };
}

export function validateRule(r: RuleWithOperations, path: string): readonly FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [] } = r;
  const alone = (list: readonly string[], field: string, words: string) =>
    list.length > 1 && list.includes('*') ? [invalid(`${path}.${field}`, list, `if '*' is present, must not specify other ${words}`)] : [];
  return [
    ...(operations.length ? [] : [required(`${path}.operations`)]),
    ...alone(operations, 'operations', 'operations'),
    ...operations.flatMap((o, i) => (OPERATIONS.includes(o) ? [] : [notSupported(`${path}.operations[${i}]`, o, OPERATIONS)])),
    ...(apiGroups.length ? [] : [required(`${path}.apiGroups`)]),
    ...alone(apiGroups, 'apiGroups', 'API groups'),
    ...(apiVersions.length ? [] : [required(`${path}.apiVersions`)]),
    ...alone(apiVersions, 'apiVersions', 'API versions'),
    ...apiVersions.flatMap((v, i) => (v ? [] : [required(`${path}.apiVersions[${i}]`)])),
    ...validateResources(resources, `${path}.resources`),
    ...(r.scope === undefined || SCOPES.includes(r.scope) ? [] : [notSupported(`${path}.scope`, r.scope, SCOPES)]),
  ];
}

function validateResources(resources: readonly string[], path: string): readonly FieldError[] {
  if (resources.length === 0) return [required(path)];
  const whole = new Set(resources.filter((r) => r.endsWith('/*')).map((r) => r.slice(0, -2)));
  const every = new Set(resources.filter((r) => r.startsWith('*/')).map((r) => r.slice(2)));
  const errors = resources.flatMap((r, i): readonly FieldError[] => {
    const [name = '', part] = r.split('/', 2);
    if (r === '') return [required(`${path}[${i}]`)];
    if (part === undefined || part === '*' || name === '*') return [];
    return [
      ...(whole.has(name) ? [invalid(`${path}[${i}]`, r, `if '${name}/*' is present, must not specify ${r}`)] : []),
      ...(every.has(part) ? [invalid(`${path}[${i}]`, r, `if '*/${part}' is present, must not specify ${r}`)] : []),
    ];
  });
  return [
    ...errors,
    ...(resources.length > 1 && resources.includes('*/*')
      ? [invalid(path, resources, "if '*/*' is present, must not specify other resources")]
      : []),
    ...(resources.includes('*') && resources.some((r) => r !== '*' && !r.includes('/'))
      ? [invalid(path, resources, "if '*' is present, must not specify other resources without subresources")]
      : []),
  ];
}

/** Conditions are named, each once, and come to true or false; `params`: whether they may speak of what the policy is told. */
export function validateMatchConditions(list: readonly MatchCondition[] = [], path: string, params = false): readonly FieldError[] {
  const names = list.map((c) => c.name);
  const many = list.length > MOST_CONDITIONS ? [tooMany(path, list.length, MOST_CONDITIONS)] : [];
  return [
    ...many,
    ...list.flatMap((c, i) => [
      ...validateExpression(c.expression.trim(), `${path}[${i}].expression`, { params, authorizer: true }, TRUTH, ''),
      ...(c.name ? isQualifiedName(c.name).map((m) => invalid(`${path}[${i}].name`, c.name, m)) : [required(`${path}[${i}].name`)]),
      ...(c.name && names.indexOf(c.name) < i ? [duplicate(`${path}[${i}].name`, c.name)] : []),
    ]),
  ];
}

/** An expression that must be there, and come to one of `results`. `shown`: how it is shown. */
export function validateExpression(
  text: string,
  path: string,
  sight: Sight,
  results: readonly Type[],
  missing: string,
  shown = text,
): readonly FieldError[] {
  if (!text.trim()) return [required(path, missing)];
  const why = expressionComplaint(text, sight, results);
  return why === undefined ? [] : [invalid(path, shown, why)];
}

const MOST_CONDITIONS = 64;

export function validateSelectors(
  m: { readonly namespaceSelector?: LabelSelector; readonly objectSelector?: LabelSelector },
  path: string,
): readonly FieldError[] {
  return [
    ...validateLabelSelector(m.namespaceSelector, `${path}.namespaceSelector`),
    ...validateLabelSelector(m.objectSelector, `${path}.objectSelector`),
  ];
}

const FAILURE_POLICIES = ['Fail', 'Ignore'];
const MATCH_POLICIES = ['Equivalent', 'Exact'];

export const validateFailurePolicy = (policy: string | undefined, path: string): readonly FieldError[] =>
  policy === undefined || FAILURE_POLICIES.includes(policy) ? [] : [notSupported(`${path}.failurePolicy`, policy, FAILURE_POLICIES)];
export const validateMatchPolicy = (policy: string | undefined, path: string): readonly FieldError[] =>
  policy === undefined || MATCH_POLICIES.includes(policy) ? [] : [notSupported(`${path}.matchPolicy`, policy, MATCH_POLICIES)];

function validateResourceNames(names: readonly string[], path: string): readonly FieldError[] {
  return names.flatMap((n, i) => [
    ...invalidEach(`${path}[${i}]`, n, isPathSegmentName(n)),
    ...(names.indexOf(n) < i ? [duplicate(`${path}[${i}]`, n)] : []),
  ]);
}

export function validateMatchResources(m: MatchResources, path: string): readonly FieldError[] {
  return [
    ...(m.matchPolicy === undefined ? [required(`${path}.matchPolicy`)] : validateMatchPolicy(m.matchPolicy, path)),
    ...validateSelectors(m, path),
    ...(['resourceRules', 'excludeResourceRules'] as const).flatMap((f) =>
      (m[f] ?? []).flatMap((r, i) => [
        ...validateResourceNames(r.resourceNames ?? [], `${path}.${f}[${i}].resourceNames`),
        ...validateRule(r, `${path}.${f}[${i}]`),
      ]),
    ),
  ];
}
