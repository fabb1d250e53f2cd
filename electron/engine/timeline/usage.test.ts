import { expect, test } from 'vitest';
import { nodes } from '#shared/kinds/core/node.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { MemoryLog } from '../store/memory-log.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { Timeline } from './timeline.ts';

const labels = { app: 'web' };
const WEB = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels, annotations: { 'behaviour.drydock.dev/cpu-at-rest': '100m', 'behaviour.drydock.dev/memory-at-rest': '64Mi' } },
      spec: {
        containers: [{ name: 'app', image: 'app', resources: { requests: { cpu: '200m', memory: '128Mi' }, limits: { cpu: '1' } } }],
      },
    },
  },
};
const KEY = 'apps/deployments/default/web';
const MI = 2 ** 20;

/** Two pods from the start, four from one minute on. */
function history() {
  const log = new MemoryLog();
  const t = new TestCluster({ log }).nodes(2).apply(WEB).advance('1m');
  t.change(deployments, 'web', (d) => ({ ...d, spec: { ...d.spec, replicas: 4 } })).advance('1m');
  const { core } = t.cluster;
  const line = new Timeline(log, core.store, core.resources);
  const epochMs = core.epochMs;
  return {
    t,
    usage: (of: object, fromMs = 50_000, toMs = 110_000, points = 2) => line.usage({ fromMs, toMs, points, epochMs, ...of }),
    top: (what: 'nodes' | 'pods', atMs: number) => line.top({ of: what, atMs, limit: 10, epochMs }),
  };
}

test('a workload uses what its pods of that instant do, and its limit is theirs', () => {
  const { usage } = history();
  expect(usage({ key: KEY })).toEqual([
    { atMs: 50_000, pods: 2, cpu: { used: 200, requested: 400, most: 2000 }, memory: { used: 128 * MI, requested: 256 * MI } },
    { atMs: 110_000, pods: 4, cpu: { used: 400, requested: 800, most: 4000 }, memory: { used: 256 * MI, requested: 512 * MI } },
  ]);
});

test('of machines there is what they can allocate; what they take themselves counts', () => {
  const { t, usage } = history();
  const all = usage({})[1];
  const each = ['n1', 'n2'].map((n) => usage({ key: `core/nodes//${n}` })[1]);
  expect(all?.pods).toBe(4);
  expect(all?.cpu.used).toBeGreaterThan(400);
  expect(each.reduce((sum, e) => sum + (e?.cpu.used ?? 0), 0)).toBe(all?.cpu.used);
  expect(all?.cpu.most).toBe(t.list(nodes).length * (each[0]?.cpu.most ?? 0));
});

test('the same figures as kubectl top, each node and pod, most first', () => {
  const { t, top, usage } = history();
  const metrics = (path: string) =>
    (
      t.cluster.request({ method: 'GET', path: `/apis/metrics.k8s.io/v1beta1/${path}` }, { name: 'a', groups: ['system:masters'] }) as {
        body: { usage: { cpu: string; memory: string } };
      }
    ).body;
  const rows = top('nodes', t.cluster.now);
  const [first] = rows;
  expect(rows.map((r) => r.cpu.used)).toEqual(rows.map((r) => r.cpu.used).sort((a, b) => b - a));
  expect(Math.round(parseInt(metrics(`nodes/${first?.name}`).usage.cpu) / 1e6)).toBe(first?.cpu.used);
  expect(top('pods', 50_000).map((r) => [r.kind, r.cpu.used])).toEqual([
    ['Pod', 100],
    ['Pod', 100],
  ]);
  expect(usage({ namespace: 'default' })[0]?.cpu).toEqual({ used: 200, requested: 400, most: 2000 });
  expect(usage({ key: 'core/pods/default/none' })[0]).toMatchObject({ pods: 0, cpu: { used: 0 } });
});
