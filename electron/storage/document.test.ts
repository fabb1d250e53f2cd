import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { DesignDocument } from './document.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-test-'));
  path = join(folder, 'shop.drydock');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Writes config maps number `from` to `to` - 1. */
function fill(d: DesignDocument, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const value = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `c${i}`, uid: `u${i}`, creationTimestamp: '', resourceVersion: '' },
      data: { text: 'x'.repeat(300) },
    } as unknown as ApiObject;
    d.log.append({
      key: `core/configmaps/shop/c${i}`,
      prev: 0,
      created: d.log.head + 1,
      deleted: false,
      atMs: i,
      actor: 'admin',
      cause: 0,
      value,
    });
  }
}

function made(count: number): void {
  const d = DesignDocument.create(path, { seed: 7, epochMs: 1_700_000_000_000 });
  fill(d, 0, count);
  d.layout.put('workloads', { 'core/configmaps/shop/c1': { x: 1.5, y: -2, folded: true } });
  d.commit(5_000, 'durable');
  d.close();
}

const opening =
  (p = path) =>
  () =>
    DesignDocument.open(p).close();

test('a document comes back as it was written', () => {
  made(3);
  const d = DesignDocument.open(path);
  expect([d.seed, d.epochMs, d.startAtMs, d.log.head, d.readOnly]).toEqual([7, 1_700_000_000_000, 5_000, 3, undefined]);
  expect(d.layout.read()).toEqual({ workloads: { 'core/configmaps/shop/c1': { x: 1.5, y: -2, folded: true } } });
  d.close();
  expect(readdirSync(folder)).toEqual(['shop.drydock']);
});

test('virtual time never stands before the last write', () => {
  const d = DesignDocument.create(path, { seed: 7, epochMs: 0 });
  fill(d, 0, 90);
  d.commit(10, 'grouped');
  d.close();
  const again = DesignDocument.open(path);
  expect(again.startAtMs).toBe(89);
  again.close();
});

test('one process has it open at a time', () => {
  made(1);
  const d = DesignDocument.open(path);
  expect(opening()).toThrow('shop.drydock is open in another Drydock. Close it there first.');
  d.close();
  expect(opening()).not.toThrow();
});

test('what was committed survives kill -9', () => {
  const writer = `
    import { DesignDocument } from ${JSON.stringify(join(import.meta.dirname, 'document.ts'))};
    const d = DesignDocument.create(process.argv[1], { seed: 1, epochMs: 0 });
    const write = (i) => d.log.append({ key: 'core/configmaps/a/c' + i, prev: 0, created: i, deleted: false, atMs: i, actor: 'a', cause: 0, value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' + i } } });
    for (let i = 1; i <= 500; i++) write(i);
    d.commit(500, 'grouped');
    write(501);
    process.kill(process.pid, 'SIGKILL');`;
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', writer, path], { stdio: ['ignore', 'ignore', 'inherit'] });
  expect(signal).toBe('SIGKILL');
  const d = DesignDocument.open(path);
  expect([d.log.head, d.startAtMs, d.readOnly]).toEqual([500, 500, undefined]);
  d.close();
});

test('what is no document is refused in words', () => {
  writeFileSync(path, '');
  expect(opening()).toThrow('shop.drydock is empty: it is not a Drydock document.');
  writeFileSync(path, 'apiVersion: v1\nkind: Pod\n'.repeat(99));
  expect(opening()).toThrow('shop.drydock is not a Drydock document, or its beginning is damaged.');
  rmSync(path);
  new Database(path).exec('CREATE TABLE a (b)').close();
  expect(opening()).toThrow('shop.drydock is not a Drydock document.');
  expect(opening(join(folder, 'none.drydock'))).toThrow('There is no file at');
  expect(opening(folder)).toThrow('is not a file');
});

test('a document from a newer Drydock can be looked at and stays as it is', () => {
  made(3);
  const db = new Database(path);
  db.pragma('user_version = 99');
  db.close();
  const before = readFileSync(path);
  const d = DesignDocument.open(path);
  expect(d.readOnly).toContain('was written by a newer Drydock (format 99');
  expect(d.log.head).toBe(3);
  expect(() => fill(d, 3, 4)).toThrow('newer Drydock');
  d.close();
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a newer document that makes no sense here is refused', () => {
  made(1);
  const db = new Database(path);
  db.exec('ALTER TABLE object_log RENAME TO log');
  db.pragma('user_version = 99');
  db.close();
  expect(opening()).toThrow(/newer Drydock.*It cannot be read/);
});

