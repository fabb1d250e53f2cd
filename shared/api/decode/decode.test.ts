import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kinds } from '../../kinds/index.ts';
import type { ApiError } from '../errors.ts';
import { deepFreeze } from '../json.ts';
import { groupOf, versionOf } from '../object.ts';
import { readBody } from './body.ts';
import { decodeText, decodeUntyped, decodeValue } from './decode.ts';
import { DecodeError } from './error.ts';
import { parseJson } from './parse.ts';

const pod = (spec: unknown) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec });
const complaint = (type: string, v: unknown): string => {
  try {
    decodeText(type, typeof v === 'string' ? v : JSON.stringify(v));
  } catch (e) {
    return (e as Error).message;
  }
  return '';
};
const read = (type: string, v: unknown) => decodeText<Record<string, any>>(type, typeof v === 'string' ? v : JSON.stringify(v));

describe('what does not fit is named as Go names it', () => {
  test.each([
    [
      'Pod',
      pod({ containers: 'nginx' }),
      'json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      'Pod',
      pod({ containers: [{ name: 1 }] }),
      'json: cannot unmarshal number into Go struct field Container.spec.containers.name of type string',
    ],
    [
      'Pod',
      pod({ containers: [{ imagePullPolicy: {} }] }),
      'json: cannot unmarshal object into Go struct field Container.spec.containers.imagePullPolicy of type v1.PullPolicy',
    ],
    ['Pod', pod({ containers: [7] }), 'json: cannot unmarshal number into Go struct field PodSpec.spec.containers of type v1.Container'],
    ['ConfigMap', { data: { a: 1 } }, 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string'],
    [
      'Deployment',
      { spec: { replicas: 'three' } },
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'Deployment',
      { spec: { replicas: 3e9 } },
      'json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'Deployment',
      '{"spec":{"replicas":1.0}}',
      'json: cannot unmarshal number 1.0 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'Service',
      { spec: { ports: [{ targetPort: true }] } },
      'json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32',
    ],
    ['Event', { firstTimestamp: 1 }, 'json: cannot unmarshal number into Go struct field Event.firstTimestamp of type string'],
    [
      'Pod',
      pod({ containers: [{ resources: { limits: { memory: '12Zi' } } }] }),
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    ['Secret', { data: { a: '***' } }, 'illegal base64 data at input byte 0'],
    [
      'Pod',
      '{"spec":{"activeDeadlineSeconds":99999999999999999999}}',
      'json: cannot unmarshal number 99999999999999999999 into Go struct field PodSpec.spec.activeDeadlineSeconds of type int64',
    ],
  ])('%s %j', (type, value, message) => expect(complaint(type, value)).toBe(message));

  test('the first mismatch is told, unless a value that reads itself fails later', () => {
    expect(complaint('Pod', pod({ nodeName: 1, hostname: 2 }))).toMatch(/nodeName/);
    expect(complaint('Pod', { metadata: { name: 1 }, spec: { containers: [{ resources: { limits: { cpu: 'x' } } }] } })).toMatch(
      /^quantities must match/,
    );
  });
});

describe('what is written back', () => {
  test('quantities, times and bytes are canonical', () => {
    const d = read(
      'Pod',
      pod({ containers: [{ name: 'a', resources: { requests: { cpu: '1000m', memory: 1024, 'ephemeral-storage': '0.5Gi' } } }] }),
    );
    expect(d.value['spec'].containers[0].resources.requests).toEqual({ cpu: '1', memory: '1024', 'ephemeral-storage': '512Mi' });
    expect(read('Event', { lastTimestamp: '2026-01-02T05:04:05+02:00' }).value['lastTimestamp']).toBe('2026-01-02T03:04:05Z');
    expect(read('Secret', { data: { a: 'QR==', b: null } }).value['data']).toEqual({ a: 'QQ==', b: '' });
  });

  test('what is empty goes, what was given through a pointer stays, what is always there comes', () => {
    expect(
      read('Deployment', {
        metadata: { name: 'd', labels: {}, creationTimestamp: null },
        spec: { replicas: 0, minReadySeconds: 0, paused: false },
      }).value,
    ).toEqual({
      metadata: { name: 'd' },
      spec: { replicas: 0, selector: null, strategy: {}, template: { metadata: {}, spec: { containers: null } } },
      status: {},
    });
    expect(read('HTTPGetAction', {}).value).toEqual({ port: 0 });
  });

  test('a null in a list or map is a zero value', () => {
    expect(read('Pod', pod({ containers: [null] })).value['spec'].containers).toEqual([{ name: '', resources: {} }]);
    expect(read('ConfigMap', { data: { a: null } }).value['data']).toEqual({ a: '' });
  });

  test('integers beyond 2^53 keep every digit', () => {
    expect(
      JSON.stringify(
        read('Pod', '{"spec":{"containers":null,"securityContext":{"runAsUser":9007199254740993}}}').value['spec'].securityContext,
      ),
    ).toBe('{"runAsUser":9007199254740993}');
    expect(JSON.stringify(decodeUntyped(parseJson('{"kind":"X","spec":{"a":9007199254740993,"b":1.50}}').value).value)).toBe(
      '{"kind":"X","spec":{"a":9007199254740993,"b":1.5},"metadata":{}}',
    );
    expect(() => decodeUntyped(parseJson('{"a":1e400}').value)).toThrow(
      'json: cannot unmarshal number 1e400 into Go value of type float64',
    );
  });

  test('__proto__ is a plain key', () => {
    const labels = read('ConfigMap', '{"metadata":{"labels":{"__proto__":"x"}}}').value['metadata'].labels;
    expect(JSON.stringify(labels)).toBe('{"__proto__":"x"}');
    expect(decodeText('ConfigMap', '{"__proto__":{"data":{}}}').strict).toEqual(['unknown field "__proto__"']);
  });

  test('a frozen object that is right already is returned as it is', () => {
    const d = deepFreeze(read('Pod', pod({ containers: [{ name: 'a' }] })).value);
    expect(decodeValue('Pod', d).value).toBe(d);
    const changed = { ...d, metadata: { name: 'q' } };
    expect((decodeValue('Pod', changed).value as typeof d)['spec']).toBe(d['spec']);
  });
});

describe('strict decoding', () => {
  test('unknown and repeated fields are told in the order they come', () => {
    expect(
      decodeText(
        'Pod',
        '{"spec":{"containers":[{"name":"a","imagee":"x"}],"bogus":1,"nodeName":"a","nodeName":"b"},"metadata":{"labels":{"a":"1","a":"2"}}}',
      ).strict,
    ).toEqual([
      'unknown field "spec.containers[0].imagee"',
      'unknown field "spec.bogus"',
      'duplicate field "spec.nodeName"',
      'duplicate field "metadata.labels.a"',
    ]);
  });

  test('case matters', () => expect(decodeText('Pod', '{"Spec":{}}').strict).toEqual(['unknown field "Spec"']));

  test('a schema may stand where true or false may, and is completed too', () => {
    const schema = read('JSONSchemaProps', { additionalProperties: { type: 'string', required: [] }, items: [{ type: 'a' }] }).value;
    expect(schema).toEqual({ additionalProperties: { type: 'string' }, items: [{ type: 'a' }] });
    expect(complaint('JSONSchemaProps', { additionalProperties: 1 })).toBe('boolean or JSON schema expected');
  });
});

const cases = fileURLToPath(new URL('../../../../shared/fidelity/cases/', import.meta.url));

describe.skipIf(!existsSync(cases))('recorded conversations', () => {
  interface Step {
    readonly method?: string;
    readonly path?: string;
    readonly body?: unknown;
    readonly expect?: { readonly status: number; readonly body: { readonly reason?: string; readonly message?: string } };
  }
  const steps = ['validation', 'defaults', 'semantics']
    .flatMap((category) =>
      readdirSync(`${cases}${category}`).flatMap((f) =>
        (JSON.parse(readFileSync(`${cases}${category}/${f}`, 'utf8')) as { steps: Step[] }).steps.map((s) => ({
          ...s,
          name: `${category}/${f}`,
        })),
      ),
    )
    .filter((s) => s.method === 'POST' && s.body !== undefined && s.expect);

  const answer = (s: Step) => {
    const [, plural] = /\/([a-z]+)(?:\?.*)?$/.exec(s.path!)!;
    const kind = kinds.find((k) => k.plural === plural)!;
    const validation = /fieldValidation=(\w+)/.exec(s.path!)?.[1] as 'Strict' | undefined;
    const text = typeof s.body === 'string' ? s.body : JSON.stringify(s.body);
    try {
      readBody(
        text,
        { group: groupOf(kind.apiVersion), version: versionOf(kind.apiVersion), kind: kind.kind, type: kind.type ?? kind.kind },
        validation ?? 'Warn',
      );
    } catch (e) {
      return (e as ApiError).message;
    }
    return undefined;
  };

  const structural = /cannot be handled as|is unrecognized/;
  const known = steps.filter((s) => kinds.some((k) => new RegExp(`/${k.plural}(\\?|$)`).test(s.path!)));
  test.each(known.filter((s) => structural.test(s.expect!.body.message ?? '')))('$name is refused word for word', (s) =>
    expect(answer(s)).toBe(s.expect!.body.message),
  );
  test.each(known.filter((s) => !structural.test(s.expect!.body.message ?? '')))('$name fits its type', (s) =>
    expect(answer(s)).toBeUndefined(),
  );
});

describe('any JSON', () => {
  const types = kinds.map((k) => k.type ?? k.kind);
  const keys = fc.constantFrom(
    'metadata',
    'spec',
    'status',
    'name',
    'labels',
    'containers',
    'template',
    'ports',
    'data',
    'selector',
    'rules',
    '__proto__',
    'constructor',
    'x',
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
    ),
  })).value;

  test('decodes or throws DecodeError, and decoding again changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.dictionary(keys, json), (type, value) => {
        let once: unknown;
        try {
          once = decodeValue(type, value).value;
        } catch (e) {
          expect(e).toBeInstanceOf(DecodeError);
          return;
        }
        const again = decodeValue(type, JSON.parse(JSON.stringify(once)));
        expect(JSON.stringify(again.value)).toBe(JSON.stringify(once));
        expect(again.strict).toEqual([]);
      }),
      { seed: 11, numRuns: 2000 },
    );
  });
});
