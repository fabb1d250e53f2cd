/** What every revision log owes, as tests: run once for the one in memory and once for SQLite. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { MemoryLog } from './memory-log.ts';
import { prefixEnd, type Entry, type NewEntry, type Revision, type RevisionLog } from './log.ts';

/** A log under test. `reopen` closes it and opens what it kept, where it keeps anything. */
export interface LogUnderTest {
  readonly log: RevisionLog;
  reopen(): RevisionLog;
  end(): void;
}

/** A value as large and as shared as objects are. */
const TEMPLATE = Object.freeze({
  containers: Object.freeze([
    Object.freeze({ name: 'web', image: 'nginx:1.27', env: Object.freeze([Object.freeze({ name: 'A', value: 'x'.repeat(120) })]) }),
  ]),
});

const object = (name: string, revision: number, fields: object): ApiObject =>
  Object.freeze({
    ...fields,
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: Object.freeze({ name, uid: name, creationTimestamp: '2026-01-01T00:00:00Z', resourceVersion: String(revision) }),
  }) as ApiObject;

/** Writes as the store does: knows the newest of each key and gives `before` for an update. */
class Scribe {
  readonly #newest = new Map<string, Entry>();
  readonly log: RevisionLog;
  #atMs = 0;

  constructor(log: RevisionLog) {
    this.log = log;
  }

