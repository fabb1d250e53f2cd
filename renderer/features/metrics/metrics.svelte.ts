/** What the Metrics tab shows: who uses how much at the instant shown, and what is selected over all of time. */
import { keyOf, parseKey } from '#shared/api/ref.ts';
import { groupOf } from '#shared/api/object.ts';
import type { UsagePoint, UsageRow } from '#shared/ipc/timeline.ts';
import type { HorizontalPodAutoscaler } from '#shared/kinds/types.ts';
import type { App } from '../../state/app.svelte.ts';
import { Asking } from '../../state/asking.ts';
import { whole, type Span } from '../../ui/time-span.ts';

/** While time runs, asking more often would show nothing more; what took long is asked for the more seldom. */
const AGAIN_MS = 700;
const REST = 4;
/** Instants of a chart. */
const POINTS = 90;
/** More rows than these nobody reads. */
const ROWS = 1_000;

/** Resources that have pods, or are a place for them. */
const SUBJECTS: ReadonlySet<string> = new Set([
  'core/nodes',
  'core/pods',
  'core/namespaces',
  'core/services',
  'core/replicationcontrollers',
  'drydock.dev/nodepools',
  'apps/deployments',
  'apps/replicasets',
  'apps/statefulsets',
  'apps/daemonsets',
  'batch/jobs',
  'batch/cronjobs',
]);

export class Metrics {
  rows = $state.raw<readonly UsageRow[]>([]);
  points = $state.raw<readonly UsagePoint[]>([]);
  /** True once there was an answer. */
  known = $state(false);
  readonly #app: App;
  readonly #asking = new Asking((tookMs) => Math.max(AGAIN_MS, tookMs * REST));

  constructor(app: App) {
    this.#app = app;
  }

  /** What is charted: what is selected, where that has pods; else all of the namespace, or everything. */
  readonly key: string | undefined = $derived.by(() => subjectOf(this.#app));
  readonly span: Span = $derived.by(() => whole(this.#app.clock.state.nowMs));
  /** Nodes or pods. */
  readonly of: 'nodes' | 'pods' = $derived.by(() => (this.#app.settings.get('metrics.of', 'nodes') === 'pods' ? 'pods' : 'nodes'));

  /** The figures of the instant nearest to one. */
  at(atMs: number): UsagePoint | undefined {
    return this.points.reduce<UsagePoint | undefined>(
      (best, p) => (best && Math.abs(best.atMs - atMs) <= Math.abs(p.atMs - atMs) ? best : p),
      undefined,
    );
  }

  /** Asks anew where anything has changed since; call it whenever that may be. */
  refresh(): void {
    const {
      view: { namespace },
      clock,
      document,
    } = this.#app;
    const { key, of } = this;
    const wanted = JSON.stringify([document.info?.path, clock.state.revision, clock.shownMs, clock.state.nowMs, namespace, key, of]);
    this.#asking.ask(
      wanted,
      () => this.#ask(key, of, namespace, clock.shownMs, clock.state.nowMs),
      () => this.refresh(),
    );
  }

  /** Asks no more. */
  stop(): void {
    this.#asking.stop();
  }

  async #ask(key: string | undefined, of: 'nodes' | 'pods', namespace: string | undefined, shownMs: number, nowMs: number): Promise<void> {
    const where = namespace === undefined ? {} : { namespace };
    [this.rows, this.points] = await Promise.all([
      this.#app.bridge.request('timeline.top', { of, atMs: shownMs, limit: ROWS, ...where }),
      this.#app.bridge.request('timeline.usage', { fromMs: 0, toMs: nowMs, points: POINTS, ...(key === undefined ? where : { key }) }),
    ]);
    this.known = true;
  }
}

/** The key of what is selected, where it has pods or leads to what has. */
export function subjectOf({ selection, cluster }: Pick<App, 'selection' | 'cluster'>): string | undefined {
  const key = selection.primary;
  if (key === undefined) return undefined;
  const { resource, namespace } = parseKey(key);
  if (SUBJECTS.has(resource)) return key;
  if (resource !== 'autoscaling/horizontalpodautoscalers') return undefined;
  const target = (cluster.peek(key) as HorizontalPodAutoscaler | undefined)?.spec.scaleTargetRef;
  return (
    target &&
    keyOf({ resource: `${groupOf(target.apiVersion ?? 'v1') || 'core'}/${target.kind.toLowerCase()}s`, namespace, name: target.name })
  );
}
