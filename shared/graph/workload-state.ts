/**
 * How a workload is, its pods seen too. Its own status counts who is ready and says no more until a deadline has passed:
 * that its pods crash or find no image is known long before, and shown at once.
 */
import type { ApiObject } from '../api/object.ts';
import type { Pod } from '../kinds/types.ts';
import { counted } from './facts.ts';
import { isOver } from './figures.ts';
import type { ObjectState, State } from './object-state.ts';
import { stateAmong } from './state.ts';

/** Kinds whose own state says nothing of pods that do not come to run. */
const SILENT: ReadonlySet<string> = new Set(['Job', 'CronJob']);

/**
 * The state of a workload with its pods. Where some of those that are not over have failed, the reason that most of them
 * have is its own: it has failed where none of it is ready, else it wants attention. `coming`: a machine is on its way.
 */
export function stateWithPods(o: ApiObject, pods: readonly Pod[], coming: boolean): ObjectState {
  const own = stateAmong(o, coming);
  if (!pendsOnPods(o.kind, own.state)) return own;
  const alive = pods.filter((p) => !isOver(p));
  const states = alive.map((p) => stateAmong(p, coming));
  const failed = states.filter((s) => s.state === 'failed');
  if (failed.length === 0) return own;
  const groups = [...Map.groupBy(failed, (s) => s.reason).values()];
  const most = groups.reduce((a, b) => (b.length > a.length ? b : a));
  const { reason, message: said } = most.at(-1) as ObjectState;
  const message = `${most.length} of ${counted(alive.length, 'pod')}${said ? `: ${said}` : ''}`;
  return { state: withFailedPods(states.some((s) => s.state === 'ready')), reason, message };
}

/** The state alone, of one that says itself that it is `own`: whether some of its pods that are not over have failed, and some are ready. */
export function stateAmongPods(kind: string, own: State, failed: boolean, ready: boolean): State {
  return failed && pendsOnPods(kind, own) ? withFailedPods(ready) : own;
}

/** Whether pods that have failed change what it says of itself. */
function pendsOnPods(kind: string, own: State): boolean {
  return kind !== 'Pod' && own !== 'failed' && own !== 'leaving' && (own !== 'ready' || SILENT.has(kind));
}

const withFailedPods = (ready: boolean): State => (ready ? 'attention' : 'failed');

const WORST: readonly string[] = ['failed', 'attention', 'waiting', 'leaving'];

/** Of the pods of a workload that is not well the one that shows why: of those with its reason, else of those that are worst off, the newest. */
export function podBehind(pods: readonly Pod[], { reason }: ObjectState, coming: boolean): Pod | undefined {
  const unwell = pods
    .filter((p) => !isOver(p))
    .map((p) => ({ p, s: stateAmong(p, coming) }))
    .filter(({ s }) => s.state !== 'ready');
  return (
    unwell.findLast(({ s }) => s.state === 'failed' && s.reason === reason) ??
    WORST.map((w) => unwell.findLast(({ s }) => s.state === w)).find((x) => x)
  )?.p;
}
