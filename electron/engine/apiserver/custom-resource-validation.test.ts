/** What a custom resource is held to: its schema, and the rules in it. */
import { describe, expect, it } from 'vitest';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { definition, refusal, start, version, widget } from '../testing/widgets.ts';

describe('a custom resource', () => {
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
});
