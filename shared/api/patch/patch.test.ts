import { describe, expect, test } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { applyStrategicMergePatch } from './strategic-merge-patch.ts';

const names = (list: unknown) => (list as { name: string }[]).map((x) => x.name);
const pod = {
  kind: 'Pod',
  metadata: { name: 'p', finalizers: ['a', 'b', 'c'], labels: { x: '1' } },
  spec: {
    containers: [
      { name: 'app', image: 'a:1', env: [{ name: 'A', value: '1' }] },
      { name: 'side', image: 's:1' },
    ],
    tolerations: [{ key: 'k' }],
  },
};
const strategic = (patch: object) => applyStrategicMergePatch('Pod', pod, patch as never) as typeof pod;

describe('a strategic merge patch', () => {
  test('merges containers by name, and their env by name, in the order of the server', () => {
    const { spec } = strategic({
      spec: {
        containers: [
          { name: 'side', image: 's:2' },
          { name: 'app', env: [{ name: 'B', value: '2' }] },
        ],
      },
    });
    expect(names(spec.containers)).toEqual(['side', 'app']);
    expect(spec.containers[1]).toEqual({
      name: 'app',
      image: 'a:1',
      env: [
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
      ],
    });
  });
  test('puts what is new first, as the patch has no order for the rest', () => {
    expect(names(strategic({ spec: { containers: [{ name: 'new', image: 'n' }] } }).spec.containers)).toEqual(['new', 'app', 'side']);
    expect(
      names(
        strategic({
          spec: {
            $setElementOrder: 0,
            '$setElementOrder/containers': [{ name: 'app' }, { name: 'side' }, { name: 'new' }],
            containers: [{ name: 'new', image: 'n' }],
          },
        }).spec.containers,
      ),
    ).toEqual(['app', 'side', 'new']);
  });
  test('deletes and replaces entries and whole lists', () => {
    expect(names(strategic({ spec: { containers: [{ name: 'app', $patch: 'delete' }] } }).spec.containers)).toEqual(['side']);
    expect(strategic({ spec: { containers: [{ $patch: 'replace' }, { name: 'only', image: 'o' }] } }).spec.containers).toEqual([
      { name: 'only', image: 'o' },
    ]);
    expect(strategic({ metadata: { labels: { $patch: 'replace', y: '2' } } }).metadata.labels).toEqual({ y: '2' });
    expect(strategic({ spec: { tolerations: [{ key: 'other' }] } }).spec.tolerations).toEqual([{ key: 'other' }]);
  });
  test('takes scalars out of a list that is a set, and adds to it', () => {
    expect(strategic({ metadata: { '$deleteFromPrimitiveList/finalizers': ['b'] } }).metadata.finalizers).toEqual(['a', 'c']);
    expect(strategic({ metadata: { finalizers: ['d', 'a'] } }).metadata.finalizers).toEqual(['d', 'a', 'b', 'c']);
  });
  test('retains only the keys it says', () => {
    const d = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } };
    expect(applyStrategicMergePatch('Deployment', d, { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } })).toEqual({
      spec: { strategy: { type: 'Recreate' } },
    });
    expect(() =>
      applyStrategicMergePatch('Deployment', d, { spec: { strategy: { $retainKeys: ['rollingUpdate'], type: 'Recreate' } } }),
    ).toThrow('invalid patch format of retainKeys');
  });
  test('refuses an entry without its merge key and a directive nobody knows', () => {
    expect(() => strategic({ spec: { containers: [{ image: 'x' }] } })).toThrow(
      'map: map[image:x] does not contain declared merge key: name',
    );
    expect(() => strategic({ spec: { $patch: 'swap' } })).toThrow('unknown patch type: swap in map: map[$patch:swap]');
  });
  test('changes nothing where it says what is', () => {
    expect(strategic({ spec: { containers: [{ name: 'side', image: 's:1' }] } })).toBe(pod);
  });
});

describe('a JSON patch', () => {
  const o = { a: [1, 2], b: { 'c/d': 1 } };
  test('adds, replaces, removes, moves, copies and tests', () => {
    expect(
      applyJsonPatch(o, [
        { op: 'add', path: '/a/-', value: 3 },
        { op: 'add', path: '/a/0', value: 0 },
        { op: 'remove', path: '/a/1' },
        { op: 'replace', path: '/b/c~1d', value: 2 },
      ]),
    ).toEqual({ a: [0, 2, 3], b: { 'c/d': 2 } });
    expect(
      applyJsonPatch(o, [
        { op: 'move', from: '/a/0', path: '/x' },
        { op: 'copy', from: '/b', path: '/y' },
        { op: 'test', path: '/x', value: 1 },
      ]),
    ).toEqual({ a: [2], b: { 'c/d': 1 }, x: 1, y: { 'c/d': 1 } });
  });
  test.each([
    [{ op: 'test', path: '/a/0', value: 2 }],
    [{ op: 'remove', path: '/z' }],
    [{ op: 'replace', path: '/z', value: 1 }],
    [{ op: 'add', path: '/a/9', value: 1 }],
    [{ op: 'add', path: '/z/y', value: 1 }],
    [{ op: 'odd', path: '/a' }],
  ])('fails at %j', (operation) => {
    expect(() => applyJsonPatch(o, [operation])).toThrow();
  });
  test('keeps out of prototypes', () => {
    const out = applyJsonPatch({}, [{ op: 'add', path: '/__proto__', value: { bad: 1 } }]) as { bad?: number };
    expect([out.bad, Object.hasOwn(out, '__proto__')]).toEqual([undefined, true]);
  });
});

test('a merge patch takes away what is null and leaves the rest', () => {
  const b = { c: 1 };
  expect(applyMergePatch({ a: 1, b, d: [1] }, { a: null, d: [2], e: { f: null, g: 1 } })).toEqual({ b, d: [2], e: { g: 1 } });
});
