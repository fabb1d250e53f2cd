import { describe, expect, it } from 'vitest';
import { textOfBase64 } from '#shared/api/base64.ts';
import { secrets } from '#shared/kinds/core/secret.ts';
import { serviceAccounts } from '#shared/kinds/core/service-account.ts';
import { clusterRoles } from '#shared/kinds/rbac/cluster-role.ts';
import { authenticateToken } from '../apiserver/authentication/service-account-token.ts';
import { TestCluster } from '../testing/test-cluster.ts';

describe('aggregated roles', () => {
  it('have the rules of those that their selectors find, and lose them again', () => {
    const part = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'more', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      rules: [{ apiGroups: ['example.com'], resources: ['things'], verbs: ['get'] }],
    };
    let c = new TestCluster().settle();
    const has = () => c.get(clusterRoles, 'admin').rules?.some((r) => r.apiGroups?.includes('example.com')) ?? false;
    expect([(c.get(clusterRoles, 'admin').rules?.length ?? 0) > 10, has()]).toEqual([true, false]);
    c.apply(part).settle();
    expect(has()).toBe(true);
    c = c.expectQuiet().delete(clusterRoles, 'more').settle();
    expect(has()).toBe(false);
  });
});

describe('a Secret of an account', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: { name: 't', annotations: { 'kubernetes.io/service-account.name': 'robot' } },
  };

  it('is given a token that the API takes, and goes with its account', () => {
    const c = new TestCluster().apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } }, secret).settle();
    const { data = {} } = c.get(secrets, 't');
    expect(textOfBase64(data['namespace'] ?? '')).toBe('default');
    expect(authenticateToken(c.cluster.core, textOfBase64(data['token'] ?? ''))).toMatchObject({
      user: { name: 'system:serviceaccount:default:robot' },
    });
    const again = c.expectQuiet().delete(serviceAccounts, 'robot').settle();
    expect(again.list(secrets, 'default')).toEqual([]);
  });
});
