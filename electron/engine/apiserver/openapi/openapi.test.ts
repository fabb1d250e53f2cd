import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isObject } from '#shared/api/json.ts';
import { TestCluster } from '../../testing/test-cluster.ts';
import { describeApi } from './openapi.ts';

const { core } = new TestCluster().cluster;
const ask = (path: string, query = '', accept = 'application/json', of = core) =>
  describeApi(of, path, accept, query) as { status: number; headers: Record<string, string>; body: any };
const parts: string[] = Object.keys(ask('/openapi/v3').body.paths);

function refs(v: unknown): string[] {
  if (Array.isArray(v)) return v.flatMap(refs);
  return isObject(v) ? Object.entries(v).flatMap(([k, x]) => (k === '$ref' && typeof x === 'string' ? [x] : refs(x))) : [];
}

test.each(parts)('%s refers only to what it defines', (part) => {
  const { body } = ask(`/openapi/v3/${part}`);
  const known = new Set(Object.keys(body.components.schemas).map((k) => `#/components/schemas/${k}`));
  expect(refs(body).filter((r) => !known.has(r))).toEqual([]);
});

test('version 2 refers only to what it defines', () => {
  const { body } = ask('/openapi/v2');
  const known = new Set(Object.keys(body.definitions).map((k) => `#/definitions/${k}`));
  expect(refs(body).filter((r) => !known.has(r))).toEqual([]);
});

test('a document tells clients how its kinds are patched, validated and merged', () => {
  const {
    paths,
    components: { schemas },
  } = ask('/openapi/v3/apis/apps/v1').body;
  const { patch } = paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'];
  expect(patch['x-kubernetes-group-version-kind']).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' });
  expect(patch.parameters.map((p: any) => p.name)).toEqual(['dryRun', 'fieldManager', 'fieldValidation', 'force']);
  expect(schemas['io.k8s.api.core.v1.PodSpec'].properties.containers).toMatchObject({
    items: { allOf: [{ $ref: '#/components/schemas/io.k8s.api.core.v1.Container' }], default: {} },
    'x-kubernetes-list-map-keys': ['name'],
    'x-kubernetes-patch-merge-key': 'name',
    'x-kubernetes-patch-strategy': 'merge',
  });
  expect(schemas['io.k8s.api.apps.v1.DeploymentStrategy'].properties.type.enum).toEqual(['Recreate', 'RollingUpdate']);
});

test('documents are found by their hash, which changes with what is served', () => {
  const { cluster } = new TestCluster();
  const url = () =>
    ask('/openapi/v3', '', 'application/json', cluster.core).body.paths['apis/example.com/v1']?.serverRelativeURL as string | undefined;
  const crd = (type: string) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { size: { type } } } } } },
        },
      ],
    },
  });
  const c = new TestCluster();
  expect(url()).toBeUndefined();
  c.apply(crd('integer')).settle();
  const first = ask('/openapi/v3', '', 'application/json', c.cluster.core).body.paths['apis/example.com/v1'].serverRelativeURL as string;
  const [path, query] = first.split('?') as [string, string];
  const { body } = ask(path, query, 'application/json', c.cluster.core);
  expect(body.components.schemas['com.example.v1.Widget']).toMatchObject({
    properties: { spec: { properties: { size: { type: 'integer' } } } },
    'x-kubernetes-group-version-kind': [{ group: 'example.com', kind: 'Widget', version: 'v1' }],
  });
  c.apply({ ...crd('string'), metadata: { name: 'widgets.example.com' } });
  expect(ask(path, query, 'application/json', c.cluster.core).status).toBe(301);
});

test('protobuf is declined, other paths are not its business', () => {
  expect(ask('/openapi/v3/api/v1', '', 'application/com.github.proto-openapi.spec.v3@v1.0+protobuf').status).toBe(406);
  expect(ask('/openapi/v2', '', 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf').body).toContain('Kubernetes');
  expect([ask('/openapi/v3/apis/nope/v1'), ask('/openapi/v4'), ask('/api')]).toEqual([undefined, undefined, undefined]);
});

const published = fileURLToPath(new URL('../../../../../shared/schemas/kubernetes-1.36-definitions.json', import.meta.url));

describe.skipIf(!existsSync(published))('version 2 against the published definitions', () => {
  const theirs = existsSync(published)
    ? (JSON.parse(readFileSync(published, 'utf8')) as { definitions: Record<string, any> }).definitions
    : {};
  const ours: Record<string, any> = ask('/openapi/v2').body.definitions;
  test('has the same models with the same fields', () => {
    const mine = Object.keys(ours).filter((k) => k.startsWith('io.k8s.') && !k.startsWith('io.k8s.metrics'));
    expect(mine.filter((k) => !theirs[k] && !/\.(Duration|CustomResourceSubresourceStatus|Scale)$/.test(k))).toEqual([]);
    for (const k of mine.filter((m) => theirs[m])) {
      expect([k, Object.keys(ours[k].properties ?? {}).sort(), ours[k].required ?? []]).toEqual([
        k,
        Object.keys(theirs[k].properties ?? {}).sort(),
        (theirs[k].required ?? []).sort(),
      ]);
      for (const [f, p] of Object.entries<any>(theirs[k].properties ?? {}))
        expect([k, f, ours[k].properties[f].$ref, ours[k].properties[f].items?.$ref]).toEqual([k, f, p.$ref, p.items?.$ref]);
    }
  });
});
