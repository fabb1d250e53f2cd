/** The window's console on a cluster in memory: what it prints is what kubectl prints. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ApiResponse } from '#shared/api/request.ts';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import { kinds } from '#shared/kinds/index.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import { TestCluster } from '#engine/testing/test-cluster.ts';
import type { Line } from '../../../renderer/features/console/command.ts';
import { runLine } from '../../../renderer/features/console/interpreter.ts';
import { Kinds } from '../../../renderer/features/console/kinds.ts';

/** Runs lines; time goes on by a second whenever a command waits, and one that waits too often is ended. */
class TestConsole {
  readonly test = new TestCluster();
  readonly edited: string[] = [];

  async run(line: string, input = '', patience = 60, playing = true) {
    const lines: Line[] = [];
    const abort = new AbortController();
    const { cluster } = this.test;
    let waits = 0;
    await runLine(
      line,
      {
        send: (r) => this.send(r as never),
        kinds: () => new Kinds(kinds, cluster.client('admin').list(customResourceDefinitions) as readonly CustomResourceDefinition[]),
        namespace: () => 'default',
        nowMs: () => cluster.core.epochMs + cluster.now,
        playing: () => playing,
        changed: () => {
          if (++waits > patience) abort.abort();
          this.test.advance('1s');
          return Promise.resolve();
        },
        input: () => Promise.resolve({ name: 'STDIN', text: input }),
        files: () => Promise.resolve([]),
        keyOf: (k, ns, name) => `${k.id}/${k.namespaced ? (ns ?? 'default') : ''}/${name}`,
        edit: (key) => {
          this.edited.push(key);
        },
        showNamespace: () => {},
      },
      (l) => lines.push(...l),
      abort.signal,
    );
    const of = (error: boolean) =>
      lines
        .filter((l) => (l.tone === 'error') === error)
        .map((l) => l.text)
        .join('\n');
    return { out: of(false), error: of(true), lines };
  }

  send(r: { method: 'GET'; path: string; body?: string; headers?: Record<string, string> }): Promise<ApiResponse> {
    return Promise.resolve(
      this.test.cluster.request(r, { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }) as ApiResponse,
    );
  }
}

const WEB =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: app, image: "nginx:1.27"}]}\n';

it('applies what is pasted, says what it did, and links each name to its object', async () => {
  const c = new TestConsole();
  c.test.nodes(1);
  expect((await c.run('kubectl apply -f -', WEB)).out).toBe('deployment.apps/web created');
  expect((await c.run('apply -f -', WEB)).out).toBe('deployment.apps/web unchanged');
  expect((await c.run('apply -f -', WEB.replace('replicas: 2', 'replicas: 3'))).out).toBe('deployment.apps/web configured');
  c.test.advance('10s');
  const got = await c.run('get deploy');
  expect(got.out).toMatch(/^NAME {3}READY {3}UP-TO-DATE {3}AVAILABLE {3}AGE\nweb {4}3\/3 {5}3 {12}3 {11}\d+s$/);
  expect(got.lines[1]?.link).toEqual({ from: 0, to: 3, key: 'apps/deployments/default/web' });
});

it('follows a rollout and takes it back', async () => {
  const c = new TestConsole();
  c.test.nodes(2);
  await c.run('apply -f -', WEB);
  expect((await c.run('rollout status deploy/web')).out).toMatch(/deployment "web" successfully rolled out$/);
  expect((await c.run('set image deploy/web app=nginx:1.28')).out).toBe('deployment.apps/web image updated');
  expect((await c.run('rollout status deploy/web')).out).toMatch(
    /^Waiting for deployment .*\n(.*\n)*deployment "web" successfully rolled out$/,
  );
  expect((await c.run('rollout undo deploy/web')).out).toBe('deployment.apps/web rolled back');
  expect((await c.run("get deploy web -o jsonpath='{.spec.template.spec.containers[0].image}'")).out).toBe('nginx:1.27');
});

it('says once that time stands still', async () => {
  const c = new TestConsole();
  await c.run('apply -f -', WEB);
  expect((await c.run('rollout status deploy/web', '', 5, false)).error).toBe('Time stands still: press play, or end this with Ctrl+C.');
});

it('drains a node but for what it must not touch', async () => {
  const c = new TestConsole();
  c.test.nodes(2);
  await c.run('run lone --image=nginx');
  await c.run('apply -f -', WEB);
  c.test.advance('10s');
  const [, node = ''] = /\b(n\d)\b/.exec((await c.run('get pod lone -o jsonpath={.spec.nodeName}')).out) ?? [];
  expect((await c.run(`drain ${node}`)).error).toContain(
    'cannot delete Pods that declare no controller (use --force to override): default/lone',
  );
  expect((await c.run(`drain ${node} --force`)).out).toContain(`node/${node} drained`);
  expect((await c.run(`get pods --field-selector spec.nodeName=${node}`)).error).toBe('No resources found in default namespace.');
});

