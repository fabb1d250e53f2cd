import { expect, test } from 'vitest';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { serviceAccounts } from '#shared/kinds/core/service-account.ts';
import { Cluster } from '#engine/cluster.ts';
import { MemoryLog } from '#engine/store/memory-log.ts';
import { Pace } from './pace.ts';
import type { Wall } from './wall.ts';

/** A wall whose clock goes only when it is told to. */
class StillWall implements Wall {
  #now = 0;
  readonly #due: { readonly at: number; readonly run: () => void }[] = [];
  now(): number {
    return this.#now;
  }
  after(ms: number, run: () => void): () => void {
    const entry = { at: this.#now + ms, run };
    this.#due.push(entry);
    return () => {
      if (this.#due.includes(entry)) this.#due.splice(this.#due.indexOf(entry), 1);
    };
  }
  soon(run: () => void): () => void {
    return this.after(0, run);
  }
  /** Lets time pass, and what is due in it happen. */
  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#due.filter((d) => d.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due.splice(this.#due.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = until;
  }
}

function playing() {
  const cluster = new Cluster({ log: new MemoryLog(), seed: 1, epochMs: 0 });
  const wall = new StillWall();
  const pace = new Pace({
    cluster,
    wall,
    ran: () => undefined,
    failed: (e) => {
      throw e;
    },
  });
  pace.set({ playing: true });
  wall.pass(10);
  const create = (name: string) => {
    cluster.client('admin').create(namespaces, '', { metadata: { name }, spec: {} });
    pace.wrote();
  };
  const account = (name: string) => cluster.client('admin').get(serviceAccounts, name, 'default');
  return { cluster, wall, pace, create, account };
}

test('what comes right after a write sees it as it was written; a moment later the loops have been at it', () => {
  const { wall, pace, create, account } = playing();
  create('shop');
  pace.catchUp();
  expect(account('shop')).toBeUndefined();
  wall.pass(50);
  expect(account('shop')).toBeDefined();
});

test('writes that never stop do not keep the loops from their turn', () => {
  const { wall, create, account } = playing();
  for (let i = 0; i < 50; i++) {
    create(`n${i}`);
    wall.pass(5);
  }
  expect(account('n0')).toBeDefined();
});

test('who pauses right after a write finds it dealt with', () => {
  const { pace, create, account } = playing();
  create('shop');
  pace.set({ playing: false });
  expect(account('shop')).toBeDefined();
});
