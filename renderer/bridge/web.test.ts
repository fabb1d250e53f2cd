import { beforeEach, expect, test } from 'vitest';
import { webBridge, type Socket } from './web.ts';

/** A socket the test holds the other end of. */
class Pipe implements Socket {
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((e: { readonly data: string }) => void) | null = null;
  readonly heard: unknown[] = [];
  send(text: string) {
    this.heard.push(JSON.parse(text));
  }
  say(frame: unknown) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

let pipes: Pipe[];
let pauses: { ms: number; run: () => void }[];
const transport = {
  open: () => {
    const p = new Pipe();
    pipes.push(p);
    return p;
  },
  after: (ms: number, run: () => void) => {
    pauses.push({ ms, run });
  },
};

beforeEach(() => {
  pipes = [];
  pauses = [];
});

test('what is asked before the first contact is said once there is one', async () => {
  const bridge = webBridge(transport);
  const answer = bridge.request('host.info', {});
  expect(pipes[0]!.heard).toEqual([]);
  pipes[0]!.onopen!();
  expect(pipes[0]!.heard).toEqual([{ request: 1, name: 'host.info', input: {} }]);
  pipes[0]!.say({ reply: 1, value: { host: 'web' } });
  expect(await answer).toEqual({ host: 'web' });
});

test('a refused request rejects with the reason, the message and the details', async () => {
  const bridge = webBridge(transport);
  pipes[0]!.onopen!();
  const answer = bridge.request('document.open', { path: 'x' });
  pipes[0]!.say({ reply: 1, error: { reason: 'NotFound', message: 'no such file', details: { path: 'x' } } });
  await expect(answer).rejects.toMatchObject({ reason: 'NotFound', message: 'no such file', details: { path: 'x' } });
});

test('after a loss streams begin again by themselves and open requests are given up', async () => {
  const bridge = webBridge(transport);
  const seen: unknown[] = [];
  const states: string[] = [];
  bridge.onState((s) => states.push(s));
  bridge.subscribe('notices', {}, (n) => seen.push(n));
  pipes[0]!.onopen!();
  const answer = bridge.request('host.info', {});
  pipes[0]!.onclose!();
  await expect(answer).rejects.toMatchObject({ reason: 'Disconnected' });
  pauses[0]!.run();
  pipes[1]!.onopen!();
  expect(pipes[1]!.heard).toEqual([{ subscribe: 1, name: 'notices', input: {} }]);
  pipes[1]!.say({ item: 1, value: 'back' });
  expect(seen).toEqual(['back']);
  expect(states).toEqual(['connecting', 'open', 'away', 'open']);
});

test('pauses between attempts grow to a bound and start small again after a contact', () => {
  webBridge(transport);
  for (let i = 0; i < 8; i++) {
    pipes.at(-1)!.onclose!();
    pauses.at(-1)!.run();
  }
  expect(pauses.map((p) => p.ms)).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  pipes.at(-1)!.onopen!();
  pipes.at(-1)!.onclose!();
  expect(pauses.at(-1)!.ms).toBe(250);
});

test('a stream that is let go is asked for no more', () => {
  const bridge = webBridge(transport);
  pipes[0]!.onopen!();
  const stop = bridge.subscribe('clock', {}, () => {
    throw new Error('not wanted');
  });
  stop();
  expect(pipes[0]!.heard.at(-1)).toEqual({ unsubscribe: 1 });
  pipes[0]!.say({ item: 1, value: {} });
});
