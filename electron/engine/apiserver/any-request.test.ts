/** Whatever is sent to whatever path, the answer is the API's: an object, a list or a Status; never a failure of the server. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import { group, version, type KindDefinition } from '#shared/kinds/definition.ts';
import { kinds } from '#shared/kinds/index.ts';
import { typeOf, type Shape } from '#shared/kinds/schema/schema.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { handleRequest } from './request/request.ts';

const SEED = 20261;
const ADMIN = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };

function server() {
  const { core } = new TestCluster({ loops: [] }).cluster;
  return (r: ApiRequest): ApiResponse => {
    const answer = handleRequest(core, r, ADMIN);
    return 'watch' in answer ? { status: 200, body: 'a watch' } : answer;
  };
}

const words = fc.constantFrom(
  '',
  'a',
  'x',
  'TCP',
  'Always',
  'In',
  'RollingUpdate',
  '25%',
  '10.0.0.1',
  'fd00::1/64',
  'example.com/x',
  '-',
  'Ünï',
  '*',
  '$patch',
  '__proto__',
  'constructor',
  'yes',
);
const wild = fc.oneof(
  { arbitrary: fc.jsonValue({ maxDepth: 3 }), weight: 1 },
  { arbitrary: words, weight: 2 },
  { arbitrary: fc.constantFrom<unknown>(null, {}, [], [null], [[]], -1, 1.5, 1e300, 2 ** 53, true), weight: 2 },
);

/** JSON of a shape, now and then of another. */
function nearly(s: Shape, depth: number): fc.Arbitrary<unknown> {
  const fits = (): fc.Arbitrary<unknown> => {
    switch (s.kind) {
      case 'object':
        return depth <= 0
          ? fc.constant({})
          : fc.record(
              Object.fromEntries(
                [...typeOf(s.type).fields.values()].map((f) => [
                  f.name,
                  fc.option(nearly(f.shape, depth - 1), { nil: undefined, freq: 1 }),
                ]),
              ),
              { requiredKeys: [] },
            );
      case 'list':
        return fc.array(nearly(s.items, depth - 1), { maxLength: 2 });
      case 'map':
        return fc.dictionary(words, nearly(s.items, depth - 1), { maxKeys: 2 });
      case 'integer':
        return fc.constantFrom(0, 1, -1, 70000);
      case 'boolean':
        return fc.boolean();
      case 'quantity':
        return fc.constantFrom('1', '100m', '-1', '1Gi', 'much');
      case 'time':
        return fc.constantFrom('2026-01-02T03:04:05Z', 'soon');
      default:
        return words;
    }
  };
  return fc.oneof({ arbitrary: fits(), weight: 30 }, { arbitrary: wild, weight: 1 });
}

const bodies = new Map<KindDefinition, fc.Arbitrary<object>>();
function bodyOf(k: KindDefinition): fc.Arbitrary<object> {
  let b = bodies.get(k);
  if (!b)
    bodies.set(
      k,
      (b = fc.tuple(nearly({ kind: 'object', type: k.type ?? k.kind }, 5), fc.boolean()).map(([v, named]) => ({
        ...(typeof v === 'object' ? v : {}),
        apiVersion: k.apiVersion,
        kind: k.kind,
        ...(named ? { metadata: { name: 'x' } } : {}),
      }))),
    );
  return b;
}

const pathOf = (k: KindDefinition, name = '') =>
  `${group(k) ? `/apis/${group(k)}` : '/api'}/${version(k)}/${k.namespaced ? 'namespaces/default/' : ''}${k.plural}${name && `/${name}`}`;
const queries = fc.constantFrom(
  '',
  '?dryRun=All',
  '?fieldManager=me',
  '?fieldManager=me&force=true',
  '?fieldValidation=Strict',
  '?fieldValidation=odd',
  '?limit=1&continue=zzz',
  '?labelSelector=a in (',
  '?fieldSelector=spec.x=1',
  '?resourceVersion=-5',
  '?dryRun=%zz',
  '?watch=true&resourceVersion=1',
);
const methods = fc.constantFrom<ApiRequest['method']>('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS');
const patchTypes = fc.constantFrom(
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/json',
  'text/plain',
  '',
);
const accepts = fc.constantFrom(
  '',
  'application/json',
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
  'application/vnd.kubernetes.protobuf',
  'application/yaml',
  ';;;',
);

