/**
 * Nobody hands out rights they do not have: checked before a role or a binding is written, unless the writer may
 * `escalate` or `bind`. Source: pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased.
 */
import { ApiError, forbidden, notFound, quoted } from '#shared/api/errors.ts';
import { equal } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { PolicyRule } from '#shared/kinds/generated/types.ts';
import type { ClusterRole, RoleBinding } from '#shared/kinds/types.ts';
import { type AdmissionPlugin, type Core, MASTERS, type WriteContext } from '../context.ts';
import { authorize } from './authorizer.ts';
import { describeRules, quotedList, uncovered } from './policy-rule.ts';
import { grantsOf, rulesOf } from './rule-resolver.ts';

const GROUP = 'rbac.authorization.k8s.io';
const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

const free = (c: WriteContext) => c.user.groups.includes(MASTERS);

/** Keeps roles and bindings from being used to gain rights. Runs last of those that may change the object, as where Kubernetes has it. */
export const roleEscalation: AdmissionPlugin = {
  name: 'RoleEscalation',
  resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'].map((r) => `${GROUP}/${r}`),
  admit(c, o, previous, core) {
    if (free(c) || (previous && onlyForDeletion(o, previous))) return o;
    if ('roleRef' in o) checkBinding(c, o as RoleBinding, core);
    else checkRole(c, o as ClusterRole, previous as ClusterRole | undefined, core);
    return o;
  },
};

/** A collector that takes owners and finalizers off an object needs no rights of the role's own. */
function onlyForDeletion(o: ApiObject, previous: ApiObject): boolean {
  const { metadata, ...rest } = o;
  const { metadata: old, ...before } = previous;
  const without = ({ ownerReferences: _o, finalizers: _f, managedFields: _m, ...m }: ApiObject['metadata']) => m;
  return equal(rest, before) && equal(without(metadata), without(old));
}

function checkRole(c: WriteContext, o: ClusterRole, previous: ClusterRole | undefined, core: Core): void {
  const { plural: resource } = c.resource.about;
  if (
    authorize(core, c.user, {
      verb: 'escalate',
      group: GROUP,
      resource,
      subresource: '',
      namespace: c.namespace,
      name: previous ? o.metadata.name : '',
    }).allowed
  )
    return;
  const why = excess(c, o.rules ?? [], core);
  if (why) throw forbidden(c.resource.about, o.metadata.name, why);
  const aggregates = (r: ClusterRole | undefined) => (r?.aggregationRule?.clusterRoleSelectors?.length ?? 0) > 0;
  if ((aggregates(o) || aggregates(previous)) && excess(c, EVERYTHING, core))
    throw forbidden(c.resource.about, o.metadata.name, 'must have cluster-admin privileges to use the aggregationRule');
}

function checkBinding(c: WriteContext, o: RoleBinding, core: Core): void {
  const { kind, name, apiGroup = '' } = o.roleRef;
  const resource = kind === 'Role' ? 'roles' : kind === 'ClusterRole' ? 'clusterroles' : undefined;
  if (
    resource &&
    authorize(core, c.user, { verb: 'bind', group: apiGroup, resource, subresource: '', namespace: c.namespace, name }).allowed
  )
    return;
  const rules = rulesOf(core, o.roleRef, c.namespace);
  if (typeof rules === 'string') throw resource ? notFound({ group: GROUP, plural: resource, kind }, name) : new ApiError('', rules);
  const why = excess(c, rules, core);
  if (why) throw forbidden(c.resource.about, o.metadata.name, why);
}

/** What the writer would hand out without having it, in Kubernetes' words. */
function excess(c: WriteContext, rules: readonly PolicyRule[], core: Core): string | undefined {
  const { grants, errors } = grantsOf(core, c.user, c.namespace);
  const missing = uncovered(
    grants.flatMap((g) => g.rules),
    rules,
  );
  if (!missing.length) return undefined;
  const what = `user ${quoted(c.user.name)} (groups=${quotedList(c.user.groups)}) is attempting to grant RBAC permissions not currently held:\n${describeRules(missing).join('\n')}`;
  return errors ? `${what}; resolution errors: [${errors}]` : what;
}
