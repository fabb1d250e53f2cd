/** Who may do what, and who may hand it out. */
import { describe, expect, it } from 'vitest';
import type { ApiError } from '#shared/api/errors.ts';
import { clusterRoleBindings } from '#shared/kinds/rbac/cluster-role-binding.ts';
import { resourceOf, type KindDefinition } from '#shared/kinds/definition.ts';
import { roles } from '#shared/kinds/rbac/role.ts';
import { roleBindings } from '#shared/kinds/rbac/role-binding.ts';
import { clusterRoles } from '#shared/kinds/rbac/cluster-role.ts';
import { TestCluster } from '../../testing/test-cluster.ts';
import { impersonate, wantedUser } from '../authentication/impersonation.ts';
import { MASTERS, type User } from '../context.ts';
import { createObject } from '../lifecycle/create.ts';
import type { Resource } from '../resources.ts';
import type { ResourceAttributes } from './attributes.ts';
import { authorize } from './authorizer.ts';
import { refusal } from './refusal.ts';

const RBAC = 'rbac.authorization.k8s.io';
const jane: User = { name: 'jane', groups: ['devs', 'system:authenticated'] };
const robot: User = {
  name: 'system:serviceaccount:shop:robot',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
};
const role = (name: string, rules: object[], namespace = 'shop') => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'Role',
  metadata: { name, namespace },
  rules,
});
const binding = (name: string, to: object, ref = `Role/${name}`, namespace = 'shop') => {
  const [kind = '', refName = ''] = ref.split('/');
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: RBAC, kind, name: refName },
    subjects: [to],
  };
};
const toJane = { kind: 'User', apiGroup: RBAC, name: 'jane' };
const ask = (c: TestCluster, user: User, what: string, more: Partial<ResourceAttributes> = {}) => {
  const [verb = '', resource = '', subresource = ''] = what.split(/[ /]/);
  return authorize(c.cluster.core, user, { verb, group: '', resource, subresource, namespace: 'shop', name: '', ...more });
};
const create = (c: TestCluster, user: User, kind: KindDefinition, draft: object, namespace = 'shop') =>
  createObject(
    c.cluster.core,
    { user, resource: c.cluster.core.resources.byId(resourceOf(kind)) as Resource, namespace: kind.namespaced ? namespace : '', name: '' },
    draft,
  );
const refused = (run: () => unknown): ApiError => {
  try {
    run();
  } catch (e) {
    return e as ApiError;
  }
  throw new Error('it was let pass');
};

describe('the authorizer', () => {
  const pods = [{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }];

  it('lets a user do what a binding of the namespace gives, and says which', () => {
    const c = new TestCluster({ loops: [] }).apply(role('reader', pods), binding('reader', toJane));
    expect(ask(c, jane, 'get pods')).toEqual({
      allowed: true,
      reason: 'RBAC: allowed by RoleBinding "reader/shop" of Role "reader" to User "jane"',
    });
    expect(ask(c, jane, 'get pods/log').allowed).toBe(true);
    for (const not of [
      ask(c, jane, 'delete pods'),
      ask(c, jane, 'get pods/exec'),
      ask(c, jane, 'get pods', { namespace: 'other' }),
      ask(c, jane, 'get pods', { group: 'apps' }),
      ask(c, robot, 'get pods'),
    ])
      expect(not).toEqual({ allowed: false, reason: '' });
  });

  it("knows groups and service accounts, a subject without a namespace being of the binding's", () => {
    const c = new TestCluster({ loops: [] }).apply(
      role('reader', pods),
      binding('a', { kind: 'Group', apiGroup: RBAC, name: 'devs' }, 'Role/reader'),
      binding('b', { kind: 'ServiceAccount', name: 'robot' }, 'Role/reader'),
    );
    expect(ask(c, jane, 'list pods').reason).toContain('to Group "devs"');
    expect(ask(c, robot, 'list pods').reason).toContain('to ServiceAccount "robot/shop"');
  });

  it('takes names, stars and subresources of anything', () => {
    const c = new TestCluster({ loops: [] }).apply(
      role('r', [
        { apiGroups: [''], resources: ['configmaps'], resourceNames: ['one'], verbs: ['*'] },
        { apiGroups: ['*'], resources: ['*/scale'], verbs: ['get'] },
      ]),
      binding('r', toJane),
    );
    expect(
      [
        ask(c, jane, 'update configmaps', { name: 'one' }),
        ask(c, jane, 'update configmaps', { name: 'two' }),
        ask(c, jane, 'list configmaps'),
        ask(c, jane, 'get deployments/scale', { group: 'apps' }),
      ].map((d) => d.allowed),
    ).toEqual([true, false, false, true]);
  });

  it('says which role it could not find', () => {
    const c = new TestCluster({ loops: [] }).apply(binding('gone', toJane), binding('gone2', toJane, 'ClusterRole/none'));
    expect(ask(c, jane, 'get pods').reason).toBe(
      'RBAC: [role.rbac.authorization.k8s.io "gone" not found, clusterrole.rbac.authorization.k8s.io "none" not found]',
    );
  });

  it('follows every change', () => {
    const c = new TestCluster({ loops: [] }).apply(role('reader', pods), binding('reader', toJane));
    expect(ask(c, jane, 'get pods').allowed).toBe(true);
    c.delete(roleBindings, 'reader', {}, 'shop');
    expect(ask(c, jane, 'get pods').allowed).toBe(false);
  });

  it('lets everybody who is known discover the API, and everybody ask whether it is well', () => {
    const c = new TestCluster({ loops: [] });
    const anonymous = { name: 'system:anonymous', groups: ['system:unauthenticated'] };
    const may = (user: User, path: string) => authorize(c.cluster.core, user, { verb: 'get', path }).allowed;
    expect([
      may(jane, '/api'),
      may(jane, '/apis/apps/v1'),
      may(jane, '/metrics'),
      may(anonymous, '/healthz'),
      may(anonymous, '/api'),
    ]).toEqual([true, true, false, true, false]);
  });

  it("refuses in Kubernetes' words", () => {
    const a = { verb: 'list', group: 'apps', resource: 'deployments', subresource: '', namespace: 'shop', name: '' };
    expect(refusal(jane, a, '').message).toBe(
      'deployments.apps is forbidden: User "jane" cannot list resource "deployments" in API group "apps" in the namespace "shop"',
    );
    expect(refusal(jane, { ...a, verb: 'get', group: '', resource: 'nodes', namespace: '', name: 'n1' }, 'RBAC: no').message).toBe(
      'nodes "n1" is forbidden: User "jane" cannot get resource "nodes" in API group "" at the cluster scope: RBAC: no',
    );
    expect(refusal(jane, { verb: 'get', path: '/metrics' }, '')).toMatchObject({
      message: 'forbidden: User "jane" cannot get path "/metrics"',
      details: {},
    });
  });
});

