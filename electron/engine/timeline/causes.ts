/** Why: the chain from a write back to what a person did. */
import type { LogRow } from '#shared/ipc/contract.ts';
import type { Revision, RevisionLog } from '../store/log.ts';
import { rowOf } from './rows.ts';

/** Chains do not go on for ever; this many links say enough. */
const LONGEST = 64;

/** The newest write of a key (at or before a revision), what led to it, what led to that, and so on; nearest first. */
export function causes(log: RevisionLog, key: string, at: Revision = Infinity): readonly LogRow[] {
  const chain: LogRow[] = [];
  for (let e = log.latest(key, at); e && chain.length < LONGEST; e = e.cause ? log.since(e.cause - 1, 1)[0] : undefined) chain.push(rowOf(log, e));
  return chain;
}
