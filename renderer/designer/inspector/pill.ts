/** How an object is, in as few words as a pill holds. */
import type { Count } from '#shared/graph/box.ts';
import type { ObjectState } from '#shared/graph/object-state.ts';
import { states } from '../../ui/states.ts';

const WORDS: Readonly<Record<string, string>> = { Updating: 'rolling', Available: '', Progressing: '', ScaledToZero: 'scaled to 0' };

/** 'rolling 3/3', '2/3', 'CrashLoopBackOff', 'ready'. */
export function pillText(s: ObjectState, count: Count | undefined): string {
  const word = WORDS[s.reason] ?? s.reason;
  const counts = count && s.reason !== 'ScaledToZero' ? `${count.ready}/${count.wanted}` : '';
  return [word, counts].filter(Boolean).join(' ') || states[s.state].label;
}
