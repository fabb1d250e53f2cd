/** Amounts of CPU and memory as people read them, and the room a chart gives them. */
import type { ResourceUse } from '#shared/ipc/timeline.ts';

/** The two that are measured. */
export type Measured = 'cpu' | 'memory';

const UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** Thousandths of a core as '250m' or '1.5', bytes as '128Mi' or '1.5Gi'. */
export function formatAmount(of: Measured, amount: number): string {
  if (of === 'cpu') return amount < 1000 ? `${Math.round(amount)}m` : short(amount / 1000);
  let value = amount / 1024;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return amount === 0 ? '0' : `${short(value)}${UNITS[unit]}`;
}

const short = (n: number): string => (n >= 100 ? String(Math.round(n)) : String(Math.round(n * 10) / 10));

/** A share in percent; undefined where there is nothing to share. */
export function share({ used, most, requested }: ResourceUse): number | undefined {
  const of = most ?? requested;
  return of > 0 ? (used / of) * 100 : undefined;
}

/** How much further up what there is at most may lie before a chart is not drawn up to it. */
const FAR = 4;

/** The amount at the top of a chart: above all that is used and requested, and up to the most there is unless that is far off. */
export function topOf(all: readonly ResourceUse[]): { readonly top: number; readonly showsMost: boolean } {
  const busy = Math.max(0, ...all.flatMap((u) => [u.used, u.requested]));
  const most = Math.max(0, ...all.map((u) => u.most ?? 0));
  const showsMost = most > 0 && most <= busy * FAR;
  return { top: Math.max(1, (showsMost ? Math.max(busy, most) : busy) * 1.12), showsMost };
}
