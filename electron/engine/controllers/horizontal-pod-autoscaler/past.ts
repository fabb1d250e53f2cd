/**
 * What an autoscaler has recommended and done lately, kept in an annotation of it so that a restart changes nothing. It is
 * written only when there is something new to remember.
 */
import type { Ms } from '#shared/api/time.ts';
import type { HorizontalPodAutoscaler } from '#shared/kinds/types.ts';

export const PAST = 'drydock.dev/autoscaling-past';

/** Times in ms since 1970, oldest first. A recommendation holds until the next one. */
export interface Past {
  readonly recommended: readonly (readonly [atMs: Ms, replicas: number])[];
  /** Changes of size that it made. */
  readonly changed: readonly (readonly [atMs: Ms, by: number])[];
}

const NONE: Past = { recommended: [], changed: [] };

/** Reads it; nothing where there is none, or what somebody else made of it. */
export function pastOf({ metadata }: HorizontalPodAutoscaler): Past {
  const text = metadata.annotations?.[PAST];
  if (text === undefined) return NONE;
  const pairs = (part: string | undefined) => (part ? part.split(',').map((p) => p.split(':').map(Number) as [number, number]) : []);
  const [recommended, changed] = text.split(';').map(pairs);
  return [...(recommended ?? []), ...(changed ?? [])].every((p) => p.length === 2 && p.every(Number.isFinite))
    ? { recommended: recommended ?? [], changed: changed ?? [] }
    : NONE;
}

/** Writes it. */
export function formatPast({ recommended, changed }: Past): string {
  return [recommended, changed].map((pairs) => pairs.map((p) => p.join(':')).join(',')).join(';');
}

/** With a recommendation added where it is another than the last, and without what is older than `keepMs`. */
export function withRecommendation(past: Past, atMs: Ms, replicas: number, keepMs: Ms): Past {
  const known = past.recommended.at(-1)?.[1] === replicas ? past.recommended : [...past.recommended, [atMs, replicas] as const];
  // the last one before the window still held when it began
  const from = known.findLastIndex(([t]) => t <= atMs - keepMs);
  const changed = past.changed.filter(([t]) => t > atMs - keepMs);
  return { recommended: from > 0 ? known.slice(from) : known, changed: changed.length === past.changed.length ? past.changed : changed };
}

/** Everything recommended that held at some time of the last `windowMs`. */
export function recommendedWithin({ recommended }: Past, atMs: Ms, windowMs: Ms): readonly number[] {
  return recommended.filter((_, i) => (recommended[i + 1]?.[0] ?? Infinity) > atMs - windowMs).map(([, n]) => n);
}

/** By how much it has grown (1) or shrunk (-1) within the last `periodMs`. */
export function changedWithin({ changed }: Past, atMs: Ms, periodMs: Ms, sign: 1 | -1): number {
  return changed.reduce((sum, [t, by]) => (t > atMs - periodMs && by * sign > 0 ? sum + by * sign : sum), 0);
}