test.each([
  ['truncated', (size: number) => truncateSync(path, size >> 1)],
  [
    'overwritten in the middle',
    (size: number) => {
      const bytes = readFileSync(path);
      bytes.fill(0x5a, size >> 1, (size >> 1) + 20_000);
      writeFileSync(path, bytes);
    },
  ],
])('a document that is %s opens read-only with what is before the damage, and is never written', async (_how, damage) => {
  made(3_000);
  damage(statSync(path).size);
  const before = readFileSync(path);
  const d = DesignDocument.open(path);
  expect(d.readOnly).toMatch(/shop\.drydock is damaged .* What could be read, up to revision \d+, is shown/s);
  expect(d.log.head).toBeGreaterThan(500);
  const copy = join(folder, 'saved.drydock');
  const saved = d.log.head;
  await d.saveCopy(copy);
  d.close();
  expect(readFileSync(path).equals(before)).toBe(true);
  const again = DesignDocument.open(copy);
  expect([again.log.head, again.readOnly, again.seed]).toEqual([saved, undefined, 7]);
  again.close();
});

test('a document of which nothing can be read is refused', () => {
  made(2_000);
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4096);
  writeFileSync(path, bytes);
  expect(opening()).toThrow('shop.drydock is damaged');
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test('a copy is whole, also of what is written while it is made', async () => {
  made(2_000);
  const d = DesignDocument.open(path);
  const copy = join(folder, 'copy.drydock');
  fill(d, 2_000, 2_001);
  d.commit(6_000, 'grouped');
  await d.saveCopy(copy);
  d.close();
  const c = DesignDocument.open(copy);
  expect([c.log.head, c.startAtMs]).toEqual([2_001, 6_000]);
  c.close();
});

test('a copy takes no place that belongs to something else', async () => {
  made(1);
  const other = join(folder, 'notes.drydock');
  const d = DesignDocument.open(path);
  writeFileSync(other, 'shopping list');
  await expect(d.saveCopy(other)).rejects.toThrow('is not a Drydock document');
  await expect(d.saveCopy(path)).rejects.toThrow('is open in another Drydock');
  expect(readFileSync(other, 'utf8')).toBe('shopping list');
  d.close();
  expect(() => DesignDocument.create(path, { seed: 1, epochMs: 0 })).toThrow('There is a file at');
});

test('an older document is copied before it is brought up to date', () => {
  made(3);
  const db = new Database(path);
  db.exec(
    'DROP TABLE document; DROP TABLE layout; DROP TABLE annotation; DROP TABLE bookmark; DROP TABLE branch; DROP TABLE scenario; DROP TABLE setting; DROP TABLE source; DROP TABLE object_log; DROP TABLE part; DROP TABLE actor; CREATE TABLE document (old); INSERT INTO document VALUES (1)',
  );
  db.pragma('user_version = 0');
  db.close();
  copyFileSync(path, join(folder, 'before'));
  expect(opening()).toThrow(); // this old one cannot be brought up to date, and stays as it was
  expect(readFileSync(join(folder, 'shop (format 0).drydock')).equals(readFileSync(join(folder, 'before')))).toBe(true);
  const left = new Database(path, { readonly: true });
  expect([left.pragma('user_version', { simple: true }), left.prepare('SELECT old FROM document').pluck().get()]).toEqual([0, 1]);
  left.close();
  expect(existsSync(join(folder, 'shop (format 0, 2).drydock'))).toBe(false);
});

test('a document of the first format is brought up to date, and keeps texts from then on', () => {
  made(3);
  const db = new Database(path);
  db.exec('DROP TABLE source');
  db.pragma('user_version = 1');
  db.close();
  const d = DesignDocument.open(path);
  d.sources.put('core/configmaps/shop/c1', { revision: 2, text: 'kind: ConfigMap\n' });
  d.commit(5_000, 'durable');
  d.close();
  const again = DesignDocument.open(path);
  expect([again.log.head, again.sources.get('core/configmaps/shop/c1'), again.sources.get('none')]).toEqual([
    3,
    { revision: 2, text: 'kind: ConfigMap\n' },
    undefined,
  ]);
  again.close();
  expect(existsSync(join(folder, 'shop (format 1).drydock'))).toBe(true);
});
