import { expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { fromText, placeOf, toText } from './text.ts';

const web = {
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '7',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: 'web' },
  },
  status: { readyReplicas: 3 },
  spec: { replicas: 3, template: { spec: { containers: [{ name: 'web', image: 'a:1' }] } } },
  kind: 'Deployment',
  apiVersion: 'apps/v1',
} as unknown as ApiObject;
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', uid: 'u2' },
  data: { user: 'bWU=', password: 'c2VjcmV0' },
} as unknown as ApiObject;
const plain = { everything: false, secrets: false };

test('the text has what a person writes, in the order people expect', () => {
  expect(toText(web, plain)).toBe(
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\n  labels:\n    app: web\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: web\n          image: a:1\n',
  );
});

test('an edited text changes what it says and nothing else', () => {
  const parsed = fromText(toText(web, plain).replace('a:1', 'a:2'), web);
  expect(parsed).toEqual({
    object: { ...web, spec: { replicas: 3, template: { spec: { containers: [{ name: 'web', image: 'a:2' }] } } } },
  });
  expect(fromText(toText(web, plain), web)).toEqual({ object: web });
});

test('what is not YAML is told with its place', () => {
  const parsed = fromText('apiVersion: apps/v1\nkind: [Deployment\n', web);
  expect(parsed).toMatchObject({ faults: [{ from: expect.any(Number) as number, message: expect.any(String) as string }] });
  expect(fromText('a: 1\na: 2\n', web)).toMatchObject({ faults: [{ from: 5 }] });
});

test('a text cannot turn an object into another', () => {
  const text = toText(web, plain).replace('name: web\n  namespace', 'name: web2\n  namespace');
  const parsed = fromText(text, web);
  expect(parsed).toMatchObject({
    faults: [
      { from: text.indexOf('name: web2'), message: 'metadata.name is "web" and cannot be changed here: that would be another object.' },
    ],
  });
});

test('secrets are masked; a mask left alone keeps its value, a new value replaces it', () => {
  const text = toText(secret, plain);
  expect(text).not.toContain('c2VjcmV0');
  expect(toText(secret, { everything: false, secrets: true })).toContain('c2VjcmV0');
  expect(fromText(text, secret)).toEqual({ object: secret });
  expect(fromText(text.replace(/user: .*/, 'user: eW91'), secret)).toMatchObject({
    object: { data: { user: 'eW91', password: 'c2VjcmV0' } },
  });
});

test('a field path of the API is found in the text, or what is nearest above it', () => {
  const text = toText(web, plain);
  const at = (path: string) => {
    const p = placeOf(text, path);
    return text.slice(p.from, p.to);
  };
  expect(at('spec.template.spec.containers[0].image')).toBe('image: a:1');
  expect(at('spec.template.spec.containers[0].ports[1].name')).toBe('n');
  expect(at('spec.replicas')).toBe('replicas: 3');
  expect(at('data')).toBe('apiVersion: apps/v1');
});
