/** What admission policies and their bindings have in common. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1035Label, isDNS1123Subdomain, isPathSegmentName } from '../../api/names.ts';
import { groupOf, versionOf, type ApiObject } from '../../api/object.ts';
import { validateLabelSelector } from '../../api/selector-validation.ts';
import { AGE, column, NAME } from '../columns.ts';
import type { Type } from '../../cel/types.ts';
import type { PrinterColumn } from '../definition.ts';
import type { MatchCondition, MatchResources, ParamKind, ParamRef, Variable } from '../generated/types.ts';
import { readVariables } from './expressions.ts';
import { validateFailurePolicy, validateMatchConditions, validateMatchResources, withResourceDefaults } from './matching.ts';

interface PolicySpec {
  readonly failurePolicy?: string;
  readonly matchConstraints?: MatchResources;
  readonly matchConditions?: readonly MatchCondition[];
  readonly paramKind?: ParamKind;
}

export function withPolicyDefaults<S extends PolicySpec>(s: S): S {
  return {
    ...s,
    failurePolicy: s.failurePolicy ?? 'Fail',
    ...(s.matchConstraints ? { matchConstraints: withResourceDefaults(s.matchConstraints) } : {}),
  };
}

export function validatePolicy(s: PolicySpec): readonly FieldError[] {
  const { paramKind: params, matchConstraints: m } = s;
  return [
    ...validateFailurePolicy(s.failurePolicy, 'spec'),
    ...(params ? validateParamKind(params, 'spec.paramKind') : []),
    ...(m
      ? [
          ...validateMatchResources(m, 'spec.matchConstraints'),
          ...(m.resourceRules?.length ? [] : [required('spec.matchConstraints.resourceRules')]),
        ]
      : [required('spec.matchConstraints')]),
    ...validateMatchConditions(s.matchConditions, 'spec.matchConditions', params !== undefined),
  ];
}

/** The kind of what a policy is told: as an APIService's group and version, and a kind that in small letters is a label. */
function validateParamKind({ apiVersion = '', kind = '' }: ParamKind, path: string): readonly FieldError[] {
  const wrong = (field: 'apiVersion' | 'kind', value: string, why: string) => [invalid(`${path}.${field}`, value, why)];
  const group = groupOf(apiVersion);
  const version = versionOf(apiVersion);
  const groupErrors = group ? isDNS1123Subdomain(group) : [];
  const versionErrors = version ? isDNS1035Label(version) : [];
  const kindErrors = kind ? isDNS1035Label(kind.toLowerCase()) : [];
  return [
    ...(!apiVersion
      ? [required(`${path}.apiVersion`)]
      : apiVersion.split('/').length > 2
        ? wrong('apiVersion', apiVersion, `unexpected GroupVersion string: ${apiVersion}`)
        : [
            ...(groupErrors.length ? wrong('apiVersion', group, groupErrors.join(',')) : []),
            ...(!version
              ? wrong('apiVersion', apiVersion, 'version must be specified')
              : versionErrors.length
                ? wrong('apiVersion', version, versionErrors.join(','))
                : []),
          ]),
    ...(!kind
      ? [required(`${path}.kind`)]
      : kindErrors.length
        ? wrong('kind', kind, `may have mixed case, but should otherwise match: ${kindErrors.join(',')}`)
        : []),
  ];
}

/** Values that a policy works out for its expressions, by name, and their types. */
export function validateVariables(
  list: readonly Variable[] = [],
  path: string,
  params: boolean,
): { readonly errors: readonly FieldError[]; readonly types: ReadonlyMap<string, Type> | undefined } {
  const { complaints, types } = readVariables(list, { params });
  const errors = list.flatMap(({ name, expression }, i) => [
    ...(!name.trim()
      ? [required(`${path}[${i}].name`, 'name is not specified')]
      : IDENTIFIER.test(name)
        ? []
        : [invalid(`${path}[${i}].name`, name, 'name is not a valid CEL identifier')]),
    ...(!expression.trim()
      ? [required(`${path}[${i}].expression`, 'expression is not specified')]
      : complaints[i] === undefined
        ? []
        : [invalid(`${path}[${i}].expression`, expression, complaints[i])]),
  ]);
  return { errors, types: list.length ? types : undefined };
}

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

interface BindingSpec {
  readonly policyName?: string;
  readonly paramRef?: ParamRef;
  readonly matchResources?: MatchResources;
}

export function withBindingDefaults<S extends BindingSpec>(s: S): S {
  return s.matchResources ? { ...s, matchResources: withResourceDefaults(s.matchResources) } : s;
}

const NOT_FOUND_ACTIONS = ['Allow', 'Deny'];

export function validateBinding(s: BindingSpec): readonly FieldError[] {
  const { paramRef: p } = s;
  return [
    ...(s.policyName
      ? isDNS1123Subdomain(s.policyName).map((m) => invalid('spec.policyName', s.policyName, m))
      : [required('spec.policyName')]),
    ...(p ? validateParams(p, 'spec.paramRef') : []),
    ...(s.matchResources ? validateMatchResources(s.matchResources, 'spec.matchResources') : []),
  ];
}

function validateParams(p: ParamRef, path: string): readonly FieldError[] {
  return [
    ...(p.name ? isPathSegmentName(p.name).map((m) => invalid(`${path}.name`, p.name, m)) : []),
    ...(p.name && p.selector
      ? [forbiddenField(`${path}.name`, 'name and selector are mutually exclusive')]
      : p.name || p.selector
        ? []
        : [required(path, 'one of name or selector must be specified')]),
    ...validateLabelSelector(p.selector, `${path}.selector`),
    ...(!p.parameterNotFoundAction
      ? [required(`${path}.parameterNotFoundAction`)]
      : NOT_FOUND_ACTIONS.includes(p.parameterNotFoundAction)
        ? []
        : [notSupported(`${path}.parameterNotFoundAction`, p.parameterNotFoundAction, ['Deny', 'Allow'])]),
  ];
}

/** The columns of policies; `counted` says what is counted. */
export function policyColumns<T extends ApiObject & { readonly spec: PolicySpec }>(
  name: string,
  description: string,
  counted: (o: T) => number,
): readonly PrinterColumn<T>[] {
  const params = ({ spec: { paramKind } }: T) => (paramKind ? `${paramKind.apiVersion ?? ''}/${paramKind.kind ?? ''}` : '<unset>');
  return [
    NAME,
    column(name, '', counted, { type: 'integer', description }),
    column('ParamKind', '', params, { description: 'ParamKind specifies the kind of resources used to parameterize this policy' }),
    AGE,
  ];
}

export function bindingColumns<T extends ApiObject & { readonly spec: BindingSpec }>(kind: string): readonly PrinterColumn<T>[] {
  const params = ({ spec: { paramRef: p } }: T) =>
    !p
      ? '<unset>'
      : p.name
        ? p.namespace
          ? `${p.namespace}/${p.name}`
          : `*/${p.name}`
        : p.selector
          ? `${p.namespace || '*'}/*`
          : '<unset>';
  return [
    NAME,
    column('PolicyName', '', (o: T) => o.spec.policyName ?? '', {
      description: `PolicyName indicates the policy definition which the ${kind} binds to`,
    }),
    column('ParamRef', '', params, { description: 'ParamRef indicates the param resource which sets the configration param' }),
    AGE,
  ];
}
