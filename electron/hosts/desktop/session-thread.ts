/** The thread of one window's session: a desk of its own, so that the main process never waits for the engine. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { assert } from '#shared/api/errors.ts';
import { ApplicationStore } from '#electron/storage/application-store.ts';
import { Desk } from '../session/desk.ts';
import { readFrames, type FramePort } from '../session/frames.ts';
import { wireError } from '../session/refusals.ts';
import { wall } from '../session/wall.ts';
import type { FromThread, ThreadData, ToThread } from './thread-messages.ts';

/** Characters a page may be behind before it counts as slow. */
const FULL = 4 * 2 ** 20;

assert(parentPort, 'this runs in a thread');
const main = parentPort;
const { info, folder, resources } = workerData as ThreadData;
const desk = new Desk({ info, resources, wall, store: new ApplicationStore(folder) });
const tell = (message: FromThread) => {
  main.postMessage(message);
};
desk.documentChanged.on((document) => tell({ document }));

main.on('message', (message: ToThread) => {
  if ('connect' in message) seat(message.connect);
  else if ('offer' in message) desk.offer(message.offer);
  else if ('open' in message) open(message.open);
  else {
    desk.end();
    process.exit();
  }
});

function open(path: string): void {
  try {
    desk.openDocument(path);
  } catch (e) {
    tell({ notOpened: { path, why: wireError(e).message } });
  }
}

function seat(port: MessagePort): void {
  let ahead = 0;
  let drained: (() => void)[] = [];
  const frames: FramePort = {
    send(text) {
      ahead += text.length;
      port.postMessage(text);
    },
    get full() {
      return ahead > FULL;
    },
    onDrain(run) {
      drained.push(run);
    },
  };
  const reader = readFrames(desk, frames);
  port.on('message', (said: string | number) => {
    if (typeof said === 'string') return reader.hear(said);
    ahead -= said;
    if (frames.full) return;
    const waiting = drained;
    drained = [];
    for (const run of waiting) run();
  });
  port.on('close', () => reader.leave());
}
