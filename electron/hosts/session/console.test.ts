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

  async run(line: string, input = '', patience = 60) {
    const lines: Line[] = [], abort = new AbortController(), { cluster } = this.test;
    let waits = 0;
    await runLine(line, {
      send: (r) => this.send(r as never),
      kinds: () => new Kinds(kinds, cluster.client('admin').list(customResourceDefinitions) as readonly CustomResourceDefinition[]), namespace: () => 'default', nowMs: () => cluster.core.epochMs + cluster.now, playing: () => true,
      changed: () => { if (++waits > patience) abort.abort(); this.test.advance('1s'); return Promise.resolve(); },
      input: () => Promise.resolve({ name: 'STDIN', text: input }), files: () => Promise.resolve([]), keyOf: (k, ns, name) => `${k.id}/${k.namespaced ? ns ?? 'default' : ''}/${name}`, edit: (key) => { this.edited.push(key); }, showNamespace: () => {},
    }, (l) => lines.push(...l), abort.signal);
    const of = (error: boolean) => lines.filter((l) => (l.tone === 'error') === error).map((l) => l.text).join('\n');
    return { out: of(false), error: of(true), lines };
  }

  send(r: { method: 'GET'; path: string; body?: string; headers?: Record<string, string> }): Promise<ApiResponse> {
    return Promise.resolve(this.test.cluster.request(r, { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }) as ApiResponse);
  }
}

const WEB = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: app, image: "nginx:1.27"}]}\n';

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
  expect((await c.run('rollout status deploy/web')).out).toMatch(/^Waiting for deployment .*\n(.*\n)*deployment "web" successfully rolled out$/);
  expect((await c.run('rollout undo deploy/web')).out).toBe('deployment.apps/web rolled back');
  expect((await c.run("get deploy web -o jsonpath='{.spec.template.spec.containers[0].image}'")).out).toBe('nginx:1.27');
});

it('drains a node but for what it must not touch', async () => {
  const c = new TestConsole();
  c.test.nodes(2);
  await c.run('run lone --image=nginx');
  await c.run('apply -f -', WEB);
  c.test.advance('10s');
  const [, node = ''] = /\b(n\d)\b/.exec((await c.run("get pod lone -o jsonpath={.spec.nodeName}")).out) ?? [];
  expect((await c.run(`drain ${node}`)).error).toContain('cannot delete Pods that declare no controller (use --force to override): default/lone');
  expect((await c.run(`drain ${node} --force`)).out).toContain(`node/${node} drained`);
  expect((await c.run(`get pods --field-selector spec.nodeName=${node}`)).error).toBe('No resources found in default namespace.');
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
  expect((await c.run('scale deploy web')).error).toBe('error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  expect((await c.run('get pod x')).error).toBe('Error from server (NotFound): pods "x" not found');
  expect((await c.run('exec -it x -- sh')).error).toContain('nothing runs inside a simulated container');
});

// ---- recorded: what kubectl printed on a real control plane ----

const CASES = new URL('../../../../shared/fidelity/cases/kubectl/', import.meta.url), NORMALISE = new URL('../../../../shared/fidelity/normalise.mjs', import.meta.url);
/** What the console does not have, or says otherwise on purpose. */
const DIFFERS = /go-template|api-resources|explain|can-i --list/;

interface Step { readonly op: string; readonly args?: readonly string[]; readonly stdin?: string; readonly quiet?: boolean; readonly ignore?: readonly string[]; readonly method?: string; readonly path?: string; readonly body?: unknown; readonly expect?: { readonly stdout: string; readonly stderr: string } | null }

/** kubectl cannot read JSON documents with '---' between them; the console can, and everything after differs. */
const READS_MORE = new Set(['describe-others.json', 'storage.json']);

for (const file of existsSync(CASES) ? readdirSync(CASES).filter((f) => !READS_MORE.has(f)) : []) {
  it(`prints what kubectl printed: ${file}`, async () => {
    const { normaliseText } = await import(NORMALISE.href) as { normaliseText(s: string, vars: { NS: string }): string };
    const c = new TestConsole(), NS = 'recorded', text = readFileSync(new URL(file, CASES), 'utf8').replace(/\$NS\b/g, NS), { nodes = [], steps } = JSON.parse(text) as { nodes?: readonly object[]; steps: readonly Step[] };
    await c.run(`create namespace ${NS}`);
    for (const n of nodes) await c.send({ method: 'POST' as 'GET', path: '/api/v1/nodes', body: JSON.stringify(n) });
    c.test.advance('5s');
    for (const s of steps) {
      if (s.op !== 'kubectl') {
        if (s.method) await c.send({ method: s.method as 'GET', path: s.path as string, ...(s.body !== undefined && { body: typeof s.body === 'string' ? s.body : JSON.stringify(s.body) }) });
        c.test.advance('30s');
        continue;
      }
      const line = (s.args ?? []).map((a) => `'${a}'`).join(' '), got = await c.run(line, s.stdin ?? ''), clean = (t: string) => normaliseText(t, { NS });
      if (!s.expect || DIFFERS.test((s.args ?? []).join(' '))) continue;
      if (!s.ignore?.includes('stdout')) expect(clean(got.out), line).toBe(s.expect.stdout.replaceAll(NS, '$NS'));
      if (!s.ignore?.includes('stderr')) expect(clean(got.error), line).toBe(s.expect.stderr.replaceAll(NS, '$NS'));
    }
  });
}
