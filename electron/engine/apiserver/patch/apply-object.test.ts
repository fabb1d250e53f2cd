import { describe, expect, test } from 'vitest';
import { ApiError } from '#shared/api/errors.ts';
import { CM, config, deployment, fields, world } from '../../testing/managers.ts';
import { patchObject } from './patch-object.ts';

function refusal(run: () => unknown): ApiError {
  try {
    run();
  } catch (e) {
    if (e instanceof ApiError) return e;
    throw e;
  }
  throw new Error('it was not refused');
}

describe('server-side apply', () => {
  test('makes the object, then changes it, takes out what is not applied any more and leaves what others set', () => {
    const w = world();
    expect(w.apply('me', config({ a: '1', b: '2' }), CM).data).toEqual({ a: '1', b: '2' });
    w.update('other', 'c', (c) => ({ ...c, data: { ...c.data, c: '3' } }), CM);
    const o = w.apply('me', config({ a: '1' }), CM);
    expect([o.data, fields(o)['me Apply']]).toEqual([{ a: '1', c: '3' }, { 'f:data': { 'f:a': {} } }]);
  });
  test('keeps entries of lists by their keys, also what others put beside', () => {
    const w = world();
    w.apply(
      'me',
      deployment({}, [
        { name: 'app', image: 'a:1', env: [{ name: 'A', value: '1' }] },
        { name: 'old', image: 'o' },
      ]),
    );
    w.update('other', 'd', (d) => ({
      ...d,
      spec: {
        ...d.spec,
        template: {
          ...d.spec.template,
          spec: { ...d.spec.template.spec, containers: [...d.spec.template.spec.containers, { name: 'mesh', image: 'm' }] },
        },
      },
    }));
    const { containers } = w.apply('me', deployment({}, [{ name: 'app', image: 'a:2' }])).spec.template.spec;
    expect(containers.map((c: any) => [c.name, c.image, c.env])).toEqual([
      ['app', 'a:2', undefined],
      ['mesh', 'm', undefined],
    ]);
  });
  test('conflicts with other managers, unless forced, or of the same mind', () => {
    const w = world();
    w.create('kubectl-create', deployment({ replicas: 1 }));
    const { message, code, details } = refusal(() => w.apply('me', deployment({ replicas: 3 }, [{ name: 'app', image: 'nginx:2' }])));
    expect([code, message]).toEqual([
      409,
      'Apply failed with 2 conflicts: conflicts with "kubectl-create" using apps/v1:\n- .spec.replicas\n- .spec.template.spec.containers[name="app"].image',
    ]);
    expect(details?.causes?.[0]).toEqual({
      reason: 'FieldManagerConflict',
      message: 'conflict with "kubectl-create" using apps/v1',
      field: '.spec.replicas',
    });
    expect(w.apply('me', deployment({ replicas: 1 })).spec.replicas).toBe(1);
    const forced = w.apply('me', deployment({ replicas: 3 }), { force: true });
    expect((fields(forced)['kubectl-create Update'] as any)['f:spec']['f:replicas']).toBeUndefined();
  });
  test('leaves a field that somebody else applies too', () => {
    const w = world();
    w.apply('me', config({ a: '1' }), CM);
    w.apply('you', config({ a: '1' }), CM);
    expect(w.apply('me', config({}), CM).data).toEqual({ a: '1' });
    expect(w.apply('you', config({}), CM).data).toBeUndefined();
  });
  test.each([
    [
      deployment({ bogus: 1 }),
      500,
      'failed to create typed patch object (default/d; apps/v1, Kind=Deployment): .spec.bogus: field not declared in schema',
    ],
    [
      deployment({ replicas: 'two' }),
      500,
      'failed to create typed patch object (default/d; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string',
    ],
    [
      deployment({}, [
        { name: 'a', image: 'x' },
        { name: 'a', image: 'y' },
      ]),
      500,
      'failed to create typed patch object (default/d; apps/v1, Kind=Deployment): .spec.template.spec.containers: duplicate entries for key [name="a"]',
    ],
    [{ ...deployment(), metadata: { name: 'd', managedFields: [] } }, 400, 'metadata.managedFields must be nil'],
    [{ ...deployment(), kind: 'DaemonSet' }, 400, 'invalid object type: apps/v1, Kind=DaemonSet'],
  ])('refuses %#', (body, code, message) => {
    expect(refusal(() => world().apply('me', body))).toMatchObject({ code, message });
  });
  test('leaves what the schema does not tell to validation', () => {
    expect(refusal(() => world().apply('me', deployment({}, [{ image: 'x' }])))).toMatchObject({
      code: 422,
      message: 'Deployment.apps "d" is invalid: spec.template.spec.containers[0].name: Required value',
    });
  });
  test('takes YAML, and says what is wrong with it', () => {
    const w = world();
    const send = (text: string) =>
      patchObject(
        w.core,
        { user: { name: 'a', groups: [] }, resource: w.core.resources.byPath('', 'v1', 'configmaps')!, namespace: 'default', name: 'c' },
        'apply',
        text,
        { fieldManager: 'me' },
      );
    expect(send('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: "yes"}\n').created).toBe(true);
    expect(refusal(() => send('a: [')).message).toMatch(/^error decoding YAML: /);
  });
  test('of the status and of the scale manages only those', () => {
    const w = world();
    w.apply('me', deployment({ replicas: 1 }));
    const status = w.apply('s', { ...deployment(), status: { replicas: 4 } }, { subresource: 'status' });
    expect([status.status.replicas, fields(status)['s Apply/status']]).toEqual([4, { 'f:status': { 'f:replicas': {} } }]);
    const scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'd' }, spec: { replicas: 5 } };
    expect(refusal(() => w.apply('hpa', scale, { subresource: 'scale' })).message).toBe(
      'Apply failed with 1 conflict: conflict with "me": .spec.replicas',
    );
    expect(w.apply('hpa', scale, { subresource: 'scale', force: true }).spec.replicas).toBe(5);
  });
  test('by kubectl takes over what kubectl apply left, where nobody changed it since', () => {
    const w = world();
    const last = JSON.stringify(config({ a: '1', b: '1' }));
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': `${last}\n` };
    w.create('kubectl-client-side-apply', config({ a: '1', b: '1' }, { annotations }), CM);
    const o = w.apply('kubectl', config({ a: '2', b: '1' }), CM);
    expect([o.data.a, JSON.parse(o.metadata.annotations['kubectl.kubernetes.io/last-applied-configuration']).data.a]).toEqual(['2', '2']);
    w.update('else', 'c', (c) => ({ ...c, data: { ...c.data, b: '9' } }), CM);
    expect(refusal(() => w.apply('kubectl', config({ a: '2', b: '3' }), CM)).message).toBe(
      'Apply failed with 1 conflict: conflict with "else" using v1: .data.b',
    );
  });
  test('of a custom resource goes by its own schema', () => {
    const w = world();
    w.create(
      'admin',
      {
        metadata: { name: 'widgets.example.com' },
        spec: {
          group: 'example.com',
          scope: 'Namespaced',
          names: { plural: 'widgets', kind: 'Widget', singular: 'widget' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: {
                openAPIV3Schema: {
                  type: 'object',
                  properties: {
                    spec: {
                      type: 'object',
                      properties: {
                        parts: {
                          type: 'array',
                          'x-kubernetes-list-type': 'map',
                          'x-kubernetes-list-map-keys': ['id'],
                          items: { type: 'object', required: ['id'], properties: { id: { type: 'string' }, size: { type: 'integer' } } },
                        },
                        tags: { type: 'array', items: { type: 'string' } },
                      },
                    },
                  },
                },
              },
            },
          ],
        },
      },
      { path: 'apiextensions.k8s.io/v1/customresourcedefinitions' },
    );
    const widget = (spec: object) => ({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec });
    const at = { path: 'example.com/v1/widgets' };
    w.apply('me', widget({ parts: [{ id: 'a', size: 1 }], tags: ['x'] }), at);
    const o = w.apply('you', widget({ parts: [{ id: 'b', size: 2 }] }), at);
    expect(o.spec.parts).toEqual(
      [
        { id: 'b', size: 2 },
        { id: 'a', size: 1 },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    expect(fields(o)).toEqual({
      'me Apply': { 'f:spec': { 'f:parts': { 'k:{"id":"a"}': { '.': {}, 'f:id': {}, 'f:size': {} } }, 'f:tags': {} } },
      'you Apply': { 'f:spec': { 'f:parts': { 'k:{"id":"b"}': { '.': {}, 'f:id': {}, 'f:size': {} } } } },
    });
    expect(refusal(() => w.apply('you', widget({ parts: [{ id: 'a', size: 9 }] }), at)).message).toBe(
      'Apply failed with 1 conflict: conflict with "me": .spec.parts[id="a"].size',
    );
  });
});
