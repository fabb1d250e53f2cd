import { describe, expect, it } from 'vitest';
import { SteppedClock } from './clock.ts';
import { seeded } from './random.ts';

describe('virtual clock', () => {
  const ran: string[] = [];
  const note = (s: string) => () => {
    ran.push(s);
  };

  it('runs timers by due time, then by label, whoever asked first', () => {
    const c = new SteppedClock();
    ran.length = 0;
    c.at(20, 'b', 'settling', note('b'));
    c.at(10, 'z', 'background', note('z'));
    c.at(10, 'a', 'settling', note('a'));
    while (c.step(100));
    expect(ran).toEqual(['a', 'z', 'b']);
    expect(c.now).toBe(100);
  });

  it('keeps one timer a label and forgets what is called off', () => {
    const c = new SteppedClock();
    ran.length = 0;
    c.at(10, 'x', 'settling', note('old'));
    c.at(30, 'x', 'settling', note('new'));
    const cancel = c.at(5, 'y', 'background', note('y'));
    cancel();
    expect(c.planned()).toEqual([{ due: 30, label: 'x', urgency: 'settling' }]);
    expect(c.nextDue('background')).toBeUndefined();
    while (c.step(100));
    expect(ran).toEqual(['new']);
  });

  it('stays in order over many timers', () => {
    const c = new SteppedClock();
    const r = seeded(7).fork('heap');
    const due: number[] = [];
    for (let i = 0; i < 500; i++) {
      const at = r.int(1000);
      c.at(at, `t${i}`, i % 3 ? 'settling' : 'background', () => due.push(c.now));
    }
    while (c.step(1000));
    expect(due).toHaveLength(500);
    expect(due).toEqual([...due].sort((a, b) => a - b));
  });
});

describe('randomness', () => {
  it('depends on seed and label only', () => {
    const a = seeded(1);
    const b = seeded(1);
    a.next();
    expect(a.fork('pod').uuid()).toBe(b.fork('pod').uuid());
    expect(a.fork('pod').uuid()).not.toBe(a.fork('node').uuid());
    expect(seeded(2).fork('pod').uuid()).not.toBe(b.fork('pod').uuid());
    expect(a.fork('x').fork('y').next()).not.toBe(a.fork('y').fork('x').next());
  });

  it('makes version 4 UUIDs and Kubernetes suffixes', () => {
    const r = seeded(3);
    for (let i = 0; i < 200; i++) {
      expect(r.fork(`u${i}`).uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(r.fork(`s${i}`).suffix(5)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    }
  });
});
