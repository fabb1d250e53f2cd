/**
 * A body as JSON, a piece at a time: a list of 150,000 pods is 300 MB of text, and others are served while it is written.
 * Source: KEP-5116 (Streaming JSON Encoding for LIST responses).
 */
import type { ServerResponse } from 'node:http';

/** Entries of a list that are written together. */
const TOGETHER = 256;

/** Whether the body is a list that is long enough to be sent in pieces. */
export function isLong(body: unknown): body is object {
  return typeof body === 'object' && body !== null && Object.values(body).some((v) => Array.isArray(v) && v.length > TOGETHER);
}

/** The same text that JSON.stringify makes of an object. */
export function* pieces(body: object): Iterable<string> {
  let before = '{';
  for (const [key, value] of Object.entries(body)) {
    const name = JSON.stringify(key);
    if (!Array.isArray(value)) {
      const text = JSON.stringify(value) as string | undefined;
      if (text === undefined) continue;
      yield `${before}${name}:${text}`;
    } else {
      yield `${before}${name}:[`;
      for (let i = 0; i < value.length; i += TOGETHER) yield `${i ? ',' : ''}${JSON.stringify(value.slice(i, i + TOGETHER)).slice(1, -1)}`;
      yield ']';
    }
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

/** Sends pieces as fast as the reader takes them, and ends the response; resolves once all are sent or the reader has left. */
export async function sendPieces(response: ServerResponse, texts: Iterable<string>): Promise<void> {
  for (const text of texts) {
    if (response.destroyed) return;
    const more = response.write(text);
    await new Promise<void>((resolve) => {
      if (more) {
        setImmediate(resolve);
        return;
      }
      const on = () => {
        response.off('drain', on);
        response.off('close', on);
        resolve();
      };
      response.on('drain', on);
      response.on('close', on);
    });
  }
  response.end('\n');
}
