import { expect, it } from 'vitest';
import { keysOfPath, liesUnder, pathText, valueAt, withValueAt } from './field-path.ts';

it('reads and writes paths as messages have them', () => {
  const path = ['metadata', 'labels', 'app.kubernetes.io/name'];
  expect(keysOfPath('spec.containers[0].image')).toEqual(['spec', 'containers', 0, 'image']);
  expect(pathText(path)).toBe('metadata.labels[app.kubernetes.io/name]');
  expect(keysOfPath(pathText(path))).toEqual(path);
});

it('puts a value in, shares what is beside it, and takes list entries out', () => {
  const o = { a: { x: 1 }, list: ['p', 'q', 'r'] };
  const put = withValueAt(o, ['b', 'c', 0, 'd'], 5) as typeof o;
  expect(put).toEqual({ ...o, b: { c: [{ d: 5 }] } });
  expect(put.a).toBe(o.a);
  expect(withValueAt(o, ['list', 1], undefined)).toEqual({ a: { x: 1 }, list: ['p', 'r'] });
  expect(valueAt(put, ['b', 'c', 0, 'd'])).toBe(5);
});

it('takes a key named __proto__ for a key', () => {
  const o = withValueAt({}, ['data', '__proto__'], 'x');
  expect(Object.keys((o as { data: object }).data)).toEqual(['__proto__']);
  expect(valueAt({}, ['__proto__', 'toString'])).toBeUndefined();
});

it('knows what lies under a path', () => {
  expect(liesUnder(keysOfPath('spec.ports[0].port'), ['spec', 'ports'])).toBe(true);
  expect(liesUnder(keysOfPath('spec.portsX'), ['spec', 'ports'])).toBe(false);
});
