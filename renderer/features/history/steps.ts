/** The chain of "why?" as a person would tell it: the large steps. */
import type { LogRow } from '#shared/ipc/timeline.ts';

/** What happened, without how often and for how long: a container that crashes ten times crashes. */
const gist = (r: LogRow): string => `${r.verb} ${r.text.split(/[:,]/)[0] ?? ''}`;

/** What befalls another is told, but not where the scheduler put it on the way. */
const PASSING = /^goes to node /;

/** That no node took it is over once one did. */
const OVERCOME = /^Unschedulable\b/;

/**
 * The large steps of a chain (oldest first): what persons did, how the object came to be, and of what happened to it and to
 * others on the way the last of each kind. How it is now is always among them.
 */
export function largeSteps(chain: readonly LogRow[], key: string): readonly LogRow[] {
  const last = new Map<string, number>();
  const idOf = (r: LogRow) => (r.key === key ? gist(r) : `${r.key} of another`);
  const told = chain.filter((r, i) => (!r.small || i === chain.length - 1) && (r.key === key || !PASSING.test(r.text)));
  const placed = told.findLast((r) => r.key === key && PASSING.test(r.text))?.revision ?? 0;
  for (const r of told) if (r.cause > 0) last.set(idOf(r), r.revision);
  return told.filter(
    (r) => r.cause === 0 || (last.get(idOf(r)) === r.revision && !(r.key === key && r.revision < placed && OVERCOME.test(r.text))),
  );
}
