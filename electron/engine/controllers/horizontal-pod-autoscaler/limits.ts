/**
 * How far and how fast an autoscaler may go: its bounds, its behaviour policies, and the stabilisation that keeps it from
 * following every wave. Source: pkg/controller/podautoscaler (horizontal.go, normalizeDesiredReplicasWithBehaviors).
 */
import type { Ms } from '#shared/api/time.ts';
import { SCALE_DOWN, SCALE_UP } from '#shared/kinds/autoscaling/scaling-rules.ts';
import type { HorizontalPodAutoscaler } from '#shared/kinds/types.ts';
import { changedWithin, recommendedWithin, type Past } from './past.ts';

type Behavior = NonNullable<HorizontalPodAutoscaler['spec']['behavior']>;
type Rules = NonNullable<Behavior['scaleUp']>;

/** Downwards, a recommendation is followed only once none has been higher for this long. */
const DOWN_WINDOW_SECONDS = 300;
const DOWN: Rules = { ...SCALE_DOWN, stabilizationWindowSeconds: DOWN_WINDOW_SECONDS };

/** The rules of both directions, complete. */
export function rulesOf({ spec: { behavior } }: HorizontalPodAutoscaler): { readonly up: Rules; readonly down: Rules } {
  return { up: { ...SCALE_UP, ...behavior?.scaleUp }, down: { ...DOWN, ...behavior?.scaleDown } };
}

/** How long recommendations and changes have to be remembered. */
export function memoryMs(h: HorizontalPodAutoscaler): Ms {
  const { up, down } = rulesOf(h);
  const seconds = (r: Rules) => [r.stabilizationWindowSeconds ?? 0, ...(r.policies ?? []).map((p) => p.periodSeconds)];
  return Math.max(DOWN_WINDOW_SECONDS, ...seconds(up), ...seconds(down)) * 1000;
}

/** What is said of a size in a condition. */
export interface Said {
  readonly reason: string;
  readonly message: string;
}

/** The size to go to, and what held it. */
export interface Limited {
  readonly replicas: number;
  /** Set where stabilisation held it. */
  readonly stabilised?: Said;
  /** Set where a bound or a policy held it. */
  readonly limited?: Said;
}

const TOO_FEW: Said = { reason: 'TooFewReplicas', message: 'the desired replica count is less than the minimum replica count' };
const TOO_MANY: Said = { reason: 'TooManyReplicas', message: 'the desired replica count is more than the maximum replica count' };
const TOO_FAST_UP: Said = { reason: 'ScaleUpLimit', message: 'the desired replica count is increasing faster than the maximum scale rate' };
const TOO_FAST_DOWN: Said = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};

/** Brings what the metrics ask for within all limits. `past` holds it already. */
export function limit(h: HorizontalPodAutoscaler, current: number, desired: number, past: Past, atMs: Ms): Limited {
  const { up, down } = rulesOf(h);
  const min = h.spec.minReplicas ?? 1;
  const max = h.spec.maxReplicas;
  const stable = stabilise(current, desired, up, down, past, atMs);
  const stabilised = stable === desired ? {} : { stabilised: desired < stable ? HELD_UP : HELD_DOWN };
  if (stable > current) {
    const rate = upTo(current, up, past, atMs);
    const most = Math.min(Math.max(rate, current), max);
    return stable > most
      ? { replicas: most, ...stabilised, limited: most === max && rate >= max ? TOO_MANY : TOO_FAST_UP }
      : { replicas: Math.max(stable, min), ...stabilised, ...(stable < min && { limited: TOO_FEW }) };
  }
  if (stable < current) {
    const rate = downTo(current, down, past, atMs);
    const least = Math.max(Math.min(rate, current), min);
    return stable < least
      ? { replicas: least, ...stabilised, limited: least === min && rate <= min ? TOO_FEW : TOO_FAST_DOWN }
      : { replicas: Math.min(stable, max), ...stabilised, ...(stable > max && { limited: TOO_MANY }) };
  }
  return { replicas: stable, ...stabilised };
}

const HELD_UP: Said = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const HELD_DOWN: Said = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};

function stabilise(current: number, desired: number, up: Rules, down: Rules, past: Past, atMs: Ms): number {
  const lowest = Math.min(desired, ...recommendedWithin(past, atMs, (up.stabilizationWindowSeconds ?? 0) * 1000));
  const highest = Math.max(desired, ...recommendedWithin(past, atMs, (down.stabilizationWindowSeconds ?? DOWN_WINDOW_SECONDS) * 1000));
  return current < lowest ? lowest : current > highest ? highest : current;
}

function upTo(current: number, { policies = [], selectPolicy }: Rules, past: Past, atMs: Ms): number {
  if (selectPolicy === 'Disabled') return current;
  const proposals = policies.map(({ type, value, periodSeconds }) => {
    const began = current - changedWithin(past, atMs, periodSeconds * 1000, 1) + changedWithin(past, atMs, periodSeconds * 1000, -1);
    return type === 'Pods' ? began + value : Math.ceil(began * (1 + value / 100));
  });
  return selectPolicy === 'Min' ? Math.min(...proposals) : Math.max(...proposals);
}

function downTo(current: number, { policies = [], selectPolicy }: Rules, past: Past, atMs: Ms): number {
  if (selectPolicy === 'Disabled') return current;
  const proposals = policies.map(({ type, value, periodSeconds }) => {
    const began = current + changedWithin(past, atMs, periodSeconds * 1000, -1) - changedWithin(past, atMs, periodSeconds * 1000, 1);
    return type === 'Pods' ? began - value : Math.trunc(began * (1 - value / 100));
  });
  return selectPolicy === 'Min' ? Math.max(...proposals) : Math.min(...proposals);
}