describe('handing out rights', () => {
  const secrets = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'delete'] }];
  const writer = () =>
    new TestCluster({ loops: [] }).apply(
      role(
        'writer',
        [{ apiGroups: [RBAC], resources: ['roles', 'rolebindings'], verbs: ['*'] }].map((r) => ({ ...r, verbs: ['create', 'update'] })),
      ),
      binding('writer', toJane),
      role('secrets', secrets),
    );

  it('is limited to what the writer has', () => {
    const e = refused(() => create(writer(), jane, roles, { metadata: { name: 'mine' }, rules: secrets }));
    expect(e.message).toBe(
      'roles.rbac.authorization.k8s.io "mine" is forbidden: user "jane" (groups=["devs" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["secrets"], Verbs:["get" "delete"]}',
    );
    expect(e.details).toEqual({ name: 'mine', group: RBAC, kind: 'roles' });
  });

  it('holds for bindings as for roles', () => {
    const ref = (kind: string, name: string) => ({ metadata: { name: 'b' }, roleRef: { apiGroup: RBAC, kind, name }, subjects: [toJane] });
    expect(refused(() => create(writer(), jane, roleBindings, ref('Role', 'secrets'))).message).toContain(
      'attempting to grant RBAC permissions not currently held',
    );
    expect(refused(() => create(writer(), jane, roleBindings, ref('ClusterRole', 'none')))).toMatchObject({
      reason: 'NotFound',
      message: 'clusterroles.rbac.authorization.k8s.io "none" not found',
    });
    expect(
      refused(() =>
        create(writer(), jane, clusterRoleBindings, {
          metadata: { name: 'b' },
          roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
        }),
      ).message,
    ).toContain('{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}');
  });

  it('is free to who may escalate, to who may bind, and to masters', () => {
    const c = writer().apply(
      role('free', [{ apiGroups: [RBAC], resources: ['roles'], verbs: ['escalate', 'bind'] }]),
      binding('free', toJane),
    );
    expect(create(c, jane, roles, { metadata: { name: 'mine' }, rules: secrets }).metadata.name).toBe('mine');
    expect(
      create(c, jane, roleBindings, { metadata: { name: 'b' }, roleRef: { apiGroup: RBAC, kind: 'Role', name: 'secrets' } }).metadata.name,
    ).toBe('b');
    expect(
      create(c, { name: 'root', groups: [MASTERS] }, clusterRoles, {
        metadata: { name: 'all' },
        rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
      }).metadata.name,
    ).toBe('all');
  });
});

describe('acting as somebody else', () => {
  const request = { verb: 'list', group: '', resource: 'pods', subresource: '', namespace: 'shop', name: '' };
  const root: User = { name: 'root', groups: [MASTERS] };
  const as = (c: TestCluster, who: User, headers: Record<string, string>) =>
    impersonate(c.cluster.core, who, wantedUser(headers) ?? { name: '', uid: '', groups: [], extra: {} }, request);

  it('gives the groups that go with the name', () => {
    const c = new TestCluster({ loops: [] });
    expect(as(c, root, { 'impersonate-user': 'bob' }).groups).toEqual(['system:authenticated']);
    expect(as(c, root, { 'impersonate-user': 'bob', 'impersonate-group': 'a, b' }).groups).toEqual(['a', 'b', 'system:authenticated']);
    expect(as(c, root, { 'impersonate-user': 'system:serviceaccount:shop:robot' }).groups).toEqual([
      'system:serviceaccounts',
      'system:serviceaccounts:shop',
      'system:authenticated',
    ]);
    expect(as(c, root, { 'impersonate-user': 'system:node:n1' }).groups).toEqual(['system:nodes', 'system:authenticated']);
    expect(as(c, root, { 'impersonate-user': 'system:anonymous' }).groups).toEqual(['system:unauthenticated']);
  });

  it('is refused first for the request at hand, and allowed by the older right too', () => {
    const c = new TestCluster({ loops: [] });
    expect(refused(() => as(c, jane, { 'impersonate-user': 'bob' })).message).toBe(
      'pods is forbidden: User "jane" cannot impersonate-on:user-info:list resource "pods" in API group "" in the namespace "shop"',
    );
    c.apply({
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'imp' },
      rules: [{ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }],
    });
    c.apply({
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'imp' },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'imp' },
      subjects: [toJane],
    });
    expect(as(c, jane, { 'impersonate-user': 'bob' }).name).toBe('bob');
  });

  it('needs a user', () => {
    expect(refused(() => wantedUser({ 'impersonate-group': 'a' })).reason).toBe('BadRequest');
    expect(wantedUser({ accept: '*/*' })).toBeUndefined();
  });
});
