/** What admission policies and their bindings have in common. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Subdomain } from '../../api/names.ts';
import type { ApiObject } from '../../api/object.ts';
import { validateLabelSelector } from '../../api/selector-validation.ts';
import { AGE, column, NAME } from '../columns.ts';
import type { PrinterColumn } from '../definition.ts';
import type { MatchCondition, MatchResources, ParamKind, ParamRef } from '../generated/types.ts';
import { validateFailurePolicy, validateMatchConditions, validateMatchResources, withResourceDefaults } from './matching.ts';

interface PolicySpec { readonly failurePolicy?: string; readonly matchConstraints?: MatchResources; readonly matchConditions?: readonly MatchCondition[]; readonly paramKind?: ParamKind }

export function withPolicyDefaults<S extends PolicySpec>(s: S): S {
  return { ...s, failurePolicy: s.failurePolicy ?? 'Fail', ...(s.matchConstraints ? { matchConstraints: withResourceDefaults(s.matchConstraints) } : {}) };
}

export function validatePolicy(s: PolicySpec): readonly FieldError[] {
  const { paramKind: params, matchConstraints: m } = s;
  return [
    ...validateFailurePolicy(s.failurePolicy, 'spec'),
    ...(params ? [...(params.apiVersion ? [] : [required('spec.paramKind.apiVersion')]), ...(params.kind ? [] : [required('spec.paramKind.kind')])] : []),
    ...(m ? [...validateMatchResources(m, 'spec.matchConstraints'), ...(m.resourceRules?.length ? [] : [required('spec.matchConstraints.resourceRules')])] : [required('spec.matchConstraints')]),
    ...validateMatchConditions(s.matchConditions, 'spec.matchConditions'),
  ];
}

interface BindingSpec { readonly policyName?: string; readonly paramRef?: ParamRef; readonly matchResources?: MatchResources }

export function withBindingDefaults<S extends BindingSpec>(s: S): S {
  return s.matchResources ? { ...s, matchResources: withResourceDefaults(s.matchResources) } : s;
}

const NOT_FOUND_ACTIONS = ['Allow', 'Deny'];

export function validateBinding(s: BindingSpec): readonly FieldError[] {
  const { paramRef: p } = s;
  return [
    ...(s.policyName ? isDNS1123Subdomain(s.policyName).map((m) => invalid('spec.policyName', s.policyName, m)) : [required('spec.policyName')]),
    ...(p ? validateParams(p, 'spec.paramRef') : []), ...(s.matchResources ? validateMatchResources(s.matchResources, 'spec.matchResources') : []),
  ];
}

function validateParams(p: ParamRef, path: string): readonly FieldError[] {
  return [
    ...(p.name && p.selector ? [forbiddenField(`${path}.name`, 'name and selector are mutually exclusive')] : p.name || p.selector ? [] : [required(path, 'one of name or selector must be specified')]),
    ...validateLabelSelector(p.selector, `${path}.selector`),
    ...(!p.parameterNotFoundAction ? [required(`${path}.parameterNotFoundAction`)] : NOT_FOUND_ACTIONS.includes(p.parameterNotFoundAction) ? [] : [notSupported(`${path}.parameterNotFoundAction`, p.parameterNotFoundAction, ['Deny', 'Allow'])]),
  ];
}

/** The columns of policies; `counted` says what is counted. */
export function policyColumns<T extends ApiObject & { readonly spec: PolicySpec }>(name: string, description: string, counted: (o: T) => number): readonly PrinterColumn<T>[] {
  const params = ({ spec: { paramKind } }: T) => (paramKind ? `${paramKind.apiVersion ?? ''}/${paramKind.kind ?? ''}` : '<unset>');
  return [NAME, column(name, '', counted, { type: 'integer', description }), column('ParamKind', '', params, { description: 'ParamKind specifies the kind of resources used to parameterize this policy' }), AGE];
}

export function bindingColumns<T extends ApiObject & { readonly spec: BindingSpec }>(kind: string): readonly PrinterColumn<T>[] {
  const params = ({ spec: { paramRef: p } }: T) => (!p ? '<unset>' : p.name ? (p.namespace ? `${p.namespace}/${p.name}` : `*/${p.name}`) : p.selector ? `${p.namespace || '*'}/*` : '<unset>');
  return [NAME, column('PolicyName', '', (o: T) => o.spec.policyName ?? '', { description: `PolicyName indicates the policy definition which the ${kind} binds to` }), column('ParamRef', '', params, { description: 'ParamRef indicates the param resource which sets the configration param' }), AGE];
}
