/**
 * How a workload is, its pods seen too. Its own status counts who is ready and says no more until a deadline has passed:
 * that its pods crash or find no image is known long before, and shown at once.
 */
import type { ApiObject } from '../api/object.ts';
import type { Pod } from '../kinds/types.ts';
import { counted } from './facts.ts';
import { isOver } from './figures.ts';
import type { ObjectState } from './object-state.ts';
import { stateAmong } from './state.ts';

/** Kinds whose own state says nothing of pods that do not come to run. */
const SILENT: ReadonlySet<string> = new Set(['Job', 'CronJob']);

/**
 * The state of a workload with its pods. Where some of those that are not over have failed, the reason that most of them
 * have is its own: it has failed where none of it is ready, else it wants attention. `coming`: a machine is on its way.
 */
export function stateWithPods(o: ApiObject, pods: readonly Pod[], coming: boolean): ObjectState {
  const own = stateAmong(o, coming);
  if (o.kind === 'Pod' || own.state === 'failed' || own.state === 'leaving' || (own.state === 'ready' && !SILENT.has(o.kind))) return own;
  const alive = pods.filter((p) => !isOver(p)), states = alive.map((p) => stateAmong(p, coming)), failed = states.filter((s) => s.state === 'failed');
  if (failed.length === 0) return own;
  const groups = [...Map.groupBy(failed, (s) => s.reason).values()], most = groups.reduce((a, b) => (b.length > a.length ? b : a)), [first] = most as [ObjectState];
  const message = `${most.length} of ${counted(alive.length, 'pod')}${first.message ? `: ${first.message}` : ''}`;
  return { state: states.some((s) => s.state === 'ready') ? 'attention' : 'failed', reason: first.reason, message };
}
