/** What the time line shows: a span, its lanes and its histogram, asked for again as time and revisions move on. */
import type { HistogramBar, Lane } from '#shared/ipc/timeline.ts';
import type { Ms } from '#shared/api/time.ts';
import type { App } from '../../state/app.svelte.ts';
import { Asking } from '../../state/asking.ts';
import { pan, reveal, whole, zoom, type Span } from '../../ui/time-span.ts';

/** More lanes than these are not asked for; a filter by namespace brings others. */
export const LANES = 2_000;
/** While time runs, asking more often would show nothing more. */
const AGAIN_MS = 400;
/** One histogram bar takes this many pixels. */
const BAR_PX = 12;

export class Timeline {
  lanes = $state.raw<readonly Lane[]>([]);
  histogram = $state.raw<readonly HistogramBar[]>([]);
  /** How far the lanes reach: what is going on then goes on until now. */
  knownMs = $state<Ms>(0);
  /** Chosen by the person; undefined shows everything and grows with time. */
  #chosen = $state.raw<Span | undefined>(undefined);
  readonly #app: App;
  readonly #asking = new Asking(() => AGAIN_MS);

  constructor(app: App) {
    this.#app = app;
  }

  readonly span: Span = $derived.by(() => this.#chosen ?? whole(this.#app.clock.state.nowMs));
  /** True while only a part is shown. */
  readonly zoomed: boolean = $derived(this.#chosen !== undefined);

  zoomBy(factor: number, aroundMs: Ms): void {
    this.#choose(zoom(this.span, factor, aroundMs, this.#nowMs));
  }

  panBy(ms: Ms): void {
    if (this.#chosen) this.#choose(pan(this.#chosen, ms, this.#nowMs));
  }

  /** Shows everything again. */
  showAll(): void {
    this.#chosen = undefined;
  }

  /** Moves the span so that an instant is in it. */
  reveal(atMs: Ms): void {
    if (this.#chosen) this.#choose(reveal(this.#chosen, atMs, this.#nowMs));
  }

  /** Asks anew where anything has changed since; call it whenever the clock, the span or the width has. */
  refresh(width: number): void {
    const { namespace } = this.#app.view;
    const { revision } = this.#app.clock.state;
    const path = this.#app.document.info?.path;
    const wanted = JSON.stringify([path, this.span, revision, namespace, Math.round(width / BAR_PX)]);
    if (width < BAR_PX) return;
    this.#asking.ask(
      wanted,
      () => this.#ask(this.span, Math.max(1, Math.round(width / BAR_PX)), namespace),
      () => this.refresh(width),
    );
  }

  /** Asks no more. */
  stop(): void {
    this.#asking.stop();
  }

  async #ask(span: Span, bars: number, namespace: string | undefined): Promise<void> {
    const knownMs = this.#nowMs;
    const [lanes, histogram] = await Promise.all([
      this.#app.bridge.request('timeline.lanes', { ...span, limit: LANES, ...(namespace !== undefined && { namespace }) }),
      this.#app.bridge.request('timeline.histogram', { ...span, bars }),
    ]);
    this.lanes = lanes;
    this.histogram = histogram;
    this.knownMs = knownMs;
  }

  get #nowMs(): Ms {
    return this.#app.clock.state.nowMs;
  }

  #choose(span: Span): void {
    const all = whole(this.#nowMs);
    this.#chosen = span.fromMs <= all.fromMs && span.toMs >= all.toMs ? undefined : span;
  }
}