it('drains nothing of which two budgets speak, and says so', async () => {
  const c = new TestConsole();
  c.test.nodes(1);
  await c.run('apply -f -', WEB);
  for (const name of ['a', 'b']) await c.run(`create poddisruptionbudget ${name} --selector=app=web --min-available=0`);
  c.test.advance('10s');
  const [, node = ''] = /\b(n\d)\b/.exec((await c.run('get pods -o jsonpath={.items[0].spec.nodeName}')).out) ?? [];
  expect((await c.run(`drain ${node}`)).error).toContain('This pod has more than one PodDisruptionBudget');
});

it('watches until it is ended, and opens YAML for edit', async () => {
  const c = new TestConsole();
  c.test.nodes(1);
  await c.run('create deployment web --image=nginx');
  const { out } = await c.run('get pods -w', '', 5);
  expect(out.split('\n').length).toBeGreaterThan(1);
  expect(out.match(/NAME/g)).toHaveLength(1);
  await c.run('edit deploy web');
  expect(c.edited).toEqual(['apps/deployments/default/web']);
});

it('says what is wrong as kubectl does', async () => {
  const c = new TestConsole();
  expect((await c.run('get gizmos')).error).toBe('error: the server doesn\'t have a resource type "gizmos"');
  expect((await c.run('get pods --wibble')).error).toContain('error: unknown flag: --wibble');
  expect((await c.run('scale deploy web')).error).toBe('error: required flag(s) "replicas" not set');
  expect((await c.run('get pod x')).error).toBe('Error from server (NotFound): pods "x" not found');
  expect((await c.run('exec -it x -- sh')).error).toContain('nothing runs inside a simulated container');
});

it('refuses fields that do not exist, and passes on what the server warns of', async () => {
  const c = new TestConsole();
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n';
  expect((await c.run('apply -f -', `${map}dat: {a: b}\n`)).error).toBe(
    'Error from server (BadRequest): error when creating "STDIN": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dat"',
  );
  expect((await c.run('apply --validate=false -f -', `${map}dat: {a: b}\n`)).out).toBe('configmap/m created');
  expect((await c.run(`patch cm m -p '{"dat":{"a":"b"}}'`)).error).toBe('Warning: unknown field "dat"');
  expect((await c.run('get endpoints kubernetes')).error).toBe(
    'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  );
});

it('lists more objects than come in one page', async () => {
  const c = new TestConsole();
  for (let i = 0; i < 620; i++) await c.run(`create configmap m${i}`);
  expect((await c.run('get configmaps --no-headers')).out.split('\n')).toHaveLength(620);
  expect((await c.run('get configmaps -o name')).out.split('\n')).toHaveLength(620);
});

it('does what it can of several, then says what was not there', async () => {
  const c = new TestConsole();
  await c.run('create configmap a');
  expect(await c.run('get cm x a y')).toMatchObject({
    out: expect.stringMatching(/^NAME.*\na /) as string,
    error: 'Error from server (NotFound): configmaps "x" not found\nError from server (NotFound): configmaps "y" not found',
  });
  expect(await c.run('delete cm x a')).toMatchObject({
    out: 'configmap "a" deleted from default namespace',
    error: 'Error from server (NotFound): configmaps "x" not found',
  });
});

it('shows what is deleted once more to those who watch', async () => {
  const c = new TestConsole();
  c.test.nodes(1);
  await c.run('run lone --image=nginx');
  c.test.advance('10s');
  await c.run('delete pod lone --wait=false');
  const { out } = await c.run('get pods -w --no-headers');
  const seen = out.split('\n');
  expect((await c.run('get pods')).error).toBe('No resources found in default namespace.');
  expect(seen.at(-1)).toBe(seen.at(-2));
});

it('explains a custom kind from its schema, as the server publishes it', async () => {
  const c = new TestConsole();
  await c.run(
    'apply -f -',
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: crons.x.io}\nspec:\n  group: x.io\n  scope: Namespaced\n  names: {plural: crons, kind: Cron}\n  versions:\n  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, description: What it does., required: [at], properties: {at: {type: string, enum: [noon, night]}}}}}}}\n',
  );
  c.test.advance('5s');
  expect((await c.run('explain cron.spec')).out).toBe(
    'GROUP:      x.io\nKIND:       Cron\nVERSION:    v1\n\nFIELD: spec <Object>\n\n\nDESCRIPTION:\n    What it does.\n\nFIELDS:\n  at\t<string> -required-\n  enum: noon, night\n    <no description>\n\n',
  );
  expect((await c.run('explain pods.spec.containers.resources.claims')).out).toContain('FIELD: claims <[]ResourceClaim>');
});

it('lists what somebody may do as kubectl does: a resource a line, its verbs together', async () => {
  const c = new TestConsole();
  await c.run('create role r --verb=get,list --resource=pods,deployments.apps');
  await c.run('create rolebinding rb --role=r --user=jane');
  const { out } = await c.run('auth can-i --list --as=jane');
  expect(out).toMatch(/^pods +\[\] +\[\] +\[get list\]$/m);
  expect(out).toMatch(/^deployments\.apps +\[\] +\[\] +\[get list\]$/m);
  expect(out).toMatch(/^ +\[\/healthz\] +\[\] +\[get\]$/m);
});

