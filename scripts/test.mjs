#!/usr/bin/env node
// npm test [-- STEP…]: everything that is checked, in order; the names of steps choose some of them. Prints a line for each
// step and what went wrong in those that failed; the last line is the sum.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureGenerated } from './built.mjs';
import { ensureChromium } from './chromium.mjs';
import { electronBinary } from './electron-binary.mjs';
import { ensureInstalled } from './installed.mjs';
import { cache, projectNode, root } from './toolchain.mjs';

const STEP_WITHIN_MS = 15 * 60_000;
const results = join(cache, 'results');

/** Runs a program to its end and keeps what it said. */
function capture(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(projectNode(), args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (d) => {
        text += d;
      });
    const timer = setTimeout(() => {
      text += `\nended after ${STEP_WITHIN_MS / 60_000} minutes`;
      child.kill('SIGKILL');
    }, STEP_WITHIN_MS);
    child.on('error', (e) => {
      text += e.message;
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, text });
    });
  });
}

/** A program that passes as a whole. */
const whole = async (args) => {
  const { ok, text } = await capture(args);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, text };
};

/** Several programs side by side. */
const all = async (...runs) => {
  const done = await Promise.all(runs);
  return {
    passed: done.reduce((n, r) => n + r.passed, 0),
    failed: done.reduce((n, r) => n + r.failed, 0),
    text: done
      .filter((r) => r.failed)
      .map((r) => r.text)
      .join('\n'),
  };
};

const tool = (script) => join('node_modules', script);
const tsc = (project) => whole([tool('typescript/bin/tsc'), '-p', project]);

/** Counts of a report in JSON, or one failure where the program did not get as far as writing one. */
function counted({ ok, text }, file, count) {
  const report = join(results, file);
  if (!existsSync(report)) return { passed: 0, failed: 1, text };
  const { passed, failed, skipped = 0 } = count(JSON.parse(readFileSync(report, 'utf8')));
  return { passed, failed: failed === 0 && !ok ? 1 : failed, skipped, text };
}

const steps = {
  types: () =>
    all(
      tsc('tsconfig.pure.json'),
      tsc('tsconfig.node.json'),
      whole([tool('svelte-check/bin/svelte-check'), '--tsconfig', 'tsconfig.renderer.json', '--fail-on-warnings', '--output', 'human']),
    ),
  lint: () =>
    all(
      whole([tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0']),
      whole([tool('knip/bin/knip.js')]), // what nobody uses goes
      whole([tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']),
    ),
  fence: () =>
    all(
      whole([
        tool('dependency-cruiser/bin/dependency-cruiser.mjs'),
        '--config',
        '.dependency-cruiser.cjs',
        '-T',
        'err',
        'shared',
        'electron',
        'renderer',
        'bench',
        'e2e',
      ]),
      whole(['scripts/fence/fence.mjs']),
    ),
  unit: async () =>
    counted(
      await capture([
        tool('vitest/vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${join(results, 'unit.json')}`,
      ]),
      'unit.json',
      (r) => ({
        passed: r.numPassedTests,
        failed: r.numFailedTests + r.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length,
        skipped: r.numPendingTests,
      }),
    ),
  build: async () => {
    await ensureBuilt();
    return { passed: 1, failed: 0, text: '' };
  },
  e2e: async () => {
    const browser = ensureChromium();
    if (!browser)
      return { passed: 0, failed: 1, text: 'There is no Chromium here and none could be installed. DRYDOCK_CHROMIUM can name one.' };
    const electron = electronBinary();
    const run = await capture([tool('@playwright/test/cli.js'), 'test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'], {
      DRYDOCK_CHROMIUM: browser,
      ...(electron && { DRYDOCK_ELECTRON: electron }),
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'e2e.json'),
    });
    return counted(run, 'e2e.json', ({ stats }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
    }));
  },
  fidelity: async () => {
    if (!existsSync(join(root, '../shared/fidelity/replay.mjs')))
      return { passed: 0, failed: 0, skipped: 1, text: '', says: 'the recorded cases are not here' };
    const { ok, text } = await capture(['scripts/fidelity.mjs']);
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, text, says: `\n${text.trim()}` };
  },
};

const asked = process.argv.slice(2);
const unknown = asked.find((s) => !Object.hasOwn(steps, s));
if (unknown) {
  console.error(`test: there is no step ${unknown}; there are: ${Object.keys(steps).join(', ')}`);
  process.exit(2);
}

const sum = { passed: 0, failed: 0 };
const began = performance.now();
const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;
try {
  await ensureInstalled();
  await ensureGenerated();
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  for (const name of asked.length ? asked : Object.keys(steps)) {
    const from = performance.now();
    let outcome;
    try {
      outcome = await steps[name]();
    } catch (e) {
      outcome = { passed: 0, failed: 1, text: e.message };
    }
    const { passed, failed, skipped = 0, text, says = '' } = outcome;
    if (failed) console.log(text.trimEnd());
    console.log(
      `${failed ? 'FAIL' : 'ok  '} ${name.padEnd(9)} ${passed} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''} (${seconds(from)})${failed ? '' : says && ` ${says}`}`,
    );
    sum.passed += passed;
    sum.failed += failed;
  }
} catch (e) {
  console.error(`test: ${e.message}`);
  sum.failed++;
}
console.log(`in ${seconds(began)}`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed ? 1 : 0;
