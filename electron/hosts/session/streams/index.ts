/** The streams of the contract. */
import { ApiError } from '#shared/api/errors.ts';
import type { Streams } from '#shared/ipc/contract.ts';
import type { Viewer } from '../viewer.ts';
import { clock } from './clock.ts';
import { objects } from './objects.ts';
import { commands, document, notices, progress } from './told.ts';
import type { Sink, Stream } from './stream.ts';

const all: { readonly [K in keyof Streams]: Stream<K> } = { clock, commands, document, notices, objects, progress };

/** Sends a stream of the contract, its items of whatever kind it has. Returns what ends it. Throws where there is none of that name. */
export function subscribe(viewer: Viewer, name: string, sink: Sink<unknown>): () => void {
  if (!Object.hasOwn(all, name)) throw new ApiError('BadRequest', `There is no stream ${JSON.stringify(name)}.`);
  return (all[name as keyof Streams] as Stream<keyof Streams>)(viewer, sink);
}
