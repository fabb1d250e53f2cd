/** How much happened when. */
import type { Ms } from '#shared/api/time.ts';
import type { HistogramBar } from '#shared/ipc/timeline.ts';
import type { Chronicle } from './chronicle.ts';

/** Writes and failures of a span in `bars` slices of equal length; the last one holds the span's end too. */
export function histogram(chronicle: Chronicle, fromMs: Ms, toMs: Ms, bars: number): readonly HistogramBar[] {
  const edge = (i: number) => fromMs + ((toMs - fromMs) * i) / bars;
  // whole ms: what is written at an edge belongs to the bar that begins there
  const revisionBefore = (i: number) => chronicle.revisionAt(i === bars ? toMs : Math.ceil(edge(i)) - 1);
  const result: HistogramBar[] = [];
  for (let i = 0, after = revisionBefore(0); i < bars; i++) {
    const upTo = revisionBefore(i + 1);
    result.push({ fromMs: edge(i), writes: upTo - after, failures: chronicle.failures(after, upTo) });
    after = upTo;
  }
  return result;
}
