/** A real kubectl at Drydock's Kubernetes API, with a window open beside it. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../hosts/drydock.ts';
import { realManifest } from './manifests.ts';
import { Window } from './window.ts';

test.skip(spawnSync('kubectl', ['version', '--client']).status !== 0, 'there is no kubectl on this machine');

/** Nodes that say what they have, as kwok's do: Ready at once. */
const FAKE_NODES = [1, 2, 3]
  .map(
    (n) => `apiVersion: v1
kind: Node
metadata:
  name: fake-${n}
  annotations: {kwok.x-k8s.io/node: fake}
  labels: {kubernetes.io/hostname: fake-${n}, kubernetes.io/os: linux, kubernetes.io/arch: amd64}
status:
  capacity: {cpu: "8", memory: 32Gi, pods: "110"}
  allocatable: {cpu: "8", memory: 32Gi, pods: "110"}
`,
  )
  .join('---\n');

/** Runs kubectl to its end without holding up the browser. */
function kubectl(config: string, ...args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn('kubectl', ['--kubeconfig', config, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (d) => {
      out += String(d);
    });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, out });
    });
  });
}

test('kubectl applies a shop to fake nodes, and an open window shows it happen', async ({ serve, visit, folder }) => {
  const boutique = realManifest('online-boutique');
  test.skip(boutique === undefined, 'the manifests to try it on are not here');
  const config = join(folder, 'kubeconfig');
  const k = (...args: readonly string[]) => kubectl(config, ...args);
  const { ready } = await serve('--kubeconfig', config, '--speed', 'max');
  const window = new Window(await visit(ready['url'] as string));
  await expect(window.canvas).toBeVisible();

  writeFileSync(join(folder, 'nodes.yaml'), FAKE_NODES);
  expect(await k('apply', '-f', join(folder, 'nodes.yaml'))).toEqual({
    code: 0,
    out: 'node/fake-1 created\nnode/fake-2 created\nnode/fake-3 created\n',
  });
  await expect(window.status).toContainText('nodes 3');
  expect(await k('apply', '-f', boutique as string)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/(deployment\.apps\/[a-z-]+ created[^]*){12}/),
  });
  expect(await k('wait', '--for=condition=Available', 'deployment', '--all', '--timeout=60s')).toMatchObject({ code: 0 });
  await expect(window.boxes('Deployment', 'ready')).toHaveCount(12);

  const { out: pods } = await k('get', 'pods');
  expect(pods.split('\n')[0]).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE$/);
  expect(pods.match(/ 1\/1 +Running /g)).toHaveLength(12);
  expect((await k('get', 'deploy,svc')).out).toMatch(/^deployment\.apps\/frontend +1\/1 +1 +1 /m);
  const { out: described } = await k('describe', 'deployment', 'frontend');
  expect(described).toMatch(/Replicas: +1 desired \| 1 updated \| 1 total \| 1 available \| 0 unavailable/);
  expect(described).toMatch(/Normal +ScalingReplicaSet .* deployment-controller +Scaled up replica set frontend-[a-z0-9]+ from 0 to 1/);

  expect(await k('delete', 'deployment', 'frontend')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^deployment\.apps "frontend" deleted/),
  });
  await expect(window.box('Deployment', 'frontend')).toHaveCount(0);
  await expect(window.boxes('Deployment', 'ready')).toHaveCount(11);
  await expect.poll(async () => (await k('get', 'pods', '-l', 'app=frontend')).out).toContain('No resources found');
});

test('a window lets kubectl in and out again, and what the two write the other sees', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.bar.getByRole('button', { name: 'kubectl off' }).click();
  const panel = page.getByRole('dialog', { name: 'Kubernetes API for kubectl' });
  await panel.getByRole('button', { name: 'Switch on' }).click();
  await expect(window.bar.getByRole('button', { name: 'kubectl on' })).toBeVisible();
  const config = (await panel.getByRole('code').nth(1).textContent()) ?? '';
  expect(readFileSync(config, 'utf8')).toContain('certificate-authority-data');
  await expect(panel).toContainText('https://127.0.0.1:');
  await page.keyboard.press('Escape');

  expect(await kubectl(config, 'create', 'deployment', 'web', '--image=nginx')).toEqual({ code: 0, out: 'deployment.apps/web created\n' });
  await expect(window.box('Deployment', 'web')).toHaveCount(1);
  await window.select('Deployment', 'web');
  await window.fill('Replicas', '3');
  await expect.poll(async () => (await kubectl(config, 'get', 'deployment', 'web', '-o', 'jsonpath={.spec.replicas}')).out).toBe('3');

  await window.bar.getByRole('button', { name: 'kubectl on' }).click();
  await panel.getByRole('button', { name: 'Switch off' }).click();
  await expect(window.bar.getByRole('button', { name: 'kubectl off' })).toBeVisible();
  expect((await kubectl(config, 'get', 'pods', '--request-timeout=3s')).code).not.toBe(0);
});
