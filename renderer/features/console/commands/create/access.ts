/** Service accounts, roles and who is bound to them. */
import type { Run } from '../../command.ts';
import { CommandError } from '../../failure.ts';
import { list, text } from '../../flags.ts';
import { kindOf } from '../../targets.ts';
import type { Body, Generator } from './generator.ts';

const GROUP = 'rbac.authorization.k8s.io';

export const serviceAccount: Generator = {
  name: 'serviceaccount',
  aliases: ['sa'],
  flags: [],
  make: (_r, name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }),
};

export const role: Generator = {
  name: 'role',
  flags: [list('verb'), list('resource'), list('resource-name')],
  make: (r, name) => ({ apiVersion: `${GROUP}/v1`, kind: 'Role', metadata: { name }, rules: rules(r) }),
};

export const clusterRole: Generator = {
  name: 'clusterrole',
  flags: role.flags,
  make: (r, name) => ({ apiVersion: `${GROUP}/v1`, kind: 'ClusterRole', metadata: { name }, rules: rules(r) }),
};

export const roleBinding: Generator = {
  name: 'rolebinding',
  flags: [text('role'), text('clusterrole'), list('user'), list('group'), list('serviceaccount')],
  make: (r, name) => binding(r, name, 'RoleBinding'),
};

export const clusterRoleBinding: Generator = {
  name: 'clusterrolebinding',
  flags: [text('clusterrole'), list('user'), list('group'), list('serviceaccount')],
  make: (r, name) => binding(r, name, 'ClusterRoleBinding'),
};

/** A rule an API group: '--resource pods,deployments.apps/scale' is of two. */
function rules(r: Run): readonly Body[] {
  const byGroup = Map.groupBy(
    r.flags.list('resource').map((x) => {
      const [name = '', sub] = x.split('/');
      const kind = kindOf(name, r.kinds);
      return { group: kind.group, resource: sub ? `${kind.plural}/${sub}` : kind.plural };
    }),
    (x) => x.group,
  );
  if (!r.flags.has('verb')) throw new CommandError('at least one verb must be specified');
  if (byGroup.size === 0) throw new CommandError('one of --resource or --non-resource-url must be specified');
  return [...byGroup].map(([group, of]) => ({
    apiGroups: [group],
    resources: of.map((o) => o.resource),
    verbs: r.flags.list('verb'),
    ...(r.flags.has('resource-name') && { resourceNames: r.flags.list('resource-name') }),
  }));
}

function binding(r: Run, name: string, kind: string): Body {
  const of = r.flags.text('role');
  const clusterWide = r.flags.text('clusterrole');
  if ((of === undefined) === (clusterWide === undefined)) throw new CommandError('exactly one of clusterrole or role must be specified');
  const subject = (k: string) => (n: string) => ({ kind: k, apiGroup: GROUP, name: n });
  const accounts = r.flags.list('serviceaccount').map((s) => {
    const [namespace = '', account] = s.split(':');
    if (!account) throw new CommandError('serviceaccount must be <namespace>:<name>');
    return { kind: 'ServiceAccount', namespace, name: account };
  });
  return {
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: { name },
    roleRef: { apiGroup: GROUP, kind: of ? 'Role' : 'ClusterRole', name: of ?? clusterWide },
    subjects: [...r.flags.list('user').map(subject('User')), ...r.flags.list('group').map(subject('Group')), ...accounts],
  };
}
