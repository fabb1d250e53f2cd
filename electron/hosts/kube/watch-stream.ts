/** A watch as chunks of lines, as fast as the reader takes them. Who reads too slowly is cut off and starts anew. */
import type { ServerResponse } from 'node:http';
import type { Line, Watch, Watching } from '#engine/apiserver/request/watch.ts';
import type { OpenDesign } from '../session/open-design.ts';

/** Characters of events that may wait for a reader. */
const MOST_WAITING = 32 * 2 ** 20;
/** Characters written at a time: enough to be quick, not so many that others wait. */
const PIECE = 256 * 2 ** 10;
const BOOKMARK_EVERY_MS = 60_000;
/** How long a watch lasts that does not say, as in Kubernetes: half an hour at the least. */
const USUAL_SECONDS = 1800;
/** The longest a timer can wait. */
const MOST_SECONDS = 2_147_483;

/** Streams until the reader leaves, the time is up, or another design is opened. */
export function streamWatch(response: ServerResponse, watch: Watch, design: OpenDesign): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private', 'transfer-encoding': 'chunked' });
  response.flushHeaders();
  let waiting: Line[] = [];
  let next = 0;
  let size = 0;
  let planned = false;
  let full = false;
  let over = false;
  let watching: Watching | undefined = undefined as Watching | undefined;
  const { open } = design;
  const bookmarks = setInterval(() => watching?.bookmark(), BOOKMARK_EVERY_MS);
  const limit = setTimeout(
    () => {
      watching?.bookmark();
      end();
    },
    Math.min(watch.timeoutSeconds || USUAL_SECONDS, MOST_SECONDS) * 1000,
  );
  const moved = design.sessionChanged.on(() => {
    if (design.open !== open) end();
  });
  response.on('drain', () => {
    full = false;
    flush();
  });
  response.on('close', () => {
    full = true;
    waiting = [];
    end();
  });
  watching = watch.start((line) => {
    if (over) return;
    waiting.push(line);
    if (typeof line === 'string') size += line.length;
    if (planned) return;
    planned = true;
    setImmediate(() => {
      planned = false;
      flush();
    });
  }, end);
  if (over) watching.stop(); // it ended before it began

  function flush(): void {
    while (!full && next < waiting.length) full = !response.write(piece());
    if (next === waiting.length) {
      waiting = [];
      next = 0;
      if (over && !full) response.end();
    } else if (size > MOST_WAITING) response.destroy();
  }

  function piece(): string {
    let text = '';
    while (next < waiting.length && text.length < PIECE) {
      const line = waiting[next++] as Line;
      if (typeof line === 'string') size -= line.length;
      text += typeof line === 'string' ? line : line();
    }
    return text;
  }

  /** Nothing new is told; what waits is still sent. */
  function end(): void {
    if (over) return;
    over = true;
    watching?.stop();
    clearInterval(bookmarks);
    clearTimeout(limit);
    moved();
    flush();
  }
}
