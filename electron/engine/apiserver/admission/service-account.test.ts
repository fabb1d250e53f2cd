import { describe, expect, it } from 'vitest';
import { pods } from '#shared/kinds/core/pod.ts';
import { serviceAccounts } from '#shared/kinds/core/service-account.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

const pod = (name: string, spec = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', image: 'nginx:1.27' }], ...spec },
});
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } },
  },
};

describe('the account of a pod', () => {
  it('is the default one, with a token in every container', () => {
    const { spec } = new TestCluster().apply(pod('a', { initContainers: [{ name: 'init', image: 'busybox' }] })).get(pods, 'a');
    expect([spec.serviceAccountName, spec.serviceAccount]).toEqual(['default', 'default']);
    const mount = [{ name: spec.volumes?.[0]?.name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }];
    expect([spec.volumes?.length, spec.containers[0]?.volumeMounts, spec.initContainers?.[0]?.volumeMounts]).toEqual([1, mount, mount]);
  });

  it('must be there', () => {
    expect(() => new TestCluster().apply(pod('a', { serviceAccountName: 'robot' }))).toThrow(
      'pods "a" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found',
    );
  });

  it('gives no token where pod or account say so, the pod first', () => {
    const c = new TestCluster().apply(pod('a', { automountServiceAccountToken: false }));
    c.change(serviceAccounts, 'default', (a) => ({ ...a, automountServiceAccountToken: false, imagePullSecrets: [{ name: 'pull' }] }));
    c.apply(pod('b'), pod('c', { automountServiceAccountToken: true }));
    expect(['a', 'b', 'c'].map((n) => c.get(pods, n).spec.volumes?.length ?? 0)).toEqual([0, 0, 1]);
    expect(c.get(pods, 'b').spec.imagePullSecrets).toEqual([{ name: 'pull' }]);
  });

  it('leaves like pods the containers they share', () => {
    const c = new TestCluster().nodes(1).apply(deployment).settle();
    expect(new Set(c.pods().map((p) => p.spec.containers)).size).toBe(1);
  });
});
