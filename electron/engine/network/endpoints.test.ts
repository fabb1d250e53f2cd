import { describe, expect, it } from 'vitest';
import { endpoints } from '#shared/kinds/core/endpoints.ts';
import { services } from '#shared/kinds/core/service.ts';
import { endpointSlices } from '#shared/kinds/discovery/endpoint-slice.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const service = (spec = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's', labels: { tier: 'web' } },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }], ...spec },
});
const web = (replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', image: 'nginx:1.27', ports: [{ name: 'http', containerPort: 3000 }] }] },
    },
  },
});
const addresses = (c: TestCluster) => c.get(endpoints, 's').subsets?.map((s) => [s.addresses?.map((a) => a.targetRef?.name), s.ports]);

describe('Endpoints', () => {
  it('tell the pods of a Service and their ports', () => {
    const c = new TestCluster().nodes(1).apply(service(), web(2)).settle();
    expect(addresses(c)).toEqual([
      [
        [...c.pods()].sort((a, b) => ((a.status.podIP ?? '') < (b.status.podIP ?? '') ? -1 : 1)).map((p) => p.metadata.name),
        [{ port: 3000, protocol: 'TCP' }],
      ],
    ]);
    expect(c.get(endpoints, 's').metadata.labels).toEqual({ tier: 'web', 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' });
    const again = c.expectQuiet().delete(services, 's').settle();
    expect(again.client.get(endpoints, 'default', 's')).toBeUndefined();
  });

  it('of a Service without a selector are mirrored into slices', () => {
    const byHand = (ip: string) => ({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 's' },
      subsets: [{ addresses: [{ ip }], ports: [{ name: 'db', port: 5432 }] }],
    });
    const c = new TestCluster()
      .apply(service({ selector: undefined }), byHand('192.0.2.1'))
      .settle()
      .apply(byHand('192.0.2.2'))
      .settle();
    const [slice, ...others] = c.list(endpointSlices, 'default').filter((s) => s.metadata.labels?.['kubernetes.io/service-name'] === 's');
    expect(slice).toMatchObject({
      addressType: 'IPv4',
      endpoints: [{ addresses: ['192.0.2.2'], conditions: { ready: true } }],
      ports: [{ name: 'db', port: 5432, protocol: 'TCP' }],
      metadata: { generateName: 's-', labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io' } },
    });
    expect(others).toEqual([]);
    c.expectQuiet();
  });
});
