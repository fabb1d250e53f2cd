import { describe, expect, it } from 'vitest';
import { nodes } from '#shared/kinds/core/node.ts';
import { nodePools } from '#shared/kinds/drydock/node-pool.ts';
import type { Event } from '#shared/kinds/types.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

const pool = (name: string, spec: object = {}) => ({
  apiVersion: 'drydock.dev/v1',
  kind: 'NodePool',
  metadata: { name },
  spec: { capacity: { cpu: '4', memory: '16Gi' }, replicas: 1, minReplicas: 1, maxReplicas: 5, ...spec },
});
const web = (replicas: number, cpu = '1') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', image: 'web:1', resources: { requests: { cpu } } }] },
    },
  },
});
const size = (c: TestCluster, name = 'general') => c.get(nodePools, name).spec.replicas;

describe('the cluster autoscaler', () => {
  it('makes as many machines as pods that fit nowhere need, and tells them', () => {
    const c = new TestCluster().apply(pool('general')).settle().apply(web(8)).settle();
    c.expectPods({ running: 8 });
    expect([size(c), c.list(nodes).length]).toEqual([2, 2]);
    expect(c.events().filter((e) => e.startsWith('TriggeredScaleUp'))[0]).toBe(
      'TriggeredScaleUp: pod triggered scale-up: [{general 1->2 (max: 5)}]',
    );
  });

  it('puts what it does down to the pods it does it for', () => {
    const c = new TestCluster().apply(pool('general')).settle().apply(web(8)).settle();
    const written = c.log.since(0, Infinity).filter((e) => e.actor === 'cluster-autoscaler' && !e.key.startsWith('core/nodes/'));
    const causes = written.map((e) => c.log.since(e.cause - 1, 1)[0]?.key.split('/')[1]);
    expect(new Set(causes)).toEqual(new Set(['pods']));
    const told = written.filter((e) => e.key.startsWith('core/events/') && (e.value as Event).reason === 'TriggeredScaleUp');
    expect(told.map((e) => c.log.since(e.cause - 1, 1)[0]?.value.metadata.name)).toEqual(
      told.map((e) => (e.value as Event).involvedObject.name),
    );
  });

  it('chooses the pool that wastes least, and stays within its bounds', () => {
    const c = new TestCluster()
      .apply(pool('large', { capacity: { cpu: '32', memory: '128Gi' } }), pool('small'))
      .settle()
      .apply(web(40))
      .settle();
    expect([size(c, 'large'), size(c, 'small')]).toEqual([1, 2]);
    const full = new TestCluster()
      .apply(pool('general', { maxReplicas: 2 }))
      .settle()
      .apply(web(20))
      .settle();
    expect(size(full)).toBe(2);
    expect(full.events().some((e) => e.startsWith("NotTriggerScaleUp: pod didn't trigger scale-up: 1 max node group size reached"))).toBe(
      true,
    );
  });

  it('makes none for a pod that no machine could take', () => {
    const c = new TestCluster().apply(pool('general')).settle().apply(web(1, '64')).settle();
    expect(size(c)).toBe(1);
    expect(c.events().some((e) => e.includes('Insufficient cpu') && e.startsWith('NotTriggerScaleUp'))).toBe(true);
  });

  it('tells a pod that no machine could take every five minutes, however often the design is opened', () => {
    const c = new TestCluster().apply(pool('general')).settle().apply(web(1, '64')).settle();
    const told = (of: TestCluster) => of.events().filter((e) => e.startsWith('NotTriggerScaleUp'));
    expect(told(c.restart().advance('4m').restart().advance('30s'))).toEqual([expect.not.stringMatching(/\(x\d+\)$/)]);
    expect(told(c.restart().advance('5m10s'))).toEqual([expect.stringMatching(/ \(x2\)$/)]);
  });

  it('gives back what is not needed for ten minutes, moving what is on it', () => {
    const c = new TestCluster().apply(pool('general')).settle().apply(web(8)).settle().apply(web(2)).advance('15m');
    expect(size(c)).toBeGreaterThan(1);
    c.advance('30m').expectPods({ running: 2 });
    expect([size(c), c.list(nodes).length]).toEqual([1, 1]);
  });
});