  write(name: string, fields: object | null, cause = 0): Revision {
    const key = `core/pods/shop/${name}`;
    const old = this.#newest.get(key);
    const alive = old && !old.deleted ? old : undefined;
    const revision = this.log.head + 1;
    const deleted = fields === null;
    const value = object(name, revision, { ...(deleted ? alive?.value : fields) });
    const entry: NewEntry = {
      key,
      prev: old?.revision ?? 0,
      created: alive?.created ?? revision,
      deleted,
      value,
      atMs: (this.#atMs += 7),
      actor: cause ? 'kubelet' : 'admin',
      cause,
      ...(alive && { before: alive.value }),
    };
    const got = this.log.append(entry);
    expect(got).toBe(revision);
    const { before: _before, ...written } = entry;
    this.#newest.set(key, { ...written, revision });
    return revision;
  }
}

const everything = (log: RevisionLog) => log.since(0, 10_000);
const alive = (log: RevisionLog, at?: Revision) => [...log.range('', prefixEnd(''), at)];

export function logConformance(name: string, make: () => LogUnderTest): void {
  const using = (run: (t: LogUnderTest, s: Scribe) => void) => () => {
    const t = make();
    try {
      run(t, new Scribe(t.log));
    } finally {
      t.end();
    }
  };

  describe(name, () => {
    it(
      'is empty at first',
      using(({ log }) => {
        expect([log.head, log.headOf('core/pods/a/b'), log.latest('core/pods/a/b'), everything(log), alive(log)]).toEqual([
          0,
          0,
          undefined,
          [],
          [],
        ]);
      }),
    );

    it(
      'refuses a write that does not know the newest one',
      using(({ log }, s) => {
        s.write('a', { n: 1 });
        const stale = {
          key: 'core/pods/shop/a',
          prev: 0,
          created: 1,
          deleted: false,
          value: object('a', 2, {}),
          atMs: 9,
          actor: 'x',
          cause: 0,
        };
        expect(log.append(stale)).toBe('conflict');
        expect(log.append({ ...stale, prev: 1 })).toBe(2);
      }),
    );

    it(
      'goes on under a key after a deletion',
      using(({ log }, s) => {
        for (const fields of [{ n: 1 }, null, { n: 2 }]) s.write('a', fields);
        expect(log.history('core/pods/shop/a', 0, Infinity).map((e) => [e.revision, e.prev, e.created, e.deleted])).toEqual([
          [1, 0, 1, false],
          [2, 1, 1, true],
          [3, 2, 3, false],
        ]);
        expect(log.headOf('core/pods/shop/a')).toBe(3);
      }),
    );

    it(
      'shows what was alive at any revision, in key order',
      using(({ log }, s) => {
        s.write('b', { n: 1 });
        s.write('a', { n: 1 });
        s.write('b', null);
        s.write('c', { n: 1 });
        const names = (at?: Revision) => alive(log, at).map((e) => e.value.metadata.name);
        expect([names(1), names(2), names(3), names()]).toEqual([['b'], ['a', 'b'], ['a'], ['a', 'c']]);
        expect([...log.range('core/pods/shop/b', prefixEnd('core/pods/shop/b'), 2)].map((e) => e.key)).toEqual(['core/pods/shop/b']);
      }),
    );

    it(
      'gives each value its own revision as resourceVersion, frozen',
      using(({ log }, s) => {
        s.write('a', { spec: TEMPLATE });
        s.write('a', { spec: TEMPLATE, n: 2 });
        expect(everything(log).map((e) => e.value.metadata.resourceVersion)).toEqual(['1', '2']);
        expect(everything(log).every((e) => Object.isFrozen(e.value) && Object.isFrozen(e.value.metadata))).toBe(true);
      }),
    );

    it(
      'tells facts without values, with how the object was',
      using(({ log }, s) => {
        s.write('a', { spec: {}, status: { phase: 'Pending' } });
        s.write('a', { spec: {}, status: { phase: 'Failed', reason: 'Evicted' } }, 1);
        expect(log.facts(0, 10)).toEqual([
          {
            revision: 1,
            key: 'core/pods/shop/a',
            prev: 0,
            created: 1,
            deleted: false,
            atMs: 7,
            actor: 'admin',
            cause: 0,
            state: 'waiting',
          },
          {
            revision: 2,
            key: 'core/pods/shop/a',
            prev: 1,
            created: 1,
            deleted: false,
            atMs: 14,
            actor: 'kubelet',
            cause: 1,
            state: 'failed',
          },
        ]);
      }),
    );

    it(
      'keeps a key that is called __proto__ and values that look like its own marks',
      using(({ log }, s) => {
        const odd = JSON.parse('{"data":{"__proto__":{"x":"1"},"\\u0000part":3,"\\u0000pairs":[]},"list":[{"\\u0000part":"a"}]}') as object;
        s.write('a', odd);
        s.write('a', { ...odd, more: [odd] });
        expect(JSON.stringify(log.latest('core/pods/shop/a', 1)?.value)).toContain('"__proto__":{"x":"1"}');
        expect(log.latest('core/pods/shop/a')?.value).toEqual(object('a', 2, { ...odd, more: [odd] }));
      }),
    );

    it(
      'takes objects that are not what their kind promises',
      using(({ log }, s) => {
        s.write('a', { status: null });
        expect(log.facts(0, 1)[0]?.state).toBe('ready');
      }),
    );

    it('any writes give the log that memory gives, also when it is reopened in the middle', () => {
      const fields = fc.record(
        {
          n: fc.integer({ min: 0, max: 3 }),
          spec: fc.constantFrom<unknown>(TEMPLATE, { containers: [] }, { ...TEMPLATE, nodeName: 'n1' }),
          labels: fc.option(fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 2 })), { nil: undefined }),
        },
        { requiredKeys: ['n'] },
      );
      const step = fc.oneof(
        { weight: 8, arbitrary: fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), fields: fc.option(fields, { freq: 5 }) }) },
        { weight: 1, arbitrary: fc.constant('reopen' as const) },
        { weight: 1, arbitrary: fc.constant('flush' as const) },
      );
      fc.assert(
        fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
          const t = make();
          const memory = new MemoryLog();
          try {
            let log = t.log;
            const model = new Scribe(memory);
            for (const s of steps) {
              if (s === 'reopen') {
                log = t.reopen();
                continue;
              }
              if (s === 'flush') {
                log.flush();
                continue;
              }
              if (s.fields === null && !alive(memory).some((e) => e.value.metadata.name === s.name)) continue;
              const before = memory.latest(`core/pods/shop/${s.name}`);
              const revision = model.write(s.name, s.fields);
              const e = memory.since(revision - 1, 1)[0] as Entry;
              expect(log.append({ ...e, ...(before && !before.deleted && { before: before.value }) })).toBe(revision);
            }
            const plain = (v: unknown) => JSON.parse(JSON.stringify(v)) as unknown;
            log = t.reopen();
            expect(plain(everything(log))).toEqual(plain(everything(memory)));
            expect(log.facts(0, 1000)).toEqual(memory.facts(0, 1000));
            for (let at = 0; at <= memory.head; at += 7) expect(plain(alive(log, at))).toEqual(plain(alive(memory, at)));
          } finally {
            t.end();
          }
        }),
        { seed: 20260101, numRuns: 60 },
      );
    });
  });
}
