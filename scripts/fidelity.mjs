#!/usr/bin/env node
// npm test -- fidelity: replays recorded conversations with Kubernetes against `drydock serve` and prints, for each
// category, how much is the same. Fails where that is less than scripts/fidelity-floor.json says. The floor only rises:
//   node scripts/fidelity.mjs --raise    writes what was reached where it is more
//   node scripts/fidelity.mjs TEXT       only the cases whose names hold TEXT, with their differences; no floor
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectNode, root } from './toolchain.mjs';

const READY_WITHIN_MS = 60_000;

const CATEGORIES = ['defaults', 'validation', 'discovery', 'semantics', 'kubectl', 'behaviour', 'scheduling'];
const floorFile = join(root, 'scripts/fidelity-floor.json');
const asked = process.argv.slice(2);
const raise = asked.includes('--raise');
const filter = asked.find((a) => !a.startsWith('--'));

const kubectl = process.env.KUBECTL ?? 'kubectl';
const hasKubectl = spawnSync(kubectl, ['version', '--client']).status === 0;

/** Starts a server; resolves with what it prints when it is ready. */
function serve(folder) {
  const server = spawn(
    projectNode(),
    ['electron/hosts/cli/index.ts', 'serve', '--speed', 'max', '--kubeconfig', join(folder, 'kubeconfig.yaml')],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return new Promise((resolve, reject) => {
    let said = '';
    let wrong = '';
    const late = setTimeout(() => {
      server.kill('SIGKILL');
      reject(new Error(`the server was not ready after ${READY_WITHIN_MS / 1000} s: ${wrong}`));
    }, READY_WITHIN_MS);
    server.stderr.on('data', (d) => {
      wrong += d;
    });
    server.stdout.on('data', (d) => {
      said += d;
      if (!said.includes('\n')) return;
      clearTimeout(late);
      resolve({ server, ...JSON.parse(said) });
    });
    server.on('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the server ended with ${code}: ${wrong}`));
    });
  });
}

/** Replays cases; resolves with what the program prints. */
function replay({ kubeUrl, token }, folder, text, ...more) {
  const args = [
    realpathSync(join(root, '../shared/fidelity/replay.mjs')),
    '--server',
    kubeUrl,
    '--token',
    token,
    '--kubeconfig',
    join(folder, 'kubeconfig.yaml'),
    '--kubectl',
    kubectl,
    '--settle-ms',
    '300',
    '--filter',
    text,
    ...more,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(projectNode(), args, { env: { ...process.env, HOME: folder }, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (d) => {
      out += d;
    });
    child.on('error', reject);
    child.on('close', () => resolve(out));
  });
}

const folder = mkdtempSync(join(tmpdir(), 'drydock-fidelity-'));
let running;
try {
  running = await serve(folder);
  if (filter) console.log((await replay(running, folder, filter)).trimEnd());
  else await report();
} catch (e) {
  console.error(`fidelity: ${e.message}`);
  process.exitCode = 1;
} finally {
  running?.server.removeAllListeners('exit');
  running?.server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

async function report() {
  const floor = JSON.parse(readFileSync(floorFile, 'utf8'));
  for (const category of CATEGORIES) {
    if (category === 'kubectl' && !hasKubectl) {
      console.log('kubectl     skipped: there is no kubectl here');
      continue;
    }
    const least = floor[category] ?? { cases: 0, fields: 0 };
    const isLow = ({ reached }) => reached.cases < least.cases || reached.fields < least.fields;
    let tally = await tallied(category);
    // conversations wait by the wall: on a machine that was busy elsewhere one may have looked too soon
    if (isLow(tally)) tally = await tallied(category);
    const { results, same, leaves, reached } = tally;
    const low = isLow(tally);
    console.log(
      `${low ? 'LOW ' : 'ok  '}${category.padEnd(11)} ${same}/${results.length} cases identical (${reached.cases}%, floor ${least.cases}%), ${reached.fields}% of ${leaves} fields (floor ${least.fields}%)`,
    );
    for (const r of results.filter((x) => !x.ok)) console.log(`      ${r.id}: ${r.faults[0]?.slice(0, 200)}`);
    if (low) process.exitCode = 1;
    if (raise) floor[category] = { cases: Math.max(least.cases, reached.cases), fields: Math.max(least.fields, reached.fields) };
  }
  if (raise) writeFileSync(floorFile, `${JSON.stringify(floor, null, 2)}\n`);
}

/** Has the conversations of a category, and counts. */
async function tallied(category) {
  const results = JSON.parse(await replay(running, folder, `${category}/`, '--json'));
  const same = results.filter((r) => r.ok).length;
  const leaves = results.reduce((n, r) => n + r.leaves, 0);
  const equal = results.reduce((n, r) => n + r.equal, 0);
  return { results, same, leaves, reached: { cases: percent(same, results.length), fields: percent(equal, leaves) } };
}

/** Rounded down to a tenth: a floor is never above what was reached. */
function percent(part, all) {
  return all === 0 ? 100 : Math.floor((part / all) * 1000) / 10;
}
