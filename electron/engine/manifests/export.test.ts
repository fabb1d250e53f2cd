import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { canonical, type JsonObject } from '#shared/api/json.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { services } from '#shared/kinds/core/service.ts';
import type { ExportOptions } from '#shared/ipc/manifests.ts';
import { readManifests } from '#shared/yaml/manifest.ts';
import { withoutServerFields } from '#shared/yaml/server-filled.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { exportDesign } from './export.ts';
import { install } from './install.ts';
import { MemorySources } from './sources.ts';

class Design {
  readonly c = new TestCluster();
  readonly sources = new MemorySources();
  import(text: string) {
    const done = install(this.c.cluster, {
      manifests: [...readManifests({ name: 'f.yaml', text })],
      by: { name: 'jane', groups: ['system:masters'] },
      sources: this.sources,
    });
    if (!done.written) throw new Error(JSON.stringify(done.notes));
    return done;
  }
  export(options: Partial<ExportOptions> = {}) {
    return exportDesign(this.c.cluster.core, this.c.log, this.sources, { as: 'one-file', ...options }, 'shop');
  }
  text(options: Partial<ExportOptions> = {}) {
    return this.export(options).files[0]?.text ?? '';
  }
}

let d: Design;
beforeEach(() => {
  d = new Design();
});

const WEB = `# the shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2 # enough
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
      annotations:
        behaviour.drydock.dev/startup: 5s
    spec:
      containers:
        - image: web:1 # by hand
          name: web
`;

test('what was imported comes out to the letter, in the order it is applied in', () => {
  const map = 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata: {b: "1"} # odd order\n';
  d.import(`${WEB}---\n${map}`);
  d.c.settle();
  expect(d.text({ drydock: true })).toBe(`${map}---\n${WEB}`);
});

test('what a person changed is written into the text; what controllers and the API wrote is not', () => {
  d.import(WEB);
  d.c.settle();
  d.c.change(deployments, 'web', (o) => ({
    ...o,
    spec: { ...o.spec, replicas: 4, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: '25%' } } },
  }));
  d.c.settle();
  expect(d.text({ drydock: true })).toBe(
    `${WEB.replace('replicas: 2', 'replicas: 4')}  strategy:\n    rollingUpdate:\n      maxSurge: 3\n`,
  );
});

test('what only Drydock knows is left out with a note, and comes where it is asked for', () => {
  d.import(`${WEB}---\napiVersion: drydock.dev/v1\nkind: NodePool\nmetadata: {name: pool}\nspec: {replicas: 1}\n`);
  expect(d.text()).toBe(WEB.replace('      annotations:\n        behaviour.drydock.dev/startup: 5s\n', ''));
  expect(d.export().notes.map((n) => n.message.split(':')[0])).toEqual([
    'One node or node pool is left out',
    'Simulated behaviour of one object is left out',
  ]);
  expect(d.text({ drydock: true })).toContain('kind: NodePool');
});

test('an object that was made otherwise comes without what the API filled in', () => {
  d.c
    .apply({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'on' }, ports: [{ port: 80 }] } })
    .settle();
  d.c.change(services, 'web', (s) => ({ ...s, spec: { ...s.spec, type: 'NodePort' } })).settle();
  expect(d.text()).toBe(
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: default\nspec:\n  selector:\n    app: "on"\n  ports:\n  - port: 80\n  type: NodePort\n',
  );
});

test('what was applied and then changed with kubectl is exported as it then is', () => {
  const applied = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, nodePort: 31234 }] },
  };
  d.c
    .apply({
      ...applied,
      metadata: { ...applied.metadata, annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(applied) } },
    })
    .settle();
  d.c.change(services, 'web', (s) => ({ ...s, metadata: { ...s.metadata, labels: { by: 'hand' } } })).settle();
  expect(d.text()).toBe(
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: default\n  labels:\n    by: hand\nspec:\n  type: NodePort\n  selector:\n    app: web\n  ports:\n  - port: 80\n    nodePort: 31234\n',
  );
  expect(d.export({ keys: ['core/configmaps/default/kube-root-ca.crt'] })).toMatchObject({
    files: [],
    notes: [{ message: 'One of these objects is left out: a cluster makes it by itself' }],
  });
});

