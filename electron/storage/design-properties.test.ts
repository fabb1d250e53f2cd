/** What holds of any design, whatever people do to it and whatever its loops make of that. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { keyOf } from '#shared/api/ref.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import type { Entry, RevisionLog } from '#engine/store/log.ts';
import { MemoryLog } from '#engine/store/memory-log.ts';
import type { ObjectStore } from '#engine/store/store.ts';
import { TEST_EPOCH_MS, TestCluster } from '#engine/testing/test-cluster.ts';
import { changesBetween } from '#engine/timeline/changes.ts';
import { DesignDocument } from './document.ts';

const SEED = 4711;

type Deed =
  | { readonly do: 'deploy'; readonly name: string; readonly replicas: number; readonly image: string }
  | { readonly do: 'delete'; readonly name: string }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'cordon'; readonly node: number };

const name = fc.constantFrom('a', 'b', 'c');
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constant('deploy' as const), name, replicas: fc.nat(4), image: fc.constantFrom('x:1', 'x:2') }),
  fc.record({ do: fc.constant('delete' as const), name }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.nat(90) }),
  fc.record({ do: fc.constant('cordon' as const), node: fc.integer({ min: 1, max: 3 }) }),
);

/** What an observer of a store has seen, kept up from change to change. */
class Mirror {
  readonly objects = new Map<string, ApiObject>();
  constructor(store: ObjectStore) {
    for (const [k, o] of contents(store)) this.objects.set(k, o);
    store.observe((c) => {
      if (c.after) this.objects.set(keyOf(c.ref), c.after);
      else this.objects.delete(keyOf(c.ref));
    });
  }
}

function contents(store: ObjectStore): ReadonlyMap<string, ApiObject> {
  return new Map(
    store
      .resources()
      .flatMap((resource) =>
        store
          .list({ resource })
          .map((o) => [keyOf({ resource, namespace: o.metadata.namespace ?? '', name: o.metadata.name }), o] as const),
      ),
  );
}

function live(deeds: readonly Deed[], log: RevisionLog): { readonly c: TestCluster; readonly mirror: Mirror } {
  const c = new TestCluster({ log, seed: 3, epochMs: TEST_EPOCH_MS });
  const mirror = new Mirror(c.cluster.core.store);
  c.nodes(3);
  for (const d of deeds) {
    if (d.do === 'deploy')
      c.apply({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: d.name },
        spec: {
          replicas: d.replicas,
          selector: { matchLabels: { app: d.name } },
          template: { metadata: { labels: { app: d.name } }, spec: { containers: [{ name: 'm', image: d.image }] } },
        },
      });
    else if (d.do === 'wait') c.advance(`${d.seconds}s`);
    else if (d.do === 'cordon') c.change(nodes, `n${d.node}`, (n) => ({ ...n, spec: { ...n.spec, unschedulable: !n.spec.unschedulable } }));
    else {
      const o = c.cluster.core.store.get({ resource: 'apps/deployments', namespace: 'default', name: d.name });
      if (o) c.cluster.actingAs('admin', () => c.client.delete(c.cluster.core.resources.byId('apps/deployments')!.definition, o));
    }
  }
  return { c, mirror };
}

const sorted = (m: ReadonlyMap<string, ApiObject>) => [...m].sort(([a], [b]) => (a < b ? -1 : 1));
const entries = (log: RevisionLog): readonly Entry[] => log.since(0, log.head);

test(`a mirror that follows the changes holds what a fresh list holds; replaying the log gives every snapshot (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 12 }), fc.nat(10_000), (deeds, part) => {
      const log = new MemoryLog();
      const { c, mirror } = live(deeds, log);
      const { store } = c.cluster.core;
      expect(sorted(mirror.objects)).toEqual(sorted(contents(store)));
      const at = Math.max(1, Math.floor((log.head * part) / 10_000));
      const replayed = new Map<string, ApiObject>();
      for (const e of log.since(0, at))
        if (e.deleted) replayed.delete(e.key);
        else replayed.set(e.key, e.value);
      expect(sorted(replayed)).toEqual(Array.from(log.range('', '\uffff', at), (e) => [e.key, e.value]));
      for (const [k, o] of changesBetween(log, log.head, at))
        if (o) expect(replayed.get(k)).toEqual(o);
        else expect(replayed.has(k)).toBe(false);
    }),
    { seed: SEED, numRuns: 15 },
  );
});

test(`the same deeds give the same log twice, and SQLite the log that memory gives (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 12 }), (deeds) => {
      const folder = mkdtempSync(join(tmpdir(), 'drydock-test-'));
      const document = DesignDocument.create(join(folder, 'a.drydock'), { seed: 3, epochMs: TEST_EPOCH_MS });
      try {
        const one = new MemoryLog();
        const two = new MemoryLog();
        live(deeds, one);
        live(deeds, two);
        live(deeds, document.log);
        expect(JSON.stringify(entries(two))).toBe(JSON.stringify(entries(one)));
        document.commit(0, 'grouped');
        expect(entries(document.log)).toEqual(entries(one));
      } finally {
        document.close();
        rmSync(folder, { recursive: true });
      }
    }),
    { seed: SEED, numRuns: 10 },
  );
});
