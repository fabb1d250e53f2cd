import { describe, expect, it } from 'vitest';
import { jobs } from '#shared/kinds/batch/job.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceQuotas } from '#shared/kinds/core/resource-quota.ts';
import { services } from '#shared/kinds/core/service.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const quota = (hard: Record<string, string>, more = {}, name = 'q') => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name },
  spec: { hard, ...more },
});
const template = (resources = {}) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'nginx:1.27', resources }] },
});
const pod = (name: string, resources = {}, spec = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { ...template(resources).spec, ...spec },
});
const web = (replicas: number, resources = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template(resources) },
});
const service = (name: string, spec = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { ports: [{ port: 80 }], ...spec },
});
const used = (c: TestCluster, name = 'q') => c.get(resourceQuotas, name).status.used;

describe('a quota', () => {
  it('counts what there is, and what comes and goes', () => {
    const c = new TestCluster()
      .nodes(1)
      .apply(
        service('s'),
        quota({ pods: '5', 'requests.cpu': '2', 'limits.memory': '1Gi', services: '3', 'count/deployments.apps': '2', secrets: '1' }),
        web(2, { requests: { cpu: '250m' }, limits: { memory: '100Mi' } }),
      )
      .settle();
    expect(used(c)).toEqual({
      pods: '2',
      'requests.cpu': '500m',
      'limits.memory': '200Mi',
      services: '2',
      'count/deployments.apps': '1',
      secrets: '0',
    });
    c.delete(services, 's').delete(deployments, 'web').settle();
    expect(used(c)).toEqual({
      pods: '0',
      'requests.cpu': '0',
      'limits.memory': '0',
      services: '1',
      'count/deployments.apps': '0',
      secrets: '0',
    });
    c.expectQuiet();
  });

  it("refuses what is too much, in Kubernetes' words", () => {
    const c = new TestCluster().nodes(1).apply(quota({ pods: '2', 'requests.cpu': '1' }), pod('a', { requests: { cpu: '700m' } }));
    expect(() => c.apply(pod('b', { requests: { cpu: '400m' } }))).toThrow(
      'pods "b" is forbidden: exceeded quota: q, requested: requests.cpu=400m, used: requests.cpu=700m, limited: requests.cpu=1',
    );
    expect(() => c.apply(pod('b'))).toThrow('pods "b" is forbidden: failed quota: q: must specify requests.cpu for: app');
    expect(used(c)).toEqual({ pods: '1', 'requests.cpu': '700m' });
  });

  it('is told by the controller whose pods it stops', () => {
    const c = new TestCluster()
      .nodes(1)
      .apply(quota({ pods: '1' }), web(3))
      .advance('1s')
      .expectPods(1);
    expect(c.events().find((e) => e.startsWith('FailedCreate'))).toMatch(
      /^FailedCreate: Error creating: pods "web-[a-z0-9]+-[a-z0-9]{5}" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1/,
    );
  });

  it('charges nothing for pods that have ended', () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'j' },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox' }] } } },
    };
    const c = new TestCluster()
      .nodes(1)
      .apply(quota({ pods: '1', 'count/pods': '5', 'count/jobs.batch': '1' }), job)
      .settle();
    c.changeStatus(pods, c.pods()[0]?.metadata.name ?? '', (p) => ({ ...p, status: { ...p.status, phase: 'Succeeded' } })).settle();
    expect([c.get(jobs, 'j').kind, used(c)]).toEqual(['Job', { pods: '0', 'count/pods': '1', 'count/jobs.batch': '1' }]);
  });

  it('counts the ports of a Service as it changes', () => {
    const c = new TestCluster().apply(quota({ 'services.nodeports': '1', 'services.loadbalancers': '0' }), service('s')).settle();
    c.change(services, 's', (s) => ({ ...s, spec: { ...s.spec, type: 'NodePort' } }));
    expect(used(c)).toEqual({ 'services.nodeports': '1', 'services.loadbalancers': '0' });
    expect(() => c.apply(service('t', { type: 'LoadBalancer' }))).toThrow(
      'services "t" is forbidden: exceeded quota: q, requested: services.loadbalancers=1,services.nodeports=1, used: services.loadbalancers=0,services.nodeports=1, limited: services.loadbalancers=0,services.nodeports=1',
    );
    c.change(services, 's', (s) => ({ ...s, spec: { ...s.spec, type: 'ClusterIP', ports: [{ port: 80 }] } })).settle();
    expect(used(c)).toMatchObject({ 'services.nodeports': '0' });
  });

  it('counts what is within its scopes only', () => {
    const high = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 };
    const c = new TestCluster().apply(
      high,
      quota({ pods: '9' }, { scopes: ['BestEffort'] }),
      quota(
        { pods: '9' },
        { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] } },
        'vip',
      ),
      quota({ pods: '9' }, { scopes: ['Terminating'] }, 'short'),
    );
    c.apply(pod('a'), pod('b', { requests: { cpu: '1' } }), pod('c', {}, { priorityClassName: 'high', activeDeadlineSeconds: 5 })).settle();
    expect([used(c), used(c, 'vip'), used(c, 'short')]).toEqual([{ pods: '2' }, { pods: '1' }, { pods: '1' }]);
  });
});
