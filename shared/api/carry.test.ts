import { expect, test } from 'vitest';
import { carry } from './carry.ts';

test('what somebody else changed meanwhile stays', () => {
  const before = { replicas: 3, image: 'a:1' };
  const after = { replicas: 3, image: 'a:2' };
  expect(carry({ replicas: 8, image: 'a:2' }, after, before)).toEqual({ replicas: 8, image: 'a:1' });
});

test('keys that came go, keys that went come back, and others are left alone', () => {
  expect(carry({ a: 1, b: 2, c: 3 }, { a: 1, b: 2 }, { a: 1, d: 4 })).toEqual({ a: 1, c: 3, d: 4 });
});

test('named lists are matched by name: a sidecar somebody injected survives', () => {
  const one = [{ name: 'web', image: 'a:1' }];
  const two = [{ name: 'web', image: 'a:2' }];
  expect(carry([{ name: 'proxy', image: 'p' }, ...two], two, one)).toEqual([
    { name: 'proxy', image: 'p' },
    { name: 'web', image: 'a:1' },
  ]);
  expect(carry([{ name: 'proxy', image: 'p' }, ...two], [...two], [])).toEqual([{ name: 'proxy', image: 'p' }]);
  expect(carry([{ name: 'proxy', image: 'p' }], [], one)).toEqual([{ name: 'proxy', image: 'p' }, ...one]);
});

test('other lists are changed place by place while their lengths agree, and replaced where they do not', () => {
  expect(carry(['x', 'b'], ['a', 'b'], ['a', 'c'])).toEqual(['x', 'c']);
  expect(carry(['x', 'b'], ['a', 'b'], ['c'])).toEqual(['c']);
});

test('nothing to carry gives the very same value', () => {
  const o = { spec: { replicas: 1 } };
  expect(carry(o, { x: 1 }, { x: 1 })).toBe(o);
});

test('a key called __proto__ is a plain key', () => {
  const to = JSON.parse('{"a": 1, "__proto__": {"b": 2}}') as object;
  expect(JSON.stringify(carry({ a: 1 }, { a: 1 }, to))).toBe('{"a":1,"__proto__":{"b":2}}');
});
