/** Going about in time: live time by the host's clock; in the past by looking at one instant after another. */
import type { Jump } from '#shared/ipc/clock.ts';
import type { LogRow } from '#shared/ipc/timeline.ts';
import type { Ms } from '#shared/api/time.ts';
import type { App } from '../../state/app.svelte.ts';
import { momentAfter, momentBefore } from './moments.ts';

const FRAME_MS = 80;
const PAGE = 200;

export class Playback {
  #replaying = $state(false);
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** True while what is shown moves on by itself. */
  get playing(): boolean {
    return this.#app.clock.past ? this.#replaying : this.#app.clock.state.playing;
  }

  /** Plays or pauses: live time, or the past from the instant shown on. */
  async toggle(): Promise<void> {
    const { clock } = this.#app;
    if (!clock.past) return clock.setPlaying(!clock.state.playing);
    this.#replaying = !this.#replaying;
    if (this.#replaying) await this.#replay();
  }

  /** To the beginning of the design. */
  async toStart(): Promise<void> {
    this.#replaying = false;
    await this.#app.clock.look({ atMs: 0 });
  }

  /** Back to now. */
  async toNow(): Promise<void> {
    this.#replaying = false;
    await this.#app.clock.look({ now: true });
  }

  /** Shows the moment before. */
  async stepBack(): Promise<void> {
    this.#replaying = false;
    const { clock } = this.#app;
    if (clock.state.playing && !clock.past) await clock.setPlaying(false);
    const to = await this.#find((rows) => momentBefore(rows), { before: clock.shownRevision + 1 });
    await clock.look(to === undefined ? { atMs: 0 } : { revision: to });
  }

  /** Shows the moment after; from now, runs on to where something happens. */
  async stepForward(): Promise<void> {
    this.#replaying = false;
    if (this.#app.clock.past) await this.#forward();
    else await this.#app.clock.jump({ to: 'next-event' });
  }

  async #forward(): Promise<void> {
    const { clock } = this.#app;
    const to = await this.#find((rows) => momentAfter(rows), { after: clock.shownRevision });
    await clock.look(to === undefined ? { now: true } : { revision: to });
  }

  /** To the next thing that happened, or (from now) will happen. */
  async next(what: 'event' | 'failure'): Promise<void> {
    this.#replaying = false;
    const { clock } = this.#app;
    const found = clock.past ? await this.#markAfter(what) : undefined;
    if (found !== undefined) return clock.look({ revision: found });
    if (clock.past) await clock.look({ now: true });
    await clock.jump({ to: `next-${what}` } satisfies Jump);
  }

  /** Reads rows page by page in one direction until `pick` finds what it looks for or there are no more. */
  async #find(
    pick: (rows: readonly LogRow[]) => number | undefined,
    from: { readonly before: number } | { readonly after: number },
  ): Promise<number | undefined> {
    let rows: readonly LogRow[] = [];
    let where = from;
    for (;;) {
      const page = await this.#app.bridge.request('timeline.rows', { ...where, limit: PAGE });
      rows = [...rows, ...page];
      const found = pick(rows);
      if (found !== undefined || page.length < PAGE) return found;
      const revisions = page.map((r) => r.revision);
      where = 'before' in from ? { before: Math.min(...revisions) } : { after: Math.max(...revisions) };
    }
  }

  async #markAfter(what: 'event' | 'failure'): Promise<number | undefined> {
    const { clock, bridge, view } = this.#app;
    const lanes = await bridge.request('timeline.lanes', {
      fromMs: clock.shownMs,
      toMs: clock.state.nowMs,
      limit: 1000,
      ...(view.namespace !== undefined && { namespace: view.namespace }),
    });
    const marks = lanes
      .flatMap((l) => l.marks)
      .filter((m) => m.revision > clock.shownRevision && (what === 'event' || m.kind === 'failure'));
    return marks.length > 0 ? Math.min(...marks.map((m) => m.revision)) : undefined;
  }

  /** Moves the instant shown along at the clock's speed until now is reached or somebody stops it. */
  async #replay(): Promise<void> {
    const { clock } = this.#app;
    while (this.#replaying && clock.past) {
      const from = clock.shownMs;
      await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
      if (!this.#replaying || !clock.past) break;
      if (clock.state.speed === 'max') {
        await this.#forward();
        continue;
      }
      const to: Ms = from + Math.max(1, FRAME_MS * clock.state.speed);
      await clock.look(to >= clock.state.nowMs ? { now: true } : { atMs: to });
    }
    this.#replaying = false;
  }
}
