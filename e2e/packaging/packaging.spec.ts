/** What electron-builder packs, laid out over a stand-in for Electron's distribution. No binary is started. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

/** What marks the fuses in Electron's binary: a sentence, a version, a count, a sign each. Source: @electron/fuses. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const COUNT = 9;
const MARGIN = 64;
const FUSES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];

test.skip(process.platform !== 'linux', 'the stand-in is a distribution for Linux');

test('the packed application holds what runs and nothing else, and its fuses are set', async () => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'drydock-pack-'));
  const dist = join(folder, 'dist');
  const output = join(folder, 'out');
  try {
    mkdirSync(join(dist, 'resources'), { recursive: true });
    mkdirSync(join(dist, 'locales'));
    for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(dist, name), '');
    writeFileSync(join(dist, 'version'), (require(join(root, 'node_modules/electron/package.json')) as { version: string }).version);
    writeFileSync(
      join(dist, 'electron'),
      Buffer.concat([
        Buffer.from('.'.repeat(MARGIN) + SENTINEL),
        Buffer.from([1, COUNT]),
        Buffer.from('1'.repeat(COUNT)),
        Buffer.from('.'.repeat(MARGIN)),
      ]),
    );
    chmodSync(join(dist, 'electron'), 0o755);

    const config = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as {
      directories: object;
      electronFuses: Record<string, boolean>;
      fileAssociations: { ext: string }[];
    };
    const { build, Platform } = require(join(root, 'node_modules/electron-builder')) as {
      build(o: object): Promise<unknown>;
      Platform: { LINUX: { createTarget(t: string): unknown } };
    };
    await build({
      targets: Platform.LINUX.createTarget('dir'),
      projectDir: root,
      config: { ...config, electronDist: dist, directories: { ...config.directories, output } },
    });

    const resources = join(output, 'linux-unpacked/resources');
    const { listPackage } = (await import(join(root, 'node_modules/@electron/asar/lib/asar.js'))) as {
      listPackage(f: string, o: object): string[];
    };
    const packed = listPackage(join(resources, 'app.asar'), { isPack: false });
    for (const f of [
      '/out/main/index.js',
      '/out/main/session-thread.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
      '/package.json',
      '/LICENSE',
    ])
      expect(packed).toContain(f);
    expect(packed.filter((f) => f.startsWith('/node_modules/') && !f.startsWith('/node_modules/better-sqlite3'))).toEqual([]);
    expect(packed.filter((f) => /better-sqlite3\/(deps|src)|\.test\.|\.map$/.test(f))).toEqual([]);
    expect(existsSync(join(resources, `app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`))).toBe(true);

    const binary = readFileSync(join(output, 'linux-unpacked/drydock'));
    const at = binary.indexOf(SENTINEL) + SENTINEL.length + 2;
    const set = Object.fromEntries(FUSES.map((name, i) => [name, binary[at + i] === '1'.charCodeAt(0)]));
    expect(set).toEqual(config.electronFuses);
    expect(set).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
    });
    expect(config.fileAssociations[0]?.ext).toBe('drydock');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
