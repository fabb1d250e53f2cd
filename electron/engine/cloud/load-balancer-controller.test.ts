import { describe, expect, it } from 'vitest';
import { services } from '#shared/kinds/core/service.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const pool = { apiVersion: 'drydock.dev/v1', kind: 'NodePool', metadata: { name: 'web' }, spec: { machineType: 'medium', replicas: 1 } };
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80, protocol: 'TCP' }] },
};
const ingress = (c: TestCluster) => c.get(services, 'web').status.loadBalancer?.ingress;

describe('a load balancer', () => {
  it('gets an address after a while, and says so', () => {
    const c = new TestCluster().apply(pool).settle().apply(service).advance('1s');
    expect(ingress(c)).toBeUndefined();
    c.settle();
    expect(ingress(c)?.[0]?.ip).toMatch(/^203\.0\.113\./);
    expect(c.events('web')).toEqual(['EnsuringLoadBalancer: Ensuring load balancer', 'EnsuredLoadBalancer: Ensured load balancer']);
    c.expectQuiet();
  });

  it("stays pending where the nodes are no provider's", () => {
    const c = new TestCluster().nodes(2).apply(service).settle();
    expect(ingress(c)).toBeUndefined();
    expect(c.get(services, 'web').metadata.finalizers).toBeUndefined();
  });

  it('is given back when the type changes and when the Service goes', () => {
    const c = new TestCluster()
      .apply(pool)
      .settle()
      .apply(service)
      .settle()
      .change(services, 'web', (s) => ({ ...s, spec: { ...s.spec, type: 'ClusterIP' } }))
      .settle();
    expect([ingress(c), c.get(services, 'web').metadata.finalizers]).toEqual([undefined, undefined]);
    c.change(services, 'web', (s) => ({ ...s, spec: { ...s.spec, type: 'LoadBalancer' } })).settle();
    expect(ingress(c)).toHaveLength(1);
    c.delete(services, 'web').settle();
    expect(c.list(services, 'default').map((s) => s.metadata.name)).not.toContain('web');
  });

  it('goes on after a restart as if there had been none', () => {
    const begun = new TestCluster().apply(pool).settle().apply(service).advance('1s');
    const again = begun.restart().settle();
    const whole = new TestCluster().apply(pool).settle().apply(service).advance('1s').settle();
    expect(ingress(again)).toEqual(ingress(whole));
  });
});
