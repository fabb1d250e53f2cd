/** Pools make their machines, and give them back. */
import { describe, expect, it } from 'vitest';
import { nodes } from '#shared/kinds/core/node.ts';
import { nodePools } from '#shared/kinds/drydock/node-pool.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const pool = (replicas: number, spec: object = {}) => ({
  apiVersion: 'drydock.dev/v1',
  kind: 'NodePool',
  metadata: { name: 'web' },
  spec: { machineType: 'medium', replicas, ...spec },
});
const names = (c: TestCluster) => c.list(nodes).map((n) => n.metadata.name);
const ready = (c: TestCluster) =>
  c.list(nodes).filter((n) => n.status.conditions?.some((x) => x.type === 'Ready' && x.status === 'True')).length;

describe('a node pool', () => {
  it('becomes nodes, ready once they have started', () => {
    const c = new TestCluster().apply(pool(3)).advance('1s');
    expect([names(c), ready(c)]).toEqual([['web-1', 'web-2', 'web-3'], 0]);
    c.settle();
    expect(ready(c)).toBe(3);
    expect(c.get(nodePools, 'web').status).toMatchObject({ replicas: 3, readyReplicas: 3, selector: 'drydock.dev/node-pool=web' });
    c.expectQuiet();
  });

  it('spreads them over its zones', () => {
    const c = new TestCluster().apply(pool(4, { provider: 'gke', machineType: 'e2-standard-4' })).settle();
    expect(c.list(nodes).map((n) => n.metadata.labels?.['topology.kubernetes.io/zone'])).toEqual([
      'europe-west1-b',
      'europe-west1-c',
      'europe-west1-d',
      'europe-west1-b',
    ]);
  });

  it('keeps back what the provider keeps back', () => {
    const c = new TestCluster().apply(pool(1, { provider: 'gke', machineType: 'e2-standard-4' })).settle();
    // 4 cpus: 60 + 10 + 10 thousandths. 16 GiB: 25% of 4, 20% of 4, 10% of 8, and 100 MiB.
    expect(c.get(nodes, 'web-1').status.allocatable).toMatchObject({
      cpu: '3920m',
      memory: `${Math.floor(16 * 1024 ** 2 - 2.6 * 1024 ** 2 - 100 * 1024)}Ki`,
    });
  });

  it('gives nodes back, the last in first', () => {
    const c = new TestCluster()
      .apply(pool(3))
      .settle()
      .change(nodePools, 'web', (p) => ({ ...p, spec: { ...p.spec, replicas: 1 } }))
      .settle();
    expect(names(c)).toEqual(['web-1']);
    c.expectQuiet();
  });

  it('replaces a node that is deleted', () => {
    const c = new TestCluster().apply(pool(2)).settle().delete(nodes, 'web-1').settle();
    expect(names(c)).toEqual(['web-1', 'web-2']);
    expect(ready(c)).toBe(2);
  });
});
