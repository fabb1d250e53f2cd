#!/usr/bin/env node
// Proves that the fence holds: plants every file of planted/ in a copy of the sources and checks that each is reported by
// the check and the rule that its first lines name. A rule that no longer bites fails here.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, projectNode, root } from '../toolchain.mjs';

const planted = fileURLToPath(new URL('planted', import.meta.url)),
  copy = join(cache, 'fence');

/** Planted files with what must find each. */
const files = readdirSync(planted, { recursive: true, withFileTypes: true })
  .filter((e) => e.isFile())
  .flatMap((e) => {
    const path = join(e.parentPath, e.name),
      place = relative(planted, path).replaceAll('\\', '/');
    const wanted = [...readFileSync(path, 'utf8').matchAll(/\/\/ breaks: (graph|lint|types) (\S+)/g)];
    return wanted.map(([, check, rule]) => ({ place, check, rule }));
  });

function tool(script, args) {
  const { stdout, stderr, error } = spawnSync(projectNode(), [join(root, 'node_modules', script), ...args], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  return { stdout, stderr };
}

function json(script, args) {
  const { stdout, stderr } = tool(script, args);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${script} printed no JSON:\n${stdout.slice(0, 2000)}\n${stderr.slice(0, 2000)}`);
  }
}

const places = (check) => [...new Set(files.filter((f) => f.check === check).map((f) => f.place))];

/** What each check reports, as 'place rule'. */
const checks = {
  graph() {
    const { summary } = json('dependency-cruiser/bin/dependency-cruiser.mjs', [
      '--config',
      '.dependency-cruiser.cjs',
      '--preserve-symlinks',
      '-T',
      'json',
      ...places('graph'),
    ]);
    return summary.violations.map((v) => `${v.from} ${v.rule.name}`);
  },
  lint() {
    return json('eslint/bin/eslint.js', ['-f', 'json', ...places('lint')]).flatMap((f) =>
      f.messages.map((m) => `${relative(copy, f.filePath).replaceAll('\\', '/')} ${m.ruleId}`),
    );
  },
  types() {
    writeFileSync(
      join(copy, 'tsconfig.fence.json'),
      JSON.stringify({ extends: './tsconfig.pure.json', compilerOptions: { incremental: false }, include: places('types') }),
    );
    return [
      ...tool('typescript/bin/tsc', ['-p', 'tsconfig.fence.json', '--pretty', 'false']).stdout.matchAll(
        /^(\S+?)\(\d+,\d+\): error (TS\d+)/gm,
      ),
    ].map(([, place, code]) => `${place} ${code}`);
  },
};

rmSync(copy, { recursive: true, force: true });
mkdirSync(copy, { recursive: true });
for (const place of [
  'shared',
  'electron',
  'renderer',
  ...readdirSync(root).filter((f) =>
    /^(tsconfig.*\.json|package\.json|eslint\.config\.js|svelte\.config\.js|\.dependency-cruiser\.cjs|vite\.config\.ts|electron\.vite\.config\.ts)$/.test(
      f,
    ),
  ),
])
  cpSync(join(root, place), join(copy, place), { recursive: true });
cpSync(planted, copy, { recursive: true });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');

let missed = 0;
for (const [check, run] of Object.entries(checks)) {
  const found = new Set(run());
  for (const { place, rule } of files.filter((f) => f.check === check)) {
    if (found.has(`${place} ${rule}`)) continue;
    missed++;
    console.error(
      `fence: ${check} no longer reports ${rule} for ${place}; it reports: ${[...found].filter((x) => x.startsWith(`${place} `)).join(', ') || 'nothing'}`,
    );
  }
}
rmSync(copy, { recursive: true, force: true });
console.log(`fence: ${files.length - missed} of ${files.length} planted violations are caught`);
process.exitCode = missed === 0 ? 0 : 1;