function expectAnswer({ status, body }: ApiResponse, r: ApiRequest): void {
  const said = `${r.method} ${r.path} ${JSON.stringify(r.body)}`;
  expect([200, 201, 202, 301, 400, 403, 404, 405, 406, 409, 410, 413, 415, 422, 429, 500, 504], said).toContain(status);
  expect(() => JSON.stringify(body), said).not.toThrow();
  if (status >= 400 && typeof body !== 'string')
    expect(body, said).toMatchObject({ kind: 'Status', status: 'Failure', code: status, message: expect.any(String) });
  if (status === 500)
    expect((body as { message: string }).message, said).toMatch(
      /^(resourceVersion: |strconv\.|map: |unknown patch type|unable to find api field|failed to|cannot merge lists|merging lists|The order in patch|list element types|error|json: )/,
    ); // what Kubernetes too answers so
}

const paths: fc.Arbitrary<readonly [KindDefinition, string]> = fc
  .constantFrom(...kinds)
  .chain((k) =>
    fc.tuple(
      fc.constant(k),
      fc.constantFrom(
        pathOf(k),
        pathOf(k, 'x'),
        pathOf(k, 'default'),
        ...(k.subresources ?? []).map((s) => pathOf(k, `x/${s.name}`)),
        pathOf(k, 'x/odd'),
        `${pathOf(k)}/`,
      ),
    ),
  );

describe(`any request (seed ${SEED})`, () => {
  test('to any path is answered', () => {
    const ask = server();
    fc.assert(
      fc.property(
        paths.chain(([k, path]) =>
          fc.record({
            method: methods,
            path: queries.map((q) => path + q),
            headers: fc.record({ 'content-type': patchTypes, accept: accepts, 'user-agent': fc.constantFrom('kubectl/v1.36.0', '', '/') }),
            body: fc.oneof(
              bodyOf(k),
              wild.map((v) => JSON.stringify(v)),
              fc.constantFrom(
                '',
                '{',
                '[1',
                'a: [',
                '\u0000',
                '{"a":1,"a":2}',
                '[{"op":"add","path":"/metadata/labels","value":3}]',
                '{"spec":{"$patch":"replace"}}',
              ),
            ),
          }),
        ),
        (r) => {
          expectAnswer(ask(r), r);
        },
      ),
      { numRuns: 3000, seed: SEED },
    );
  });

  test('of paths that nobody serves is answered too', () => {
    const ask = server();
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'api',
            'apis',
            'v1',
            'apps',
            'openapi',
            'v3',
            'namespaces',
            'default',
            'pods',
            'version',
            'healthz',
            '..',
            '%2e',
            '%zz',
            'watch',
            '*',
            '',
          ),
          { maxLength: 7 },
        ),
        methods,
        queries,
        (parts, method, q) => {
          const r = { method, path: `/${parts.join('/')}${q}` };
          expectAnswer(ask(r), r);
        },
      ),
      { numRuns: 800, seed: SEED },
    );
  });

  let rounds = 0;
  afterAll(() => {
    expect(rounds).toBeGreaterThan(40);
  }); // or the objects are too odd to be created at all

  test.each(
    kinds
      .filter((k) => (k.verbs ?? ['create']).includes('create') && (k.verbs ?? ['get']).includes('get'))
      .map((k) => [`${k.apiVersion} ${k.kind}`, k] as const),
  )('%s: what was created is got, replaced by itself and patched with nothing', (_n, k) => {
    fc.assert(
      fc.property(bodyOf(k), (body) => {
        const ask = server();
        const made = ask({ method: 'POST', path: pathOf(k), body });
        expectAnswer(made, { method: 'POST', path: pathOf(k), body });
        if (made.status !== 201) return;
        const {
          metadata: { name },
        } = made.body as { metadata: { name: string } };
        const path = pathOf(k, name);
        const got = ask({ method: 'GET', path }).body;
        expect(got).toEqual(made.body);
        expect(ask({ method: 'PUT', path, body: got as object })).toMatchObject({ status: 200, body: got as object });
        for (const type of ['application/merge-patch+json', 'application/strategic-merge-patch+json']) {
          const { status, body: patched } = ask({ method: 'PATCH', path, headers: { 'content-type': type }, body: {} });
          expect([status, patched]).toEqual([200, got]);
        }
        const config = { apiVersion: k.apiVersion, kind: k.kind, metadata: { name } };
        const applied = ask({
          method: 'PATCH',
          path: `${path}?fieldManager=me`,
          headers: { 'content-type': 'application/apply-patch+yaml' },
          body: config,
        });
        expect(applied).toMatchObject({ status: 200, body: { ...(got as object), metadata: { name } } });
        rounds++;
      }),
      { numRuns: 12, seed: SEED },
    );
  });
});
