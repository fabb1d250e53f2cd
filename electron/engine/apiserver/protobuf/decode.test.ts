/** Protobuf bodies, made byte by byte, through the reader and through a request. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '#shared/api/errors.ts';
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import { TestCluster } from '../../testing/test-cluster.ts';
import { handleRequest } from '../request/request.ts';
import { decodeProtobuf, PROTOBUF } from './decode.ts';

const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

function varint(n: number | bigint): string {
  let left = BigInt.asUintN(64, BigInt(n));
  let out = '';
  for (; left > 127n; left >>= 7n) out += String.fromCharCode(Number(left & 127n) | 128);
  return out + String.fromCharCode(Number(left));
}

/** A field: a varint, or bytes. */
const field = (n: number, value: number | bigint | string): string =>
  typeof value === 'string' ? `${varint((n << 3) | 2)}${varint(value.length)}${value}` : `${varint(n << 3)}${varint(value)}`;
const message = (...fields: readonly (readonly [number, number | bigint | string])[]): string =>
  fields.map(([n, v]) => field(n, v)).join('');
const wrapped = (apiVersion: string, kind: string, content: string): string =>
  `k8s\0${message([1, message([1, apiVersion], [2, kind])], [2, content])}`;
const named = (name: string) => [1, message([1, name])] as const;

const read = (apiVersion: string, kind: string, content: string): unknown =>
  decodeProtobuf(wrapped(apiVersion, kind, content), { apiVersion, kind }, () => undefined);

function refusal(bytes: string): string {
  try {
    decodeProtobuf(bytes, { apiVersion: 'v1', kind: 'ConfigMap' }, () => undefined);
  } catch (e) {
    if (e instanceof ApiError && e.code === 400) return e.message;
    throw e;
  }
  return '';
}

describe('what is said', () => {
  test('texts, bytes and maps', () => {
    expect(
      read(
        'v1',
        'ConfigMap',
        message(
          named('a'),
          [2, message([1, 'k'], [2, latin1('ü€')])],
          [2, message([1, '__proto__'])],
          [3, message([1, 'b'], [2, '\u0000\u00ff'])],
        ),
      ),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: { k: 'ü€', ['__proto__']: '' },
      binaryData: { b: 'AP8=' },
    });
  });

  test('what lies inline, numbers, quantities, times and either of two', () => {
    const probe = message([1, message([2, message([2, message([1, 0], [2, 8080])])])], [2, 0], [3, 5]);
    const container = message([1, 'c'], [8, message([2, message([1, 'cpu'], [2, message([1, '100m'])])])], [10, probe]);
    const volume = message([1, 'v'], [2, message([2, message([1, ''])])]);
    const pod = message([1, message([1, 'p'], [8, message([1, 1_767_323_045])])], [2, message([1, volume], [2, container], [4, 0])]);
    expect(read('v1', 'Pod', pod)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', creationTimestamp: '2026-01-02T03:04:05Z' },
      spec: {
        volumes: [{ name: 'v', emptyDir: {} }],
        terminationGracePeriodSeconds: 0,
        containers: [
          { name: 'c', resources: { requests: { cpu: '100m' } }, livenessProbe: { httpGet: { port: 8080 }, timeoutSeconds: 5 } },
        ],
      },
    });
  });

  test('zero is said where it may be told from nothing', () => {
    expect(read('apps/v1', 'Deployment', message([2, message([1, 0], [5, 0])]))).toMatchObject({ spec: { replicas: 0 } });
    expect(read('apps/v1', 'Deployment', message([2, message([5, 0])]))).toMatchObject({ spec: {} });
    expect(read('v1', 'Secret', message([5, 0], [3, '']))).toEqual({ apiVersion: 'v1', kind: 'Secret', immutable: false });
  });

  test('integers keep their digits, and microseconds are kept', () => {
    expect(JSON.stringify(read('v1', 'Pod', message([2, message([4, 2n ** 63n - 1n])])))).toContain('9223372036854775807');
    expect(read('v1', 'Pod', message([2, message([4, -1])]))).toMatchObject({ spec: { terminationGracePeriodSeconds: -1 } });
    expect(read('coordination.k8s.io/v1', 'Lease', message([2, message([3, message([1, 1], [2, 2003])])]))).toMatchObject({
      spec: { acquireTime: '1970-01-01T00:00:01.000002Z' },
    });
  });

  test('a packed list is a list', () => {
    expect(read('v1', 'Pod', message([2, message([14, message([4, varint(1) + varint(300)])])]))).toMatchObject({
      spec: { securityContext: { supplementalGroups: [1, 300] } },
    });
  });

  test('a schema of a custom resource', () => {
    const schema = message(
      [5, 'object'],
      [3, 'r'],
      [8, message([1, '{"a":1}'])],
      [24, message([1, message([5, 'string'])])],
      [30, message([1, 1])],
      [38, 1],
    );
    const content = message([2, message([7, message([1, 'v1'], [4, message([1, schema])])])]);
    expect(read('apiextensions.k8s.io/v1', 'CustomResourceDefinition', content)).toMatchObject({
      spec: {
        versions: [
          {
            schema: {
              openAPIV3Schema: {
                type: 'object',
                $ref: 'r',
                default: { a: 1 },
                items: { type: 'string' },
                additionalProperties: true,
                'x-kubernetes-preserve-unknown-fields': true,
              },
            },
          },
        ],
      },
    });
  });

  test('fields and groups that nobody knows are passed over', () => {
    const group = `${varint((99 << 3) | 3)}${field(1, 'x')}${varint((99 << 3) | 3)}${varint((99 << 3) | 4)}${varint((99 << 3) | 4)}`;
    expect(read('v1', 'ConfigMap', `${group}${field(77, 'x')}${field(78, 1)}${message(named('a'))}`)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
    });
  });

  test('what does not say what it is, is what is expected', () => {
    expect(decodeProtobuf(`k8s\0${field(2, message(named('a')))}`, { apiVersion: 'v1', kind: 'ConfigMap' }, () => undefined)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
    });
  });
});

