/**
 * Which rules apply to a user, and through which binding. Looked up once for a user and a namespace, and forgotten when
 * a role or binding changes. Source: pkg/registry/rbac/validation (DefaultRuleResolver).
 */
import { quoted } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { clusterRoleBindings } from '#shared/kinds/rbac/cluster-role-binding.ts';
import { clusterRoles } from '#shared/kinds/rbac/cluster-role.ts';
import { roleBindings } from '#shared/kinds/rbac/role-binding.ts';
import { roles } from '#shared/kinds/rbac/role.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { PolicyRule } from '#shared/kinds/generated/types.ts';
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding, Subject } from '#shared/kinds/types.ts';
import type { Core, User } from '../context.ts';
import { serviceAccountUsername } from '../authentication/users.ts';

/** The rules a binding gives, and the words for it: 'ClusterRoleBinding "x" of ClusterRole "y" to Group "z"'. */
export interface Grant {
  readonly source: string;
  readonly rules: readonly PolicyRule[];
}

/** All that a user was granted, and what could not be found; '' where all was. */
export interface Grants {
  readonly grants: readonly Grant[];
  readonly errors: string;
}

const ROLES = resourceOf(roles);
const CLUSTER_ROLES = resourceOf(clusterRoles);
const BINDINGS = resourceOf(roleBindings);
const CLUSTER_BINDINGS = resourceOf(clusterRoleBindings);
const WATCHED = new Set([ROLES, CLUSTER_ROLES, BINDINGS, CLUSTER_BINDINGS]);

/** More users than this at once are not remembered. */
const MOST_REMEMBERED = 2_000;

const known = new WeakMap<Core, Map<string, Grants>>();

/** What a user is granted: in the whole cluster, and in a namespace unless it is ''. */
export function grantsOf(core: Core, user: User, namespace: string): Grants {
  const remembered = memory(core);
  const key = [namespace, user.name, ...user.groups].join('\n');
  let found = remembered.get(key);
  if (!found) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, (found = lookUp(core, user, namespace)));
  }
  return found;
}

function memory(core: Core): Map<string, Grants> {
  let map = known.get(core);
  if (!map) {
    const made = (map = new Map<string, Grants>());
    known.set(core, made);
    core.store.observe((c) => {
      if (WATCHED.has(c.ref.resource)) made.clear();
    });
  }
  return map;
}

function lookUp(core: Core, user: User, namespace: string): Grants {
  const grants: Grant[] = [];
  const errors: string[] = [];
  const take = (list: readonly ApiObject[], within: string, name: (o: ApiObject) => string) => {
    for (const b of list as readonly (RoleBinding | ClusterRoleBinding)[]) {
      const subject = b.subjects?.find((s) => applies(user, s, within));
      if (!subject) continue;
      const rules = rulesOf(core, b.roleRef, within);
      if (typeof rules === 'string') errors.push(rules);
      else grants.push({ source: `${name(b)} of ${b.roleRef.kind} ${quoted(b.roleRef.name)} to ${describe(subject, within)}`, rules });
    }
  };
  take(core.store.list({ resource: CLUSTER_BINDINGS }), '', (b) => `ClusterRoleBinding ${quoted(b.metadata.name)}`);
  if (namespace)
    take(core.store.list({ resource: BINDINGS, namespace }), namespace, (b) => `RoleBinding ${quoted(`${b.metadata.name}/${namespace}`)}`);
  const distinct = [...new Set(errors)];
  return { grants, errors: distinct.length > 1 ? `[${distinct.join(', ')}]` : (distinct[0] ?? '') };
}

/** The rules of the role that is referred to, from a namespace or ('') from the cluster; the complaint where there is no such role. */
export function rulesOf(core: Core, ref: RoleBinding['roleRef'], namespace: string): readonly PolicyRule[] | string {
  const [resource, within, kind] =
    ref.kind === 'Role' ? [ROLES, namespace, 'role'] : ref.kind === 'ClusterRole' ? [CLUSTER_ROLES, '', 'clusterrole'] : [];
  if (!resource || within === undefined) return `unsupported role reference kind: ${quoted(ref.kind)}`;
  const role = core.store.get({ resource, namespace: within, name: ref.name }) as Role | ClusterRole | undefined;
  return role ? (role.rules ?? []) : `${kind}.rbac.authorization.k8s.io ${quoted(ref.name)} not found`;
}

function applies(user: User, s: Subject, namespace: string): boolean {
  switch (s.kind) {
    case 'User':
      return s.name === user.name;
    case 'Group':
      return user.groups.includes(s.name);
    case 'ServiceAccount':
      return (s.namespace || namespace) !== '' && user.name === serviceAccountUsername(s.namespace || namespace, s.name);
    default:
      return false;
  }
}

function describe(s: Subject, namespace: string): string {
  return `${s.kind} ${quoted(s.kind === 'ServiceAccount' ? `${s.name}/${s.namespace || namespace}` : s.name)}`;
}
