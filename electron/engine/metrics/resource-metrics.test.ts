/** What `kubectl top` asks for, and that the autoscaler reckons with the same. */
import { expect, test } from 'vitest';
import { horizontalPodAutoscalers } from '#shared/kinds/autoscaling/horizontal-pod-autoscaler.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import type { User } from '../apiserver/context.ts';

const ADMIN: User = { name: 'admin', groups: ['system:masters'] };
const ask = (c: TestCluster, path: string, accept = 'application/json', user = ADMIN) =>
  c.cluster.request({ method: 'GET', path: `/apis/metrics.k8s.io/v1beta1${path}`, headers: { accept } }, user) as {
    status: number;
    body: any;
  };

const labels = { app: 'web' };
const web = (replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: labels },
    template: {
      metadata: {
        labels,
        annotations: {
          'app.behaviour.drydock.dev/cpu-at-rest': '100m',
          'app.behaviour.drydock.dev/memory-at-rest': '64Mi',
          'log.behaviour.drydock.dev/cpu-at-rest': '5m',
          'log.behaviour.drydock.dev/memory-at-rest': '8Mi',
        },
      },
      spec: {
        containers: [
          { name: 'app', image: 'app', resources: { requests: { cpu: '200m' } } },
          { name: 'log', image: 'log', resources: { requests: { cpu: '10m' } } },
        ],
      },
    },
  },
});
const up = () => new TestCluster().nodes(1).apply(web(2)).settle().advance('1m');

test('pods: each container, as of the last sample', () => {
  const { body } = ask(up(), '/namespaces/default/pods');
  expect([body.kind, body.items.length]).toEqual(['PodMetricsList', 2]);
  expect(body.items[0]).toMatchObject({
    metadata: { namespace: 'default', labels },
    window: '15s',
    containers: [
      { name: 'app', usage: { cpu: '100000000n', memory: '65536Ki' } },
      { name: 'log', usage: { cpu: '5000000n', memory: '8192Ki' } },
    ],
  });
  expect(Date.parse(body.items[0].timestamp) % 15_000).toBe(0);
});

test('nodes: what their pods use, and the system', () => {
  const c = up();
  const { usage } = ask(c, '/nodes/n1').body;
  const idle = ask(new TestCluster().nodes(1).settle(), '/nodes/n1').body.usage;
  const over = (key: 'cpu' | 'memory') => parseInt(usage[key]) - parseInt(idle[key]);
  expect([over('cpu'), over('memory')]).toEqual([2 * 105_000_000, 2 * 72 * 1024]);
  expect(parseInt(idle.cpu)).toBeGreaterThan(0);
});

test('a selector chooses, a pod that does not run has none, and tables print them', () => {
  const c = up()
    .apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'stuck' },
      spec: { nodeSelector: { no: 'where' }, containers: [{ name: 'c', image: 'c' }] },
    })
    .advance('1m');
  expect(ask(c, '/pods?labelSelector=app%3Dweb').body.items.length).toBe(2);
  expect(ask(c, '/namespaces/default/pods/stuck')).toMatchObject({
    status: 404,
    body: { message: 'podmetrics.metrics.k8s.io "default/stuck" not found' },
  });
  expect(ask(c, '/namespaces/default/pods/gone').body.message).toBe('pods "default/gone" not found');
  expect(ask(c, '/namespaces/default/pods', 'application/json;as=Table;g=meta.k8s.io;v=v1').body.rows[0].cells.slice(1)).toEqual([
    '105m',
    '72Mi',
    '15s',
  ]);
});

test('who may view may look', () => {
  const c = up()
    .apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'eve' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'User', name: 'eve', apiGroup: 'rbac.authorization.k8s.io' }],
    })
    .settle();
  const as = (name: string) => ask(c, '/pods', 'application/json', { name, groups: ['system:authenticated'] }).status;
  expect([as('eve'), as('mallory')]).toEqual([200, 403]);
});

test('the autoscaler reckons with the same', () => {
  const c = up()
    .apply({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: {
        minReplicas: 2,
        maxReplicas: 3,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }],
      },
    })
    .advance('1m');
  expect(c.get(horizontalPodAutoscalers, 'web').status.currentMetrics?.[0]?.resource?.current).toEqual({
    averageValue: '105m',
    averageUtilization: 50,
  });
});

test('the group is discovered, last', () => {
  const c = up();
  const groups = (c.cluster.request({ method: 'GET', path: '/apis' }, ADMIN) as { body: any }).body.groups.map(
    (g: { name: string }) => g.name,
  );
  expect(groups.at(-1)).toBe('metrics.k8s.io');
  expect(ask(c, '').body.resources).toEqual([
    { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list'] },
    { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
  ]);
  expect(
    (
      c.cluster.request({ method: 'GET', path: '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io' }, ADMIN) as {
        body: any;
      }
    ).body.status.conditions[0],
  ).toMatchObject({ type: 'Available', status: 'True' });
});