describe('what is no message', () => {
  test('is refused in words', () => {
    expect(refusal('')).toBe('the object provided is unrecognized (must be of type ConfigMap): empty data (<empty>)');
    expect(refusal('{}\u00ff')).toBe(
      'the object provided is unrecognized (must be of type ConfigMap): provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] (7b7dff)',
    );
    expect(refusal(wrapped('v1', 'ConfigMap', '\n\u0005'))).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: unexpected EOF',
    );
    expect(refusal(wrapped('v1', 'ConfigMap', message([1, 7])))).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: proto: wrong wireType = 0 for field Metadata',
    );
    expect(refusal(wrapped('v9', 'Thing', ''))).toContain('no kind "Thing" is registered for version "v9"');
  });

  test('is refused however deep it is', () => {
    let schema = '';
    for (let i = 0; i < 5000; i++) schema = field(28, schema);
    expect(
      refusal(
        wrapped('apiextensions.k8s.io/v1', 'CustomResourceDefinition', message([2, message([7, message([4, message([1, schema])])])])),
      ),
    ).toContain('nested too deep');
  });

  test('whatever bytes come, the answer is a value or BadRequest', () => {
    const kind = fc.constantFrom(
      ['v1', 'Pod'],
      ['v1', 'Service'],
      ['apps/v1', 'Deployment'],
      ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
      ['policy/v1', 'Eviction'],
    );
    const part: fc.Memo<string> = fc.memo((n) =>
      fc
        .array(
          fc.tuple(
            fc.integer({ min: 1, max: 30 }),
            n > 1 ? fc.oneof(fc.integer(), fc.string({ unit: 'binary-ascii' }), part()) : fc.integer(),
          ),
          { maxLength: 4 },
        )
        .map((fields) => message(...fields)),
    );
    fc.assert(
      fc.property(kind, part(4), fc.nat(200), ([apiVersion, k], content, cut) => {
        for (const bytes of [
          wrapped(apiVersion as string, k as string, content),
          wrapped(apiVersion as string, k as string, content).slice(0, cut),
        ])
          expect(typeof refusal(bytes)).toBe('string');
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('requests', () => {
  const { core } = new TestCluster({ loops: [] }).cluster;
  const ask = (method: ApiRequest['method'], path: string, body: string, type = PROTOBUF): ApiResponse =>
    handleRequest(
      core,
      { method, path, body, headers: { 'content-type': type } },
      { name: 'admin', groups: ['system:masters'] },
    ) as ApiResponse;
  const maps = '/api/v1/namespaces/default/configmaps';

  test('create, be refused as JSON would be, and delete', () => {
    expect(ask('POST', maps, wrapped('v1', 'ConfigMap', message(named('a'))))).toMatchObject({
      status: 201,
      body: { metadata: { name: 'a' } },
    });
    expect(ask('POST', maps, wrapped('v1', 'ConfigMap', message(named('A_'))))).toMatchObject({ status: 422, body: { reason: 'Invalid' } });
    expect(ask('POST', maps, wrapped('v1', 'Pod', ''))).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('cannot be handled as a ConfigMap') },
    });
    expect(ask('DELETE', `${maps}/a`, wrapped('v1', 'DeleteOptions', message([2, message([1, 'other'])])))).toMatchObject({ status: 409 });
    expect(ask('DELETE', `${maps}/a`, '')).toMatchObject({ status: 200 });
  });

  test('other media types are refused with those that are taken', () => {
    expect(ask('POST', maps, 'x', 'text/plain')).toMatchObject({
      status: 415,
      body: {
        message: expect.stringMatching(
          /accepted media types include: application\/json, application\/yaml, application\/vnd.kubernetes.protobuf$/,
        ),
      },
    });
    expect(ask('DELETE', `${maps}/a`, 'x', 'text/plain')).toMatchObject({ status: 415 });
    expect(ask('PATCH', `${maps}/a`, 'x', PROTOBUF)).toMatchObject({ status: 415 });
  });
});