it('describes policies, classes, slices and roles in kubectl’s own forms', async () => {
  const c = new TestConsole();
  await c.run(
    'apply -f -',
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: np}\nspec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {a: b}}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: 5432}]}]}\n',
  );
  expect((await c.run('describe netpol np')).out).toMatch(
    /Spec:\n {2}PodSelector: {5}app=db\n {2}Allowing ingress traffic:\n {4}To Port: 5432\/TCP\n {4}From:\n {6}PodSelector: a=b\n {4}From:\n {6}IPBlock:\n {8}CIDR: 10\.0\.0\.0\/8\n {8}Except: 10\.1\.0\.0\/16\n {2}Not affecting egress traffic\n {2}Policy Types: Ingress$/,
  );
  expect((await c.run('describe priorityclass system-node-critical')).out).toMatch(
    /^Name: +system-node-critical\nValue: +2000001000\nGlobalDefault: +false\nPreemptionPolicy: +PreemptLowerPriority\n/,
  );
  expect((await c.run('describe endpointslices kubernetes')).out).toMatch(/AddressType: +IPv4\nPorts:\n {2}Name +Port +Protocol\n/);
  await c.run('create role r --verb=get,list --resource=pods,services');
  expect((await c.run('describe role r')).out).toMatch(/\n {2}pods +\[\] +\[\] +\[get list\]\n {2}services +\[\] +\[\] +\[get list\]$/);
});

it('writes what it would create as kubectl does, for others to keep', async () => {
  const c = new TestConsole();
  expect((await c.run('create deployment d --image=a --dry-run=client -o yaml')).out).toBe(
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  labels:\n    app: d\n  name: d\nspec:\n  replicas: 1\n  selector:\n    matchLabels:\n      app: d\n  strategy: {}\n  template:\n    metadata:\n      labels:\n        app: d\n    spec:\n      containers:\n      - image: a\n        name: a\n        resources: {}\nstatus: {}',
  );
  expect((await c.run('run p --image=b --dry-run=client -o yaml')).out).toContain(
    '  dnsPolicy: ClusterFirst\n  restartPolicy: Always\nstatus: {}',
  );
  expect((await c.run('create job j --image=b --dry-run=server -o yaml')).out).not.toContain('managedFields');
});

// ---- recorded: what kubectl printed on a real control plane ----

const CASES = new URL('../../../../shared/fidelity/cases/kubectl/', import.meta.url);
const NORMALISE = new URL('../../../../shared/fidelity/normalise.mjs', import.meta.url);
/** What the console does not have, or says otherwise on purpose. */
const DIFFERS = /go-template|api-resources|explain|can-i --list/;

interface Step {
  readonly op: string;
  readonly args?: readonly string[];
  readonly stdin?: string;
  readonly quiet?: boolean;
  readonly ignore?: readonly string[];
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly expect?: { readonly stdout: string; readonly stderr: string } | null;
}

/** kubectl cannot read JSON documents with '---' between them; the console can, and everything after differs. */
const READS_MORE = new Set(['describe-others.json', 'storage.json']);

for (const file of existsSync(CASES) ? readdirSync(CASES).filter((f) => !READS_MORE.has(f)) : []) {
  it(`prints what kubectl printed: ${file}`, async () => {
    const { normaliseText } = (await import(NORMALISE.href)) as { normaliseText(s: string, vars: { NS: string }): string };
    const c = new TestConsole();
    const NS = 'recorded';
    const text = readFileSync(new URL(file, CASES), 'utf8').replace(/\$NS\b/g, NS);
    const { nodes = [], steps } = JSON.parse(text) as { nodes?: readonly object[]; steps: readonly Step[] };
    await c.run(`create namespace ${NS}`);
    for (const n of nodes) await c.send({ method: 'POST' as 'GET', path: '/api/v1/nodes', body: JSON.stringify(n) });
    c.test.advance('5s');
    for (const s of steps) {
      if (s.op !== 'kubectl') {
        if (s.method)
          await c.send({
            method: s.method as 'GET',
            path: s.path as string,
            ...(s.body !== undefined && { body: typeof s.body === 'string' ? s.body : JSON.stringify(s.body) }),
          });
        c.test.advance('30s');
        continue;
      }
      const line = (s.args ?? []).map((a) => `'${a}'`).join(' ');
      const got = await c.run(line, s.stdin ?? '');
      const clean = (t: string) => normaliseText(t, { NS });
      if (!s.expect || DIFFERS.test((s.args ?? []).join(' '))) continue;
      if (!s.ignore?.includes('stdout')) expect(clean(got.out), line).toBe(s.expect.stdout.replaceAll(NS, '$NS'));
      if (!s.ignore?.includes('stderr')) expect(clean(got.error), line).toBe(s.expect.stderr.replaceAll(NS, '$NS'));
    }
  });
}
