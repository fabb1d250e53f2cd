import { expect, test } from 'vitest';
import { misfits } from './check.ts';
import { isBroken, readManifests, type Manifest } from './manifest.ts';
import { withoutServerFields } from './server-filled.ts';
import { unservedHint } from './versions.ts';

const read = (text: string) => [...readManifests({ name: 'f.yaml', text })];
const good = (text: string) =>
  read(text).map((m) => {
    if (isBroken(m)) throw new Error(JSON.stringify(m.note));
    return m;
  });
const value = (text: string) => (good(text)[0] as Manifest).value as any;
const HEAD = 'apiVersion: v1\nkind: ConfigMap\n';
const broken = (text: string) => {
  const [m] = read(text).filter(isBroken);
  const { message, document, line, column } = m!.note;
  return [document, line, column, message];
};

test('unquoted text means what it means to kubectl', () => {
  expect(value(`${HEAD}a: [yes, "yes", n, on, 0644, 0o17, 1_000, 1:30, 2020-01-01, ~, 1.50, 0x1F, Off]`).a).toEqual([
    true,
    'yes',
    false,
    true,
    420,
    15,
    1000,
    '1:30',
    '2020-01-01',
    null,
    1.5,
    31,
    false,
  ]);
});

test('merge keys and anchors are written out', () => {
  expect(value(`${HEAD}x: &x {a: 1, b: 2}\nz: {<<: *x, b: 3}`).z).toEqual({ a: 1, b: 3 });
});

test('documents are told apart at their marks; empty ones and comments are none', () => {
  const all = good(`# licence\n---\n${HEAD}i: 1\n---\n# nothing\n---\r\n${HEAD}i: 2\n...\n`);
  expect(all.map((m) => [m.document, m.value['i']])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(all[0]!.text).toMatch(/^# licence\napiVersion/);
});

test('a List gives each of its entries, JSON values may follow each other', () => {
  expect(
    good(
      `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"A"},{"apiVersion":"v1","kind":"B"}]}\n{"apiVersion":"v1","kind":"C"}`,
    ).map((m) => [m.document, m.value.kind]),
  ).toEqual([
    [1, 'A'],
    [1, 'B'],
    [2, 'C'],
  ]);
});

test('every fault has its document, line and column', () => {
  expect(broken(`${HEAD}---\n${HEAD}a: 1\na: 2\n`)).toEqual([2, 7, 1, 'key "a" already set in map']);
  expect(broken(`${HEAD}---\nkind: Pod\n`)).toEqual([2, 4, 1, 'apiVersion is missing']);
  expect(broken(`${HEAD}---\n${HEAD}a: !foo x\n`)).toEqual([2, 6, 9, 'unknown tag !foo']);
  expect(broken(`${HEAD}---\n${HEAD}a:\n\tb: 1\n`)).toEqual([2, 7, 1, 'not YAML: tabs are not allowed as indentation']);
  expect(broken('just some words')).toEqual([1, 1, 1, 'this is not a Kubernetes object']);
});

test('a wrong document leaves the others alone', () => {
  const all = read(Array.from({ length: 50 }, (_, i) => (i === 31 ? `${HEAD}a: "open\n` : HEAD)).join('---\n'));
  expect(all.map((m, i) => (isBroken(m) ? [i + 1, m.note.document] : undefined)).filter(Boolean)).toEqual([[32, 32]]);
});

test('bombs are refused: aliases, depth, size', () => {
  const laughs = `${HEAD}a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
    .split('')
    .map((c, i) => `${c}: &${c} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[i]}`).join(',')}]`)
    .join('\n')}\n`;
  expect(broken(laughs)[3]).toBe('the aliases of this document stand for too much');
  expect(broken(`${HEAD}a: ${'['.repeat(500)}${']'.repeat(500)}`)[3]).toBe('this is nested too deeply');
  expect(broken(`${HEAD}a: ${'['.repeat(100_000)}`)[3]).toMatch(/nested too deeply|not YAML/);
});

test('__proto__ is a plain key', () => {
  const v = value(`${HEAD}data: {__proto__: {polluted: "1"}}`);
  expect([Object.hasOwn(v.data, '__proto__'), ({} as any).polluted]).toEqual([true, undefined]);
});

test('what does not fit its type is named with its place and what to do', () => {
  const [m] = good(
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: {on: yes}}\nspec:\n  replcas: 3\n  replicas: "3"\n  template:\n    spec:\n      containers:\n        name: x\n      restartPolicy: Always\n    volumes: []\n',
  ) as [Manifest];
  expect(
    misfits(m.value, 'Deployment', m.written).map(({ path, onKey, message, hint }) => {
      const n = m.note('error', message, path, hint, onKey ? 'key' : 'value');
      return [n.line, n.column, n.message, n.hint];
    }),
  ).toEqual([
    [3, 34, 'metadata.labels.true must be a text, not yes (which YAML reads as true)', 'Write it in quotes: "yes"'],
    [5, 3, 'unknown field "spec.replcas"', 'Did you mean "replicas"?'],
    [6, 13, 'spec.replicas must be a whole number, not the text "3"', 'Write it without quotes: 3'],
    [10, 9, 'spec.template.spec.containers must be a list, not a mapping', "Begin each entry with '- '."],
    [12, 5, 'unknown field "spec.template.volumes"', '"volumes" belongs into "spec": check the indentation.'],
  ]);
});

test('an API version that is gone names the one that replaces it', () => {
  expect(unservedHint('policy/v1beta1', 'PodDisruptionBudget')).toContain('write apiVersion: policy/v1');
  expect(unservedHint('extensions/v1beta1', 'Deployment')).toContain('write apiVersion: apps/v1');
  expect(unservedHint('v1', 'Deployment')).toBe('Deployment is served as apiVersion: apps/v1.');
  expect(unservedHint('apps/v1', 'Deploymnet')).toBe('Did you mean kind: Deployment (apiVersion: apps/v1)?');
});

test('what a server fills in is told from what kubectl last applied', () => {
  const live = (nodePort: object) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'a',
      uid: 'u',
      resourceVersion: '7',
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'a' },
          spec: { ports: [{ port: 80, ...nodePort }] },
        }),
      },
    },
    spec: { clusterIP: '10.0.0.1', ports: [{ port: 81, protocol: 'TCP', nodePort: 31000 }], type: 'NodePort' },
    status: {},
  });
  expect(withoutServerFields(live({}))).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a' },
    spec: { ports: [{ port: 81, protocol: 'TCP' }], type: 'NodePort' },
  });
  expect(withoutServerFields(live({ nodePort: 31000 }))['spec']).toEqual({
    ports: [{ port: 81, protocol: 'TCP', nodePort: 31000 }],
    type: 'NodePort',
  });
});
