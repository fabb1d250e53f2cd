import { describe, expect, it } from 'vitest';
import { deepFreeze } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import { BridgeError } from '../../../bridge/index.ts';
import { forms } from '../forms/index.ts';
import { envEntryText, policyRuleText, probeText } from '../forms/words.ts';
import { ofStructural } from './custom-schema.ts';
import { Draft, type DraftPorts } from './draft.svelte.ts';
import { asRoot, fieldAt, schemaAt, schemaOfType } from './form-schema.ts';
import { missingIn } from './missing.ts';
import { readText, textOf } from './scalar-text.ts';
import { summaryOf } from './summary.ts';

const deployment = asRoot(schemaOfType('Deployment')!);

describe('schema', () => {
  it('reaches any field, and knows what it is', () => {
    expect(schemaAt(deployment, ['spec', 'template', 'spec', 'containers', 0, 'imagePullPolicy'])).toMatchObject({
      scalar: 'string',
      values: ['Always', 'Never', 'IfNotPresent'],
    });
    expect(schemaAt(deployment, ['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'cpu'])).toMatchObject({
      scalar: 'quantity',
    });
    expect(fieldAt(deployment, ['spec', 'template', 'spec', 'containers', 0, 'ports', 0, 'containerPort'])).toMatchObject({
      required: true,
    });
    expect([...deployment.fields().keys()]).toEqual(['metadata', 'spec']);
  });

  it('reads a custom resource by its own schema', () => {
    const s = ofStructural({
      type: 'object',
      required: ['mode'],
      properties: {
        mode: { type: 'string', enum: ['a', 'b'] },
        n: { type: 'integer', minimum: 1 },
        any: { 'x-kubernetes-preserve-unknown-fields': true },
        port: { 'x-kubernetes-int-or-string': true },
      },
    });
    expect(schemaAt(s, ['mode'])).toMatchObject({ values: ['a', 'b'] });
    expect(schemaAt(s, ['port'])).toMatchObject({ scalar: 'intOrString' });
    expect(schemaAt(s, ['any'])).toMatchObject({ scalar: 'any' });
    expect(fieldAt(s, ['mode'])?.required).toBe(true);
  });

  it('knows every path that a curated form names', () => {
    for (const form of forms) {
      const schema = schemaOfType(form.kind)!;
      for (const s of form.sections)
        for (const f of s.fields)
          if (f.path)
            expect(
              schemaAt(schema, [...(s.path ?? []), ...(s.each ? [0] : []), ...f.path]),
              `${form.kind} ${f.path.join('.')}`,
            ).toBeDefined();
    }
  });
});

describe('values', () => {
  const quantity = { kind: 'scalar', scalar: 'quantity' } as const;
  const port = { kind: 'scalar', scalar: 'integer', least: 0, most: 65_535 } as const;
  const either = { kind: 'scalar', scalar: 'intOrString' } as const;
  it('takes what the type takes', () => {
    expect(readText(quantity, '250m')).toEqual({ value: '250m' });
    expect(readText(quantity, '250 mega')).toHaveProperty('fault');
    expect(readText(port, '80')).toEqual({ value: 80 });
    expect(readText(port, '80.5')).toHaveProperty('fault');
    expect(readText(port, '70000')).toHaveProperty('fault');
    expect([readText(either, '25%'), readText(either, '1'), readText(either, '')]).toEqual([
      { value: '25%' },
      { value: 1 },
      { value: undefined },
    ]);
  });
  it('reads and writes anything as YAML', () => {
    const any = { kind: 'scalar', scalar: 'any' } as const;
    const value = { a: [1, { b: 'x' }] };
    expect(readText(any, textOf(any, value))).toEqual({ value });
  });
});

it('says structured values in a few words', () => {
  expect(summaryOf({ cpu: '250m', memory: '1Gi' })).toBe('cpu 250m   memory 1Gi');
  expect(summaryOf([{ name: 'a' }, { name: 'b' }])).toBe('a, b');
  expect(summaryOf(undefined)).toBe('');
  expect(probeText({ httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 5 })).toBe('GET :8080/healthz · every 5 s');
});

it('misses only what was added', () => {
  const base = { spec: { template: { spec: { containers: [{ name: 'a', ports: [{ containerPort: 1 }] }] } } } };
  const after = { spec: { template: { spec: { containers: [{ name: 'a', ports: [{ containerPort: 1 }, {}] }] } } } };
  expect(missingIn(deployment, base, after)).toEqual([
    { path: ['spec', 'template', 'spec', 'containers', 0, 'ports', 1, 'containerPort'], message: 'containerPort is required.' },
  ]);
  expect(missingIn(deployment, base, base)).toEqual([]);
});

describe('draft', () => {
  const key = 'apps/deployments/shop/web';
  const web = deepFreeze({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { replicas: 3, selector: {}, template: {} },
  }) as unknown as ApiObject;

  function setup() {
    let live = web;
    let refuse: BridgeError | undefined;
    const sent: ObjectChange[] = [];
    const ports = {
      cluster: { get: () => live, peek: () => live },
      readOnly: undefined,
      undo: {
        apply(_label: string, [c]: readonly ObjectChange[]) {
          if (refuse) return Promise.reject(refuse);
          sent.push(c!);
          live = c!.after!;
          return Promise.resolve([live]);
        },
      },
    } as unknown as DraftPorts;
    return {
      draft: new Draft(ports, key, () => deployment),
      sent,
      refuse: (e: BridgeError | undefined) => {
        refuse = e;
      },
    };
  }
  const invalid = new BridgeError({
    reason: 'Invalid',
    message: 'Deployment.apps "web" is invalid',
    details: { causes: [{ field: 'spec.replicas', message: 'must be greater than or equal to 0' }] },
  });

  it('sends an edit as before and after', async () => {
    const { draft, sent } = setup();
    await draft.set(['spec', 'replicas'], 5, 'replicas');
    expect(sent).toMatchObject([{ before: { spec: { replicas: 3 } }, after: { spec: { replicas: 5 } } }]);
    expect(draft.pending).toBe(false);
  });

  it('keeps what is refused, at the field that is named, until it is mended', async () => {
    const { draft, sent, refuse } = setup();
    refuse(invalid);
    await draft.set(['spec', 'replicas'], -1, 'replicas');
    expect(draft.valueAt(['spec', 'replicas'])).toBe(-1);
    expect(draft.faultAt(['spec', 'replicas'])).toBe('must be greater than or equal to 0');
    refuse(undefined);
    await draft.set(['spec', 'replicas'], 1, 'replicas');
    expect(sent).toHaveLength(1);
    expect(draft.faults).toEqual([]);
  });

  it('does not send what lacks a required field', async () => {
    const { draft, sent } = setup();
    await draft.set(['spec', 'template', 'spec', 'containers'], [{}], 'containers');
    expect(sent).toEqual([]);
    expect(draft.faultUnder(['spec', 'template', 'spec', 'containers', 0])).toBe(true);
    draft.discard();
    expect(draft.valueAt(['spec', 'template'])).toEqual({});
  });
});

it('says the entries of a list, and does not count them', () => {
  expect(envEntryText({ name: 'MODE', value: 'prod' })).toBe('MODE=prod');
  expect(envEntryText({ name: 'T', valueFrom: { secretKeyRef: { name: 'web', key: 'token' } } })).toBe('T from secret web, key token');
  expect(
    policyRuleText({
      from: [
        { podSelector: { matchLabels: { app: 'web' } }, namespaceSelector: {} },
        { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
      ],
      ports: [{ port: 5432 }],
    }),
  ).toBe('from app=web in every namespace, 10.0.0.0/8 but 10.1.0.0/16 · 5432');
  expect(policyRuleText({})).toBe('everybody');
});
