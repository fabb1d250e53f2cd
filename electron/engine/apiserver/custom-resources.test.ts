/** Custom resources from their definition to their end. */
import { describe, expect, it } from 'vitest';
import { ApiError } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object', required: ['size'],
      properties: { size: { type: 'integer', minimum: 1, maximum: 9 }, colour: { type: 'string', enum: ['red', 'blue'], default: 'red' }, free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }, port: { 'x-kubernetes-int-or-string': true }, tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } } },
    },
    status: { type: 'object', properties: { phase: { type: 'string' } } },
  },
};
const version = (name: string, more: object = {}) => ({ name, served: true, storage: name === 'v1', schema: { openAPIV3Schema: schema }, subresources: { status: {} }, additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }, { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' }], ...more });
const definition = (plural: string, kind: string, more: object = {}, versions: readonly object[] = [version('v1')]) => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.example.com` }, spec: { group: 'example.com', scope: 'Namespaced', names: { plural, kind, shortNames: ['wi'], ...more }, versions } });
const widget = (spec: object, name = 'w') => ({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name }, spec });

const kindOf = (c: TestCluster, plural = 'widgets') => c.cluster.core.resources.byId(`example.com/${plural}`)?.definition as KindDefinition;
const start = (...more: readonly object[]) => new TestCluster().apply(definition('widgets', 'Widget') as never, ...(more as never[])).advance('1s');
const refusal = (run: () => unknown): string => { try { run(); return ''; } catch (e) { if (e instanceof ApiError) return e.message; throw e; } };

describe('a custom resource', () => {
  it('is served, pruned and completed', () => {
    const c = start().apply(widget({ size: 3, extra: 'gone', free: { any: { thing: 1 } }, port: 'http' }));
    const { apiVersion, kind, metadata, ...rest } = c.get(kindOf(c), 'w') as ApiObject & { spec: object };
    expect([apiVersion, kind, metadata.generation, rest]).toEqual(['example.com/v1', 'Widget', 1, { spec: { size: 3, free: { any: { thing: 1 } }, port: 'http', colour: 'red' } }]);
    expect(kindOf(c).unknownFields?.(widget({ size: 1, extra: 1, tags: [{ a: 1 }] }))).toEqual(['spec.extra', 'spec.tags[0].a']);
  });

  it('is checked in the validator\'s words', () => {
    const c = start();
    const said = (spec: object) => refusal(() => c.apply(widget(spec)));
    expect(said({ colour: 'red' })).toBe('Widget.example.com "w" is invalid: spec.size: Required value');
    expect(said({ size: 30 })).toBe('Widget.example.com "w" is invalid: spec.size: Invalid value: 30: spec.size in body should be less than or equal to 9');
    expect(said({ size: 'big' })).toBe('Widget.example.com "w" is invalid: spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"');
    expect(said({ size: 1, colour: 'green' })).toBe('Widget.example.com "w" is invalid: spec.colour: Unsupported value: "green": supported values: "red", "blue"');
    expect(said({ size: 1, tags: ['a', 'b', 'a'] })).toBe('Widget.example.com "w" is invalid: spec.tags[2]: Duplicate value: "a"');
    expect(said({ size: 1, port: true })).toBe('Widget.example.com "w" is invalid: spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"');
  });

  it('keeps what was let pass before', () => {
    const c = start().apply(widget({ size: 9 }));
    c.change(customResourceDefinitions, 'widgets.example.com', (d) => JSON.parse(JSON.stringify(d).replace('"maximum":9', '"maximum":5')) as never, '').advance('1s');
    expect(refusal(() => c.apply(widget({ size: 9, colour: 'blue' })))).toBe('');
    expect(refusal(() => c.apply(widget({ size: 8 })))).toContain('should be less than or equal to 5');
  });

  it('has columns by JSON path, a status of its own, and every served version', () => {
    const c = new TestCluster().apply(definition('widgets', 'Widget', {}, [version('v1'), version('v2')]) as never).advance('1s').apply(widget({ size: 2 }));
    const kind = kindOf(c), o = c.get(kind, 'w');
    expect(kind.columns?.map((x) => [x.name, x.cell({ ...o, status: { conditions: [{ type: 'Ready', status: 'True' }] } } as never, { nowMs: 0 })])).toEqual([['Name', 'w'], ['Size', 2], ['Ready', 'True']]);
    c.changeStatus(kind, 'w', (w) => ({ ...w, spec: { size: 5 }, status: { phase: 'Up', other: 1 } }) as never);
    expect(c.get(kind, 'w')).toMatchObject({ metadata: { generation: 1 }, spec: { size: 2 }, status: { phase: 'Up' } });
    expect(kind.served?.map((v) => v.fromStored(o).apiVersion)).toEqual(['example.com/v2']);
  });

  it('is held to the rules of its schema', () => {
    const rules = [{ rule: 'self.min <= self.max' }, { rule: 'self.max <= oldSelf.max * 2', message: 'max may double at most' }];
    const limits = { type: 'object', properties: { spec: { type: 'object', 'x-kubernetes-validations': rules, properties: { min: { type: 'integer' }, max: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self < 100', messageExpression: '"below 100, not " + string(self)' }] } } } } };
    const c = new TestCluster().apply(definition('widgets', 'Widget', {}, [version('v1', { schema: { openAPIV3Schema: limits } })]) as never).advance('1s');
    const said = (spec: object) => refusal(() => c.apply(widget(spec)));
    expect(said({ min: 3, max: 2 })).toBe('Widget.example.com "w" is invalid: spec: Invalid value: failed rule: self.min <= self.max');
    expect(said({ min: 1, max: 100 })).toBe('Widget.example.com "w" is invalid: spec.max: Invalid value: 100: below 100, not 100');
    expect(said({ min: 'a', max: 2 })).toContain('<nil>: Invalid value: null: some validation rules were not checked');
    expect([said({ min: 1, max: 2 }), said({ min: 1, max: 5 })]).toEqual(['', 'Widget.example.com "w" is invalid: spec: Invalid value: max may double at most']);
  });

  it('is stored in another version when its definition says so', () => {
    const c = new TestCluster().apply(definition('widgets', 'Widget', {}, [version('v1'), version('v2')]) as never).advance('1s').apply(widget({ size: 2 }));
    c.change(customResourceDefinitions, 'widgets.example.com', (d) => ({ ...d, spec: { ...d.spec, versions: d.spec.versions.map((v) => ({ ...v, storage: v.name === 'v2', served: v.name === 'v1' })) } }), '').advance('1s');
    expect([c.get(kindOf(c), 'w'), c.cluster.core.resources.byPath('example.com', 'v2', 'widgets')]).toMatchObject([{ apiVersion: 'example.com/v2', metadata: { generation: 1 } }, undefined]);
    expect(c.get(customResourceDefinitions, 'widgets.example.com', '').status.storedVersions).toEqual(['v1', 'v2']);
    c.expectQuiet();
  });

  it('does not take the place of a kind that there is', () => {
    const own = definition('networkpolicies', 'NetworkPolicy', { shortNames: [] });
    const c = new TestCluster().apply({ ...own, metadata: { name: 'networkpolicies.networking.k8s.io', annotations: { 'api-approved.kubernetes.io': 'unapproved' } }, spec: { ...own.spec, group: 'networking.k8s.io' } } as never).advance('1s');
    expect(c.cluster.core.resources.byPath('networking.k8s.io', 'v1', 'networkpolicies')?.definition.structural).toBeUndefined();
    c.delete(customResourceDefinitions, 'networkpolicies.networking.k8s.io', {}, '').advance('1s');
    expect([c.list(customResourceDefinitions), c.cluster.core.resources.byPath('networking.k8s.io', 'v1', 'networkpolicies')?.definition.kind]).toEqual([[], 'NetworkPolicy']);
  });

  it('waits for names that are taken', () => {
    const c = start(definition('gadgets', 'Gadget'));
    expect(c.get(customResourceDefinitions, 'gadgets.example.com', '').status.conditions?.map((x) => [x.type, x.status, x.reason, x.message])).toEqual([
      ['NamesAccepted', 'False', 'ShortNamesConflict', '"wi" is already in use'], ['Established', 'False', 'NotAccepted', 'not all names are accepted'],
    ]);
    c.delete(customResourceDefinitions, 'widgets.example.com', {}, '').advance('1s');
    expect(c.get(customResourceDefinitions, 'gadgets.example.com', '').status.acceptedNames?.shortNames).toEqual(['wi']);
  });

  it('goes with its definition, objects first, and comes back with the document', () => {
    const c = start().apply(widget({ size: 1 }), { ...widget({ size: 2 }, 'held'), metadata: { name: 'held', finalizers: ['example.com/wait'] } });
    const reopened = new TestCluster({ log: c.log });
    expect(kindOf(reopened).shortNames).toEqual(['wi']);
    reopened.delete(customResourceDefinitions, 'widgets.example.com', {}, '').advance('1s');
    expect(reopened.list(kindOf(reopened)).map((o) => o.metadata.name)).toEqual(['held']);
    reopened.change(kindOf(reopened), 'held', (o) => ({ ...o, metadata: { ...o.metadata, finalizers: [] } }), 'default').advance('1s');
    expect([reopened.list(customResourceDefinitions), kindOf(reopened)]).toEqual([[], undefined]);
    reopened.expectQuiet();
  });
});
