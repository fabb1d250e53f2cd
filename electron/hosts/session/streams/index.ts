/** The streams of the contract. */
import type { Streams } from '#shared/ipc/contract.ts';
import type { Viewer } from '../viewer.ts';
import { clock } from './clock.ts';
import { objects } from './objects.ts';
import { commands, document, notices, progress } from './told.ts';
import type { Sink, Stream } from './stream.ts';

const all: { readonly [K in keyof Streams]: Stream<K> } = { clock, commands, document, notices, objects, progress };

/** Each stream, with items of whatever kind it has. */
export const streams = all as Readonly<Record<keyof Streams, (viewer: Viewer, sink: Sink<never>) => () => void>>;
