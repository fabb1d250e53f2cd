/** Custom resources from their definition to their end. */
import { describe, expect, it } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { handleRequest } from './request/request.ts';
import { definition, kindOf, schema, start, version, widget } from '../testing/widgets.ts';

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
