/** A watch as chunks of lines. Lines of one turn go out together; who reads too slowly is cut off and starts anew. */
import type { ServerResponse } from 'node:http';
import type { Watch, Watching } from '#engine/apiserver/request/watch.ts';
import type { Desk } from '../session/desk.ts';

/** Bytes that may wait for a reader. */
const MOST_WAITING = 32 * 2 ** 20;
const BOOKMARK_EVERY_MS = 60_000;
/** How long a watch lasts that does not say, as in Kubernetes: half an hour at the least. */
const USUAL_SECONDS = 1800;

/** Streams until the reader leaves, the time is up, or another design is opened. */
export function streamWatch(response: ServerResponse, watch: Watch, desk: Desk): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private', 'transfer-encoding': 'chunked' });
  response.flushHeaders();
  let waiting: string[] = [], planned = false, over = false, watching: Watching | undefined = undefined as Watching | undefined;
  const { open } = desk;
  const bookmarks = setInterval(() => watching?.bookmark(), BOOKMARK_EVERY_MS);
  const limit = setTimeout(() => { watching?.bookmark(); end(); }, (watch.timeoutSeconds || USUAL_SECONDS) * 1000), moved = desk.sessionChanged.on(() => { if (desk.open !== open) end(); });
  const flush = () => {
    planned = false;
    if (over || !waiting.length) return;
    const text = waiting.join('');
    waiting = [];
    response.write(text);
    if (response.writableLength > MOST_WAITING) response.destroy();
  };
  response.on('close', end);
  watching = watch.start((line) => {
    waiting.push(line);
    if (planned) return;
    planned = true;
    setImmediate(flush);
  }, end);
  if (over) watching.stop(); // it ended before it began

  function end(): void {
    if (over) return;
    flush();
    over = true;
    watching?.stop();
    clearInterval(bookmarks);
    clearTimeout(limit);
    moved();
    response.end();
  }
}
