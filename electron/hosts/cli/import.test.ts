import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { importManifests } from './import.ts';

let folder: string;
let design: string;
let good: string;
let bad: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-test-'));
  [design, good, bad] = ['new.drydock', 'good.yaml', 'bad.yaml'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(good, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n');
  writeFileSync(bad, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Settings!\n');
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

test('a design that is not there is made for what is imported', async () => {
  await importManifests.run('import', [design, good]);
  expect(console.log).toHaveBeenCalledWith('1 created, 0 changed, 0 unchanged');
  expect(existsSync(design)).toBe(true);
});

test('a dry run leaves no design behind that was not there', async () => {
  await importManifests.run('import', [design, good, '--dry-run']);
  expect(console.log).toHaveBeenCalledWith('1 created, 0 changed, 0 unchanged (dry run)');
  expect(existsSync(design)).toBe(false);
});

test('what cannot be imported leaves no design behind, and says which line is wrong', async () => {
  await importManifests.run('import', [design, bad]);
  expect(process.exitCode).toBe(1);
  expect(vi.mocked(console.error).mock.calls[0]?.[0]).toMatch(/bad\.yaml:4:\d+: error: document 1: /);
  expect(existsSync(design)).toBe(false);
});
