import { existsSync, readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { readManifests } from '#shared/yaml/manifest.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { install, type Installation } from './install.ts';
import { MemorySources } from './sources.ts';

let c: TestCluster;
let sources: MemorySources;
beforeEach(() => {
  c = new TestCluster();
  sources = new MemorySources();
});
const by = { name: 'admin', groups: ['system:masters'] };
const run = (text: string, options: Partial<Installation> = {}) =>
  install(c.cluster, { manifests: [...readManifests({ name: 'f.yaml', text })], by, sources, ...options });
const map = (name: string, more = 'data: {a: "1"}', namespace?: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${namespace ? `  namespace: ${namespace}\n` : ''}${more}\n`;
const web = (replicas: number, image: string, more = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: ${replicas}\n${more}  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n      - {name: web, image: "${image}"}\n`;

test('fifty documents of which one is wrong: nothing is imported, or all but that one', () => {
  const text = Array.from({ length: 50 }, (_, i) => map(`m${i}`, i === 30 ? 'dtaa: {}' : 'data: {}')).join('---\n');
  const head = c.log.head;
  const all = run(text);
  expect([all.written, c.log.head, all.notes.map((n) => [n.document, n.line, n.message, n.hint])]).toEqual([
    false,
    head,
    [[31, 30 * 6 + 5, 'unknown field "dtaa"', 'Did you mean "data"?']],
  ]);
  const rest = run(text, { skipBroken: true });
  expect([rest.written, rest.created.length]).toEqual([true, 49]);
});

test('a plan says what the import will do, and does nothing', () => {
  const head = c.log.head;
  const plan = run(map('a'), { dryRun: true });
  expect([plan.created, plan.written, c.log.head]).toEqual([['core/configmaps/default/a'], false, head]);
  expect(run(map('a')).created).toEqual(plan.created);
  expect([run(map('a')).unchanged, run(map('a', 'data: {b: "2"}')).changed]).toEqual([plan.created, plan.created]);
  expect(c.get(configMaps, 'a').data).toEqual({ b: '2' });
});

test('what is wrong with a value is told at its place', () => {
  const { notes } = run(web(-1, 'a:1'));
  expect(notes.map((n) => [n.line, n.column, n.message])).toEqual([
    [5, 13, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
  ]);
});

test('namespaces come first, also those that nobody wrote down', () => {
  const { created, notes } = run(
    `${map('a', 'data: {}', 'shop')}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n${map('b', 'data: {}', 'bare')}`,
  );
  expect(created.slice(0, 2)).toEqual(['core/namespaces//bare', 'core/namespaces//shop']);
  expect(notes.map((n) => n.message)).toEqual(['the namespace "bare" is in none of these files; it is created']);
  expect(c.get(namespaces, 'shop').metadata.name).toBe('shop');
});

test('what an autoscaler or a person has set stays, unless the manifest says otherwise', () => {
  run(web(2, 'a:1', '  minReadySeconds: 5\n'));
  c.change(deployments, 'web', (d) => ({ ...d, spec: { ...d.spec, paused: true } }));
  run(web(2, 'a:2'));
  expect(c.get(deployments, 'web').spec).toMatchObject({ replicas: 2, paused: true });
  expect([c.get(deployments, 'web').spec.minReadySeconds, c.get(deployments, 'web').spec.template.spec?.containers[0]?.image]).toEqual([
    undefined,
    'a:2',
  ]);
});

const CRD =
  'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: ships.dock.io}\nspec:\n  group: dock.io\n  scope: Namespaced\n  names: {plural: ships, singular: ship, kind: Ship, listKind: ShipList}\n  versions:\n  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {masts: {type: integer}}}}}}}\n';
const ship = (masts: string) => `apiVersion: dock.io/v1\nkind: Ship\nmetadata: {name: vasa}\nspec: {masts: ${masts}}\n`;

test('a definition and its custom resources come in one file', () => {
  expect(run(`${ship('"three"')}---\n${CRD}`).notes[0]?.message).toMatch(
    /spec.masts: Invalid value: "string": spec.masts in body must be of type integer: "string"/,
  );
  expect(run(`${ship('3, mats: 1')}---\n${CRD}`).notes.map((n) => [n.line, n.column, n.message])).toEqual([
    [4, 18, 'unknown field "spec.mats"'],
  ]);
  expect(run(ship('3')).notes[0]?.message).toBe('no matches for kind "Ship" in version "dock.io/v1"');
  expect(run(`${ship('3')}---\n${CRD}`, { dryRun: true }).created).toEqual([
    'apiextensions.k8s.io/customresourcedefinitions//ships.dock.io',
    'dock.io/ships/default/vasa',
  ]);
  expect(run(`${ship('3')}---\n${CRD}`).created).toHaveLength(2);
  c.settle();
  expect(c.cluster.core.store.get({ resource: 'dock.io/ships', namespace: 'default', name: 'vasa' })).toMatchObject({ spec: { masts: 3 } });
});

test('of a dump, what the cluster makes itself is left out', () => {
  const dump = (o: object) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [o] });
  const pod = dump({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-1',
      uid: 'u',
      resourceVersion: '3',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'x', controller: true }],
    },
    spec: {},
  });
  expect(run(pod)).toMatchObject({
    created: [],
    notes: [{ severity: 'info', message: 'Pod "web-1" is left out: ReplicaSet web makes it' }],
  });
  expect(
    run(
      dump({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', uid: 'u', resourceVersion: '3', creationTimestamp: '2020-01-01T00:00:00Z' },
        data: {},
      }),
    ).created,
  ).toHaveLength(1);
  expect(sources.get('core/configmaps/default/a')?.text).toBe('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata: {}\n');
});

test.skipIf(!existsSync('../shared/manifests'))(
  'a manifest of 2018 says document by document what replaces what (skipped where the manifests are not beside the checkout)',
  () => {
    const { notes, written } = run(readFileSync('../shared/manifests/cockroachdb-2018.yaml', 'utf8'));
    expect(written).toBe(false);
    expect(notes.filter((n) => n.severity === 'error').map((n) => [n.document, n.line, n.message, n.hint])).toEqual([
      [
        3,
        57,
        'no matches for kind "PodDisruptionBudget" in version "policy/v1beta1"',
        expect.stringContaining('write apiVersion: policy/v1 '),
      ],
    ]);
  },
);
