/** What roles and bindings have in common. Source: rbac/validation, rbac/v1 defaults. */
import { invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isDNS1123Subdomain, isPathSegmentName, maskTrailingDash } from '../../api/names.ts';
import type { ApiObject } from '../../api/object.ts';
import { AGE, column, NAME, wide } from '../columns.ts';
import type { PrinterColumn } from '../definition.ts';
import type { PolicyRule, RoleRef, Subject } from '../generated/types.ts';
import { twice } from '../twice.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** Names of roles and bindings need only be a part of a path. */
export const validateRBACName = (name: string, generated: boolean): readonly string[] =>
  isPathSegmentName(generated ? maskTrailingDash(name) : name);

export function validateRule(r: PolicyRule, namespaced: boolean, path: string): readonly FieldError[] {
  const errors: FieldError[] = r.verbs?.length ? [] : [required(`${path}.verbs`, 'verbs must contain at least one value')];
  if (r.nonResourceURLs?.length) {
    if (namespaced)
      errors.push(invalid(`${path}.nonResourceURLs`, r.nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'));
    if (r.apiGroups?.length || r.resources?.length || r.resourceNames?.length)
      errors.push(
        invalid(`${path}.nonResourceURLs`, r.nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs'),
      );
    return errors;
  }
  if (!r.apiGroups?.length) errors.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  if (!r.resources?.length) errors.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
  return errors;
}

/** A binding of either kind. */
export interface BindingObject extends ApiObject {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

/** References to roles, users and groups are within RBAC's group unless they say otherwise. */
export function withGroups<T extends BindingObject>(o: T): T {
  const roleRef = o.roleRef?.apiGroup ? o.roleRef : { ...o.roleRef, apiGroup: GROUP };
  const subjects = o.subjects?.map((s) => (!s.apiGroup && (s.kind === 'User' || s.kind === 'Group') ? { ...s, apiGroup: GROUP } : s));
  return roleRef === o.roleRef && equal(subjects, o.subjects) ? o : { ...o, roleRef, ...(subjects ? { subjects } : {}) };
}

export function validateBinding(o: BindingObject, namespaced: boolean): readonly FieldError[] {
  const { apiGroup, kind, name } = o.roleRef;
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  return [
    ...(apiGroup === GROUP ? [] : [notSupported('roleRef.apiGroup', apiGroup ?? '', [GROUP])]),
    ...(kinds.includes(kind) ? [] : [notSupported('roleRef.kind', kind, kinds)]),
    ...(name ? invalidEach('roleRef.name', name, isPathSegmentName(name)) : [required('roleRef.name')]),
    ...(o.subjects ?? []).flatMap((s, i) => validateSubject(s, namespaced, `subjects[${i}]`)),
  ];
}

function validateSubject(s: Subject, namespaced: boolean, path: string): readonly FieldError[] {
  const errors: FieldError[] = s.name ? [] : [required(`${path}.name`)];
  const group = s.apiGroup ?? '';
  switch (s.kind) {
    case 'ServiceAccount':
      if (s.name) errors.push(...invalidEach(`${path}.name`, s.name, isDNS1123Subdomain(s.name)));
      if (group) errors.push(notSupported(`${path}.apiGroup`, group, ['']));
      if (!namespaced && !s.namespace) errors.push(required(`${path}.namespace`));
      return errors;
    case 'User':
    case 'Group':
      return group === GROUP ? errors : [...errors, notSupported(`${path}.apiGroup`, group, [GROUP])];
    default:
      return [...errors, notSupported(`${path}.kind`, s.kind, ['ServiceAccount', 'User', 'Group'])];
  }
}

export function validateBindingUpdate(next: BindingObject, previous: BindingObject, namespaced: boolean): readonly FieldError[] {
  const { apiGroup = '', kind, name } = next.roleRef;
  return [
    ...twice(validateBinding(next, namespaced)),
    ...(equal(next.roleRef, previous.roleRef)
      ? []
      : [invalid('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef')]),
  ];
}

/** The columns of bindings of kind `kind`. */
export function bindingColumns(kind: 'RoleBinding' | 'ClusterRoleBinding'): readonly PrinterColumn<BindingObject>[] {
  const called = kind.charAt(0).toLowerCase() + kind.slice(1);
  const subjects = (o: BindingObject, of: string) => (o.subjects ?? []).filter((s) => s.kind === of);
  return [
    NAME,
    column('Role', `${kind}.roleRef`, (o) => `${o.roleRef.kind}/${o.roleRef.name}`),
    AGE,
    wide(
      'Users',
      '',
      (o) =>
        subjects(o, 'User')
          .map((s) => s.name)
          .join(', '),
      { description: `Users in the ${called}` },
    ),
    wide(
      'Groups',
      '',
      (o) =>
        subjects(o, 'Group')
          .map((s) => s.name)
          .join(', '),
      { description: `Groups in the ${called}` },
    ),
    wide(
      'ServiceAccounts',
      '',
      (o) =>
        subjects(o, 'ServiceAccount')
          .map((s) => `${s.namespace ?? ''}/${s.name}`)
          .join(', '),
      { description: `ServiceAccounts in the ${called}` },
    ),
  ];
}
