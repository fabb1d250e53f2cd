/** Custom resources from their definition to their end. */
import { describe, expect, it } from 'vitest';
import { ApiError } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { handleRequest } from './request/request.ts';

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 9 },
        colour: { type: 'string', enum: ['red', 'blue'], default: 'red' },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        port: { 'x-kubernetes-int-or-string': true },
        tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
      },
    },
    status: { type: 'object', properties: { phase: { type: 'string' } } },
  },
};
const version = (name: string, more: object = {}) => ({
  name,
  served: true,
  storage: name === 'v1',
  schema: { openAPIV3Schema: schema },
  subresources: { status: {} },
  additionalPrinterColumns: [
    { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
  ],
  ...more,
});
const definition = (plural: string, kind: string, more: object = {}, versions: readonly object[] = [version('v1')]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.example.com` },
  spec: { group: 'example.com', scope: 'Namespaced', names: { plural, kind, shortNames: ['wi'], ...more }, versions },
});
const widget = (spec: object, name = 'w') => ({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name }, spec });

const kindOf = (c: TestCluster, plural = 'widgets') => c.cluster.core.resources.byId(`example.com/${plural}`)?.definition as KindDefinition;
const start = (...more: readonly object[]) =>
  new TestCluster().apply(definition('widgets', 'Widget') as never, ...(more as never[])).advance('1s');
const refusal = (run: () => unknown): string => {
  try {
    run();
    return '';
  } catch (e) {
    if (e instanceof ApiError) return e.message;
    throw e;
  }
};

describe('a custom resource', () => {
  it('says what it is, and is not made while its definition is going', () => {
    const c = start(widget({ size: 2 }) as never);
    const path = '/apis/example.com/v1/namespaces/default/widgets';
    const said = (method: 'POST' | 'PATCH', body: object, at = '', headers = {}) => {
      const r = handleRequest(
        c.cluster.core,
        { method, path: `${path}${at}`, body, headers },
        { name: 'admin', groups: ['system:masters'] },
      ) as ApiResponse;
      return [r.status, (r.body as { message?: string }).message];
    };
    expect(said('POST', { metadata: { name: 'x' } })).toEqual([
      400,
      `the object provided is unrecognized (must be of type Widget): Object 'Kind' is missing in '{"metadata":{"name":"x"}}' ({"metadata":{"name":"x"}})`,
    ]);
    expect(said('POST', { kind: 'Widget', metadata: { name: 'x' } })).toEqual([
      400,
      'the API version in the data () does not match the expected API version (example.com/v1)',
    ]);
    expect(said('POST', { ...widget({ size: 2 }, 'x'), kind: 'Gadget' })).toEqual([
      422,
      'Widget.example.com "x" is invalid: kind: Invalid value: "Gadget": must be Widget',
    ]);
    expect(
      said('PATCH', { metadata: { finalizers: ['example.com/hold'] } }, '/w', { 'content-type': 'application/merge-patch+json' })[0],
    ).toBe(200);
    c.delete(customResourceDefinitions, 'widgets.example.com');
    c.advance('1s');
    expect(said('POST', widget({ size: 2 }, 'late'))).toEqual([
      403,
      'widgets.example.com "late" is forbidden: create not allowed while custom resource definition is terminating',
    ]);
  });

  it('is served, pruned and completed', () => {
    const c = start().apply(widget({ size: 3, extra: 'gone', free: { any: { thing: 1 } }, port: 'http' }));
    const { apiVersion, kind, metadata, ...rest } = c.get(kindOf(c), 'w') as ApiObject & { spec: object };
    expect([apiVersion, kind, metadata.generation, rest]).toEqual([
      'example.com/v1',
      'Widget',
      1,
      { spec: { size: 3, free: { any: { thing: 1 } }, port: 'http', colour: 'red' } },
    ]);
    expect(kindOf(c).unknownFields?.(widget({ size: 1, extra: 1, tags: [{ a: 1 }] }))).toEqual(['spec.extra', 'spec.tags[0].a']);
  });

  it("is checked in the validator's words", () => {
    const c = start();
    const said = (spec: object) => refusal(() => c.apply(widget(spec)));
    expect(said({ colour: 'red' })).toBe('Widget.example.com "w" is invalid: spec.size: Required value');
    expect(said({ size: 30 })).toBe(
      'Widget.example.com "w" is invalid: spec.size: Invalid value: 30: spec.size in body should be less than or equal to 9',
    );
    expect(said({ size: 'big' })).toBe(
      'Widget.example.com "w" is invalid: spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"',
    );
    expect(said({ size: 1, colour: 'green' })).toBe(
      'Widget.example.com "w" is invalid: spec.colour: Unsupported value: "green": supported values: "red", "blue"',
    );
    expect(said({ size: 1, tags: ['a', 'b', 'a'] })).toBe('Widget.example.com "w" is invalid: spec.tags[2]: Duplicate value: "a"');
    expect(said({ size: 1, port: true })).toBe(
      'Widget.example.com "w" is invalid: spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"',
    );
  });

  it('holds numbers to their type and format, and writes them as Go does', () => {
    const number = (more: object) => ({ type: 'number', ...more });
    const spec = {
      type: 'object',
      properties: {
        small: { type: 'integer', format: 'int32' },
        whole: { type: 'integer', maximum: 5000000 },
        ratio: number({ maximum: 1000000 }),
      },
    };
    const c = new TestCluster()
      .apply(
        definition('widgets', 'Widget', {}, [
          version('v1', { schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } }),
        ]) as never,
      )
      .advance('1s');
    const said = (more: object) => refusal(() => c.apply(widget(more))).replace('Widget.example.com "w" is invalid: ', '');
    expect([said({ small: 3e9 }), said({ small: 1.5 }), said({ whole: 6e6 }), said({ ratio: 1234567.5 })]).toEqual([
      '<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec.small',
      '[spec.small: Invalid value: "float64": spec.small in body must be of type int32: "float64", <nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec.small]',
      'spec.whole: Invalid value: 6000000: spec.whole in body should be less than or equal to 5000000',
      'spec.ratio: Invalid value: 1.2345675e+06: spec.ratio in body should be less than or equal to 1e+06',
    ]);
  });

  it('keeps what was let pass before', () => {
    const c = start().apply(widget({ size: 9 }));
    c.change(
      customResourceDefinitions,
      'widgets.example.com',
      (d) => JSON.parse(JSON.stringify(d).replace('"maximum":9', '"maximum":5')) as never,
      '',
    ).advance('1s');
    expect(refusal(() => c.apply(widget({ size: 9, colour: 'blue' })))).toBe('');
    expect(refusal(() => c.apply(widget({ size: 8 })))).toContain('should be less than or equal to 5');
  });

  it('has columns by JSON path, a status of its own, and every served version', () => {
    const c = new TestCluster()
      .apply(definition('widgets', 'Widget', {}, [version('v1'), version('v2')]) as never)
      .advance('1s')
      .apply(widget({ size: 2 }));
    const kind = kindOf(c);
    const o = c.get(kind, 'w');
    expect(
      kind.columns?.map((x) => [
        x.name,
        x.cell({ ...o, status: { conditions: [{ type: 'Ready', status: 'True' }] } } as never, { nowMs: 0 }),
      ]),
    ).toEqual([
      ['Name', 'w'],
      ['Size', 2],
      ['Ready', 'True'],
    ]);
    c.changeStatus(kind, 'w', (w) => ({ ...w, spec: { size: 5 }, status: { phase: 'Up', other: 1 } }) as never);
    expect(c.get(kind, 'w')).toMatchObject({ metadata: { generation: 1 }, spec: { size: 2 }, status: { phase: 'Up' } });
    expect(kind.served?.map((v) => v.fromStored(o).apiVersion)).toEqual(['example.com/v2']);
  });

  it('is held to the rules of its schema', () => {
    const rules = [{ rule: 'self.min <= self.max' }, { rule: 'self.max <= oldSelf.max * 2', message: 'max may double at most' }];
    const limits = {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          'x-kubernetes-validations': rules,
          properties: {
            min: { type: 'integer' },
            max: {
              type: 'integer',
              'x-kubernetes-validations': [{ rule: 'self < 100', messageExpression: '"below 100, not " + string(self)' }],
            },
          },
        },
      },
    };
    const c = new TestCluster()
      .apply(definition('widgets', 'Widget', {}, [version('v1', { schema: { openAPIV3Schema: limits } })]) as never)
      .advance('1s');
    const said = (spec: object) => refusal(() => c.apply(widget(spec)));
    expect(said({ min: 3, max: 2 })).toBe('Widget.example.com "w" is invalid: spec: Invalid value: failed rule: self.min <= self.max');
    expect(said({ min: 1, max: 100 })).toBe('Widget.example.com "w" is invalid: spec.max: Invalid value: 100: below 100, not 100');
    expect(said({ min: 'a', max: 2 })).toContain('<nil>: Invalid value: null: some validation rules were not checked');
    expect([said({ min: 1, max: 2 }), said({ min: 1, max: 5 })]).toEqual([
      '',
      'Widget.example.com "w" is invalid: spec: Invalid value: max may double at most',
    ]);
  });

  it('is held to what its rules say of before, of where and of why', () => {
    const text = { type: 'string' };
    const item = {
      type: 'object',
      required: ['name'],
      properties: {
        name: text,
        size: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self >= oldSelf', message: 'only grows' }] },
      },
    };
    const spec = {
      type: 'object',
      'x-kubernetes-validations': [
        {
          rule: '!oldSelf.hasValue() || self.mode == oldSelf.value().mode',
          optionalOldSelf: true,
          message: 'mode is for ever',
          fieldPath: '.mode',
          reason: 'FieldValueForbidden',
        },
        { rule: "self.?until.orValue(timestamp('2026-01-01T00:00:00Z')) < timestamp('2030-01-01T00:00:00Z')" },
      ],
      properties: {
        mode: text,
        until: { type: 'string', format: 'date-time' },
        parts: { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'], items: item },
        names: { type: 'array', items: { type: 'string', 'x-kubernetes-validations': [{ rule: "self != 'bad'" }] } },
      },
    };
    const c = new TestCluster()
      .apply(
        definition('widgets', 'Widget', {}, [
          version('v1', { schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } }),
        ]) as never,
      )
      .advance('1s');
    const said = (more: object) =>
      refusal(() =>
        c.apply(
          widget({
            mode: 'a',
            parts: [
              { name: 'x', size: 2 },
              { name: 'y', size: 1 },
            ],
            ...more,
          }),
        ),
      ).replace('Widget.example.com "w" is invalid: ', '');
    expect([
      said({}),
      said({ mode: 'b' }),
      said({
        parts: [
          { name: 'y', size: 1 },
          { name: 'x', size: 1 },
        ],
      }),
      said({ until: '2031-01-01T00:00:00Z' }),
      said({ names: ['bad'] }),
    ]).toEqual([
      '',
      'spec.mode: Forbidden: mode is for ever',
      'spec.parts[1].size: Invalid value: 1: only grows',
      "spec: Invalid value: failed rule: self.?until.orValue(timestamp('2026-01-01T00:00:00Z')) < timestamp('2030-01-01T00:00:00Z')",
      'spec.names[0]: Invalid value: "bad": failed rule: self != \'bad\'',
    ]);
  });

  it('lets pass what a new rule would refuse, where nothing around it has changed', () => {
    const c = new TestCluster()
      .apply(
        definition('widgets', 'Widget', {}, [
          version('v1', {
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    properties: { size: { type: 'integer' }, names: { type: 'array', items: { type: 'string', maxLength: 9 } } },
                  },
                },
              },
            },
          }),
        ]) as never,
      )
      .advance('1s')
      .apply(widget({ names: ['bad'] }));
    c.change(
      customResourceDefinitions,
      'widgets.example.com',
      (d) =>
        JSON.parse(
          JSON.stringify(d).replace('"maxLength":9', '"maxLength":9,"x-kubernetes-validations":[{"rule":"self != \'bad\'"}]'),
        ) as never,
      '',
    ).advance('1s');
    expect([
      refusal(() => c.apply(widget({ names: ['bad'], size: 1 }))),
      refusal(() => c.apply(widget({ names: ['bad', 'good'] }))),
    ]).toEqual(['', 'Widget.example.com "w" is invalid: spec.names[0]: Invalid value: "bad": failed rule: self != \'bad\'']);
  });

  it('has in each version the subresources, fields to select by and warnings of that version', () => {
    const scaled = {
      status: {},
      scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size', labelSelectorPath: '.status.selector' },
    };
    const c = new TestCluster()
      .apply(
        definition('widgets', 'Widget', {}, [
          version('v1', {
            subresources: scaled,
            selectableFields: [{ jsonPath: '.spec.colour' }],
            schema: { openAPIV3Schema: { ...schema, description: 'told apart' } },
          }),
          version('v1beta1', { subresources: undefined, deprecated: true }),
          version('v1alpha1', { deprecated: true, deprecationWarning: 'no more alpha' }),
        ]) as never,
      )
      .advance('1s')
      .apply(widget({ size: 2 }));
    const ask = (path: string, method: 'GET' | 'PUT' = 'GET', body?: object) =>
      handleRequest(
        c.cluster.core,
        { method, path: `/apis/example.com/${path}`, ...(body ? { body } : {}) },
        { name: 'admin', groups: ['system:masters'] },
      ) as ApiResponse;
    const at = 'namespaces/default/widgets';
    expect(
      ['v1', 'v1beta1', 'v1alpha1'].map((v) => (ask(v).body as { resources: readonly { name: string }[] }).resources.map((r) => r.name)),
    ).toEqual([['widgets', 'widgets/status', 'widgets/scale'], ['widgets'], ['widgets', 'widgets/status']]);
    expect(['v1', 'v1beta1', 'v1alpha1'].map((v) => ask(`${v}/${at}`).headers?.['warning'])).toEqual([
      undefined,
      '299 - "example.com/v1beta1 Widget is deprecated; use example.com/v1 Widget"',
      '299 - "no more alpha"',
    ]);
    expect([
      ask(`v1/${at}/w/scale`).status,
      ask(`v1beta1/${at}/w/status`).status,
      ask(`v1/${at}?fieldSelector=spec.colour%3Dred`).status,
      ask(`v1alpha1/${at}?fieldSelector=spec.colour%3Dred`).status,
    ]).toEqual([200, 404, 200, 400]);
    const old = ask(`v1beta1/${at}/w`).body as object;
    expect(ask(`v1beta1/${at}/w`, 'PUT', { ...old, status: { phase: 'Up' } }).body).toMatchObject({
      status: { phase: 'Up' },
      metadata: { generation: 2 },
    });
    expect(
      (ask(`v1/${at}/w`, 'PUT', { ...(ask(`v1/${at}/w`).body as object), status: { phase: 'Down' } }).body as { status: object }).status,
    ).toEqual({ phase: 'Up' });
  });

  it('is stored in another version when its definition says so', () => {
    const c = new TestCluster()
      .apply(definition('widgets', 'Widget', {}, [version('v1'), version('v2')]) as never)
      .advance('1s')
      .apply(widget({ size: 2 }));
    c.change(
      customResourceDefinitions,
      'widgets.example.com',
      (d) => ({
        ...d,
        spec: { ...d.spec, versions: d.spec.versions.map((v) => ({ ...v, storage: v.name === 'v2', served: v.name === 'v1' })) },
      }),
      '',
    ).advance('1s');
    expect([c.get(kindOf(c), 'w'), c.cluster.core.resources.byPath('example.com', 'v2', 'widgets')]).toMatchObject([
      { apiVersion: 'example.com/v2', metadata: { generation: 1 } },
      undefined,
    ]);
    expect(c.get(customResourceDefinitions, 'widgets.example.com', '').status.storedVersions).toEqual(['v1', 'v2']);
    c.expectQuiet();
  });

  it('does not take the place of a kind that there is', () => {
    const own = definition('networkpolicies', 'NetworkPolicy', { shortNames: [] });
    const c = new TestCluster()
      .apply({
        ...own,
        metadata: { name: 'networkpolicies.networking.k8s.io', annotations: { 'api-approved.kubernetes.io': 'unapproved' } },
        spec: { ...own.spec, group: 'networking.k8s.io' },
      } as never)
      .advance('1s');
    expect(c.cluster.core.resources.byPath('networking.k8s.io', 'v1', 'networkpolicies')?.definition.structural).toBeUndefined();
    c.delete(customResourceDefinitions, 'networkpolicies.networking.k8s.io', {}, '').advance('1s');
    expect([
      c.list(customResourceDefinitions),
      c.cluster.core.resources.byPath('networking.k8s.io', 'v1', 'networkpolicies')?.definition.kind,
    ]).toEqual([[], 'NetworkPolicy']);
  });

  it('waits for names that are taken', () => {
    const c = start(definition('gadgets', 'Gadget'));
    expect(
      c.get(customResourceDefinitions, 'gadgets.example.com', '').status.conditions?.map((x) => [x.type, x.status, x.reason, x.message]),
    ).toEqual([
      ['NamesAccepted', 'False', 'ShortNamesConflict', '"wi" is already in use'],
      ['Established', 'False', 'NotAccepted', 'not all names are accepted'],
    ]);
    c.delete(customResourceDefinitions, 'widgets.example.com', {}, '').advance('1s');
    expect(c.get(customResourceDefinitions, 'gadgets.example.com', '').status.acceptedNames?.shortNames).toEqual(['wi']);
  });

  it('goes with its definition, objects first, and comes back with the document', () => {
    const c = start().apply(widget({ size: 1 }), {
      ...widget({ size: 2 }, 'held'),
      metadata: { name: 'held', finalizers: ['example.com/wait'] },
    });
    const reopened = new TestCluster({ log: c.log });
    expect(kindOf(reopened).shortNames).toEqual(['wi']);
    reopened.delete(customResourceDefinitions, 'widgets.example.com', {}, '').advance('1s');
    expect(reopened.list(kindOf(reopened)).map((o) => o.metadata.name)).toEqual(['held']);
    reopened.change(kindOf(reopened), 'held', (o) => ({ ...o, metadata: { ...o.metadata, finalizers: [] } }), 'default').advance('1s');
    expect([reopened.list(customResourceDefinitions), kindOf(reopened)]).toEqual([[], undefined]);
    reopened.expectQuiet();
  });
});
