/** EndpointSlices follow the pods of a Service. */
import { describe, expect, it } from 'vitest';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { services } from '#shared/kinds/core/service.ts';
import { endpointSlices } from '#shared/kinds/discovery/endpoint-slice.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const web = (name: string, labels: Readonly<Record<string, string>> = { app: 'web' }) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [{ name: 'app', image: 'nginx', ports: [{ name: 'http', containerPort: 3000, protocol: 'TCP' }] }] },
  status: { phase: 'Pending' },
});
const service = (spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's' },
  spec: { type: 'ClusterIP', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http', protocol: 'TCP' }], ...spec },
});
const slices = (c: TestCluster) =>
  c.list(endpointSlices, 'default').filter((s) => s.metadata.labels?.['kubernetes.io/service-name'] === 's');

describe('endpoint slices', () => {
  it('list the pods that a Service selects, at the port that its name leads to', () => {
    const c = new TestCluster()
      .nodes(2)
      .apply(service(), web('a'), web('b'), web('other', { app: 'db' }))
      .settle();
    const [slice] = slices(c);
    expect(slice?.endpoints?.map((e) => e.targetRef?.name).sort()).toEqual(['a', 'b']);
    expect(slice?.ports).toEqual([{ name: '', port: 3000, protocol: 'TCP' }]);
    expect(slice?.endpoints?.[0]?.conditions).toEqual({ ready: true, serving: true, terminating: false });
    expect(slices(c)).toHaveLength(1);
    c.expectQuiet();
  });

  it('say in which zone their node is now', () => {
    const c = new TestCluster().nodes(1).apply(service(), web('a')).settle();
    c.change(nodes, 'n1', (n) => ({
      ...n,
      metadata: { ...n.metadata, labels: { ...n.metadata.labels, 'topology.kubernetes.io/zone': 'z' } },
    })).settle();
    expect(slices(c)[0]?.endpoints?.[0]?.zone).toBe('z');
  });

  it('keep an empty one for a Service that selects nothing', () => {
    const c = new TestCluster().apply(service()).settle();
    expect(slices(c).map((s) => [s.endpoints, s.ports])).toEqual([[null, null]]);
  });

  it('hold a hundred endpoints at the most', () => {
    const c = new TestCluster()
      .nodes(2, { pods: '200' })
      .apply(service(), ...Array.from({ length: 205 }, (_, i) => web(`p${i}`)))
      .settle();
    const counts = slices(c).map((s) => s.endpoints?.length ?? 0);
    expect([counts.reduce((a, b) => a + b), Math.max(...counts) <= 100, counts.length]).toEqual([205, true, 3]);
    c.delete(pods, 'p7').settle();
    expect(slices(c).reduce((n, s) => n + (s.endpoints?.length ?? 0), 0)).toBe(204);
    c.expectQuiet();
  });

  it('are marked where the Service has no address of its own', () => {
    const c = new TestCluster().apply(service({ clusterIP: 'None' })).settle();
    expect(slices(c)[0]?.metadata.labels).toEqual({
      'kubernetes.io/service-name': 's',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      'service.kubernetes.io/headless': '',
    });
  });
});

describe('the allocator', () => {
  it('gives Services addresses and node ports of their own', () => {
    const c = new TestCluster().apply(service({ type: 'NodePort' }), { ...service({ type: 'NodePort' }), metadata: { name: 't' } });
    const [s, t] = [c.get(services, 's').spec, c.get(services, 't').spec];
    expect(s.clusterIP).toMatch(/^10\.96\./);
    expect(s.clusterIP).not.toBe(t.clusterIP);
    expect(s.ports?.[0]?.nodePort).toBeGreaterThanOrEqual(30_000);
    expect(s.ports?.[0]?.nodePort).not.toBe(t.ports?.[0]?.nodePort);
  });

  it('refuses what is taken or out of range', () => {
    const c = new TestCluster().apply(service({ clusterIP: '10.96.0.10' }));
    const ask = (clusterIP: string) => () => c.apply({ ...service({ clusterIP }), metadata: { name: 't' } });
    expect(ask('10.96.0.10')).toThrow('failed to allocate IP 10.96.0.10: provided IP is already allocated');
    expect(ask('11.0.0.1')).toThrow(
      'failed to allocate IP 11.0.0.1: the provided IP (11.0.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/16',
    );
  });

  it('keeps what a client leaves out of an update', () => {
    const c = new TestCluster().apply(service({ type: 'NodePort' }));
    const before = c.get(services, 's').spec;
    c.change(services, 's', (s) => ({
      ...s,
      spec: { type: 'NodePort', selector: { app: 'other' }, ports: [{ port: 80, targetPort: 'http', protocol: 'TCP' }] },
    }));
    expect(c.get(services, 's').spec).toMatchObject({ clusterIP: before.clusterIP, ports: [{ nodePort: before.ports?.[0]?.nodePort }] });
  });
});
