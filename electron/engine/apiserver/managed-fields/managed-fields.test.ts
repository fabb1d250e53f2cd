import { describe, expect, test } from 'vitest';
import { CM, config, deployment, fields, world } from '../../testing/managers.ts';

describe('managed fields', () => {
  test('of a Deployment that was created are those its request and its defaults set', () => {
    const { f } = { f: fields(world().create('kubectl-create', deployment({ replicas: 1 })))['kubectl-create Update'] as any };
    expect(f).toEqual({
      'f:spec': {
        'f:progressDeadlineSeconds': {},
        'f:replicas': {},
        'f:revisionHistoryLimit': {},
        'f:selector': {},
        'f:strategy': { 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} }, 'f:type': {} },
        'f:template': {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"app"}': {
                '.': {},
                'f:image': {},
                'f:imagePullPolicy': {},
                'f:name': {},
                'f:resources': {},
                'f:terminationMessagePath': {},
                'f:terminationMessagePolicy': {},
              },
            },
            'f:dnsPolicy': {},
            'f:restartPolicy': {},
            'f:schedulerName': {},
            'f:securityContext': {},
            'f:terminationGracePeriodSeconds': {},
          },
        },
      },
    });
  });
  test("pass to who changes them; what is removed is nobody's", () => {
    const w = world();
    w.create('one', config({ a: '1', b: '2' }), CM);
    const o = w.update('two', 'c', (c) => ({ ...c, data: { b: '3' } }), CM);
    expect(fields(o)).toEqual({ 'one Update': { 'f:data': {} }, 'two Update': { 'f:data': { 'f:b': {} } } });
    expect(o.metadata.managedFields[1]).toMatchObject({ apiVersion: 'v1', fieldsType: 'FieldsV1', time: '2030-01-01T00:00:00Z' });
  });
  test('of a status are kept apart', () => {
    const w = world();
    w.create('one', deployment());
    const o = w.update(
      'two',
      'd',
      (d) => ({ ...d, spec: { ...d.spec, replicas: 7 }, status: { replicas: 2, conditions: [{ type: 'Available', status: 'True' }] } }),
      { subresource: 'status' },
    );
    expect(fields(o)['two Update/status']).toEqual({
      'f:status': { 'f:conditions': { '.': {}, 'k:{"type":"Available"}': { '.': {}, 'f:status': {}, 'f:type': {} } }, 'f:replicas': {} },
    });
  });
  test('change nothing where nothing is changed, whoever says it', () => {
    const w = world();
    const made = w.create('one', config({ a: '1' }), CM);
    w.c.advance('1m');
    expect(w.update('two', 'c', (c) => c, CM)).toBe(made);
    expect(w.apply('three', config({ a: '1' }), CM).metadata.resourceVersion).not.toBe(made.metadata.resourceVersion); // now co-owned
    const applied = w.apply('three', config({ a: '1' }), CM);
    w.c.advance('1m');
    expect(w.apply('three', config({ a: '1' }), CM).metadata.resourceVersion).toBe(applied.metadata.resourceVersion);
  });
  test("are given up with [{}], and an object that is nobody's stays so until it is applied", () => {
    const w = world();
    w.create('one', config({ a: '1' }), CM);
    expect(w.send('merge', 'x', { metadata: { name: 'c', managedFields: [{}] } }, CM).metadata.managedFields).toBeUndefined();
    expect(w.update('two', 'c', (c) => ({ ...c, data: { a: '2' } }), CM).metadata.managedFields).toBeUndefined();
    expect(fields(w.apply('three', config({ b: '1' }), CM))).toEqual({
      'three Apply': { 'f:data': { 'f:b': {} } },
      'before-first-apply Update': { 'f:data': { '.': {}, 'f:a': {} } },
    });
  });
  test('of at most ten managers are kept apart', () => {
    const w = world();
    w.create('m0', config({ k0: '' }), CM);
    for (let i = 1; i < 13; i++) {
      w.c.advance('1s');
      w.update(`m${i}`, 'c', (c) => ({ ...c, data: { ...c.data, [`k${i}`]: '' } }), CM);
    }
    const { managedFields } = w.update('m1', 'c', (c) => ({ ...c, data: { ...c.data, again: '' } }), CM).metadata;
    expect([managedFields.length, managedFields.some((e: any) => e.manager === 'ancient-changes')]).toEqual([10, true]);
  });
  test('that thousands of like objects have are one list', () => {
    const w = world();
    const one = w.create('m', { ...config({ a: '1' }), metadata: { name: 'x' } }, CM);
    const two = w.create('m', { ...config({ a: '2' }), metadata: { name: 'y' } }, CM);
    expect(two.metadata.managedFields).toBe(one.metadata.managedFields);
  });
});
