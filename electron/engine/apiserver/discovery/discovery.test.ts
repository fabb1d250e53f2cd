import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { TestCluster } from '../../testing/test-cluster.ts';
import { compareVersions } from '#shared/api/version-order.ts';
import { discover } from './discovery.ts';

const cases = fileURLToPath(new URL('../../../../../shared/fidelity/cases/discovery/', import.meta.url));
const { core } = new TestCluster().cluster;
const ask = (path: string, accept = 'application/json') =>
  discover(core, path, accept) as { status: number; headers?: Record<string, string>; body: any };

test("/api and /apis name what is served, Kubernetes' groups first", () => {
  expect(ask('/api').body.versions).toEqual(['v1']);
  const { groups } = ask('/apis').body;
  expect(groups.slice(0, 3).map((g: any) => g.name)).toEqual(['apiregistration.k8s.io', 'apps', 'events.k8s.io']);
  expect(groups.find((g: any) => g.name === 'autoscaling').preferredVersion.version).toBe('v2');
  expect([ask('/apis/nope'), ask('/api/v2'), ask('/apis/apps/v1/deployments')]).toEqual([undefined, undefined, undefined]);
});

test('aggregated discovery is given to who asks for it, in the version asked for first', () => {
  const v2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const beta = v2.replace('v=v2', 'v=v2beta1');
  const { headers, body } = ask('/apis', `${v2},${beta},application/json`);
  expect(headers?.['content-type']).toBe(v2);
  const apps = body.items.find((g: any) => g.metadata.name === 'apps').versions[0].resources.find((r: any) => r.resource === 'deployments');
  expect(apps).toMatchObject({
    responseKind: { group: 'apps', version: 'v1', kind: 'Deployment' },
    scope: 'Namespaced',
    shortNames: ['deploy'],
    subresources: [
      { subresource: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' } },
      { subresource: 'status' },
    ],
  });
  expect([
    ask('/api', `${beta}`).body.apiVersion,
    ask('/api', 'application/json').body.kind,
    ask('/api', 'application/vnd.kubernetes.protobuf').status,
  ]).toEqual(['apidiscovery.k8s.io/v2beta1', 'APIVersions', 406]);
});

test('versions are preferred as Kubernetes prefers them', () => {
  expect(['v1alpha1', 'foo', 'v1', 'v2beta1', 'v2', 'v1beta2'].sort(compareVersions)).toEqual([
    'v2',
    'v1',
    'v2beta1',
    'v1beta2',
    'v1alpha1',
    'foo',
  ]);
});

describe.skipIf(!existsSync(cases))('recorded', () => {
  const steps = existsSync(cases)
    ? readdirSync(cases)
        .flatMap((f) => (JSON.parse(readFileSync(`${cases}${f}`, 'utf8')) as { steps: any[] }).steps)
        .filter((s) => s.path.startsWith('/api'))
    : [];
  test.each(steps)('$path', ({ path, expect: { body } }) => {
    const plain = (b: any) => ({
      ...b,
      serverAddressByClientCIDRs: undefined,
      resources: b.resources?.map((r: any) => r).sort((x: any, y: any) => (x.name < y.name ? -1 : 1)),
    });
    expect(plain(ask(path).body)).toEqual(plain(body));
  });
});