test('secrets have placeholders that Kubernetes takes, unless their values are asked for', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: db}\ntype: Opaque\nstringData:\n  password: hunter2 # old\n';
  d.import(secret);
  expect([d.text(), d.text({ secrets: true })]).toEqual([secret.replace('hunter2', 'REPLACE_ME'), secret]);
  expect(d.export().notes[0]).toMatchObject({ severity: 'warning' });
  expect(d.import(d.text()).changed).toEqual([]); // placeholders that come back are no values
  expect(d.text({ secrets: true })).toContain('aHVudGVyMg==');
});

test('a file for each object is numbered in that order; a kustomize base lists them', () => {
  d.import(`${WEB}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n`);
  expect(d.export({ as: 'file-per-object' }).files.map((f) => f.name)).toEqual(['1-namespace-shop.yaml', '2-deployment-web.yaml']);
  const [base, ...rest] = d.export({ as: 'kustomize' }).files;
  expect([base?.text.split('resources:')[1], rest.map((f) => f.name)]).toEqual([
    '\n- namespace-shop.yaml\n- deployment-web.yaml\n',
    ['namespace-shop.yaml', 'deployment-web.yaml'],
  ]);
});

/** Every object of a design, without what tells one copy of it from another. */
function contents(design: Design): readonly string[] {
  const { store } = design.c.cluster.core;
  return store
    .resources()
    .filter((r) => r !== 'core/events')
    .flatMap((resource) => store.list({ resource }))
    .map((o) => canonical(withoutServerFields(o as unknown as JsonObject)))
    .sort();
}

const SERVED = existsSync('../shared/manifests')
  ? readdirSync('../shared/manifests').filter((f) => f.endsWith('.yaml') && !f.includes('2018'))
  : [];
test.skipIf(!SERVED.length)(
  'import ∘ export is the identity on every real manifest (skipped where they are not beside the checkout)',
  () => {
    for (const f of SERVED) {
      const one = new Design();
      const two = new Design();
      const three = new Design();
      one.import(readFileSync(`../shared/manifests/${f}`, 'utf8'));
      const all = one.text({ drydock: true, secrets: true });
      two.import(all);
      expect(two.text({ drydock: true, secrets: true })).toBe(all);
      expect(contents(two), f).toEqual(contents(one));
      for (const file of one.export({ as: 'file-per-object', drydock: true, secrets: true }).files) three.import(file.text);
      expect(contents(three), f).toEqual(contents(one));
    }
  },
);

test.skipIf(!SERVED.length)(
  'a dump of everything in a running cluster comes in as what was authored (skipped where the manifests are not beside the checkout)',
  () => {
    const one = new Design();
    const two = new Design();
    const manifests = (x: Design) =>
      x
        .export({ as: 'file-per-object', secrets: true })
        .files.map((f) => f.name.replace(/^\d+-/, ''))
        .sort();
    one.import(
      `${readFileSync('../shared/manifests/cassandra.yaml', 'utf8')}\n---\n${readFileSync('../shared/manifests/guestbook.yaml', 'utf8')}---\napiVersion: drydock.dev/v1\nkind: NodePool\nmetadata: {name: w}\nspec: {replicas: 3}\n`,
    );
    one.c.settle();
    const { store } = one.c.cluster.core;
    const items = store
      .resources()
      .filter((r) => /^(core|apps|storage.k8s.io|discovery.k8s.io)\//.test(r) && r !== 'core/nodes')
      .flatMap((resource) => store.list({ resource }));
    two.import(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    expect(manifests(two)).toEqual(manifests(one));
    expect(two.text()).toContain(
      '        ports:\n        - containerPort: 80\n      terminationGracePeriodSeconds: 30\n'.replace(
        '      terminationGracePeriodSeconds: 30\n',
        '',
      ),
    );
    expect(two.text()).not.toContain('terminationMessagePath');
  },
);
