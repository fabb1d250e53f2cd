/** What answers a request of the contract. */
import type { Requests } from '#shared/ipc/contract.ts';
import type { Viewer } from '../viewer.ts';

/** Answers one request of a window. The input has only been parsed; what throws is a refusal. */
export type Handler<K extends keyof Requests> = (input: unknown, viewer: Viewer) => Requests[K]['out'] | Promise<Requests[K]['out']>;
