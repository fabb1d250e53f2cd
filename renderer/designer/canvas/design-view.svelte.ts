/** The design as the canvas shows it: read from the mirror of the cluster, arranged, with what is being dragged where the pointer is. */
import type { ApiObject } from '#shared/api/object.ts';
import type { Ms } from '#shared/api/time.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Placement } from '#shared/ipc/layout.ts';
import type { Reading } from '#shared/graph/box.ts';
import { infrastructureReader } from '#shared/graph/infrastructure.ts';
import { DesignObjects } from '#shared/graph/objects.ts';
import { workloadsReader, type Reader } from '#shared/graph/workloads.ts';
import type { App } from '../../state/app.svelte.ts';
import type { ClusterChange } from '../../state/cluster.svelte.ts';
import type { PlacementChange } from '../../state/undo.svelte.ts';
import type { Mode } from '../../state/view.svelte.ts';
import { Arrangement } from './arrange/arrangement.ts';
import { around, type Rect } from './measure.ts';
import type { Look } from './paint/painter.ts';
import { originOf } from './placing.ts';
import type { Point } from './route.ts';
import { EMPTY_SCENE, type Placed, type Scene } from './scene.ts';

/** The setting that shows what every cluster has without anybody having asked. */
export const SHOW_ALL = 'canvas.all';

/** Boxes on their way by hand, and the box that would take them. */
export interface Drag {
  readonly keys: ReadonlySet<string>;
  readonly by: Point;
  readonly target?: string | undefined;
}

/** How large a container is asked to be; it is never too small for what is in it. */
type Extent = Pick<Placement, 'width' | 'height'>;

export class DesignView {
  readonly objects = new DesignObjects();
  /** The boxes being dragged. */
  drag = $state.raw<Drag | undefined>(undefined);
  /** A container that is being made larger or smaller. */
  resized = $state.raw<({ readonly key: string } & Extent) | undefined>(undefined);
  /** The box that would take what is carried or drawn over it. */
  taker = $state.raw<string | undefined>(undefined);

  readonly #app: App;
  readonly #readers: Readonly<Record<Mode, Reader>>;
  readonly #arrangements: Readonly<Record<Mode, Arrangement>>;
  #version = $state(0);
  #arranged = $state(0);
  /** The readings in which the places of what is gone have been forgotten. */
  readonly #swept = new Set<Mode>();

  readonly reading: Reading = $derived.by(() => {
    void this.#version;
    const { view, settings } = this.#app;
    return this.#readers[view.mode]({ namespace: view.namespace, all: settings.get(SHOW_ALL, false) });
  });

  /** Everything in its place; nothing while it is not known yet what was kept with the document. */
  readonly scene: Scene = $derived.by(() => {
    void this.#arranged;
    return this.#app.placements.ready ? this.arrangement.arrange(this.reading, this.#asked) : EMPTY_SCENE;
  });

  /** The scene with what is dragged where it is by now. */
  readonly shown: Scene = $derived.by(() => (this.drag ? shifted(this.scene, this.drag) : this.scene));

  /** To the second, and only while somebody counts. */
  readonly #nowMs: Ms = $derived.by(() => {
    const { cluster, clock, document } = this.#app;
    return cluster.coming ? Math.floor(((document.info?.epochMs ?? 0) + clock.shownMs) / 1000) * 1000 : 0;
  });

  /** What of it stands out. */
  readonly look: Look = $derived.by(() => {
    const { selection, cluster } = this.#app;
    const pods = new Set(selection.keys.flatMap((k) => (k.startsWith('core/pods/') ? ((cluster.get(k) as Pod | undefined) ?? []) : [])));
    return {
      selected: new Set(selection.keys),
      pods,
      coming: cluster.coming,
      nowMs: this.#nowMs,
      relation: selection.relation,
      target: this.drag?.target ?? this.taker,
    };
  });

  constructor(app: App) {
    this.#app = app;
    this.#readers = { workloads: workloadsReader(this.objects), infrastructure: infrastructureReader(this.objects) };
    const changed = () => {
      this.#arranged++;
    };
    this.#arrangements = { workloads: new Arrangement(changed, false), infrastructure: new Arrangement(changed, true) };
  }

  get arrangement(): Arrangement {
    return this.#arrangements[this.#app.view.mode];
  }

  /** Follows the cluster. Returns what stops it. */
  follow(): () => void {
    const { cluster } = this.#app;
    this.#put(cluster.tables.flatMap((t) => t.all.map((o) => [cluster.keyOf(o), o] as const)));
    this.#version++;
    return cluster.onChange((c) => this.#take(c));
  }

  /** What has been placed in the reading that is shown. */
  get placements(): Readonly<Record<string, Placement>> {
    return this.#app.placements.of(this.#app.view.mode);
  }

  /** The same with what is being resized as large as it is asked to be. */
  get #asked(): Readonly<Record<string, Placement>> {
    const { placements, resized } = this;
    const at = resized && this.arrangement.at(resized.key, placements);
    return resized && at ? { ...placements, [resized.key]: { ...at, ...placements[resized.key], ...extentOf(resized) } } : placements;
  }

  /** Makes a container as large as asked, as a step of undo. */
  resize(key: string, size: Extent, mergeKey?: string): void {
    const before = this.placements[key] ?? null;
    const at = before ?? this.spotOf(key);
    if (at)
      this.place(
        `resize ${this.scene.placed.get(key)?.box.title ?? ''}`,
        { view: this.#app.view.mode, before: { [key]: before }, after: { [key]: { ...at, ...extentOf(size) } } },
        mergeKey,
      );
  }

  /** Where a box lies, from the corner of its container or of the canvas. */
  spotOf(key: string): Point | undefined {
    return this.arrangement.at(key, this.placements);
  }

  /** The corner from which what is in a container is placed. */
  originOf(container: string): Point {
    return originOf(container, this.placements, this.arrangement);
  }

  /** Has a box that will come lie there, from the corner of its container or of the canvas; not where another of its name lay before. */
  hint(key: string, at: Point): void {
    this.arrangement.hint(key, at);
    if (this.placements[key]) this.#write(this.#app.view.mode, { [key]: null });
  }

  /** Has a box that will come lie beside another. */
  hintBeside(of: string, key: string): void {
    const p = this.scene.placed.get(of);
    if (!p) return;
    const from = p.box.parent === undefined ? { x: 0, y: 0 } : this.originOf(p.box.parent);
    this.hint(key, { x: p.rect.x + p.rect.w + 24 - from.x, y: p.rect.y - from.y });
  }

  /** Has a box that will come lie where another lies that goes. */
  hintInstead(of: string, key: string): void {
    const at = this.spotOf(of);
    const kept = this.placements[of];
    if (at) this.#write(this.#app.view.mode, { [key]: { ...kept, x: at.x, y: at.y } });
  }

  isFolded(key: string): boolean {
    return this.placements[key]?.folded ?? false;
  }

  /** Folds a container to its head, or unfolds it again. */
  fold(key: string): void {
    const { mode } = this.#app.view;
    const before = this.placements[key] ?? null;
    const at = before ?? this.spotOf(key);
    if (!at) return;
    this.place(this.isFolded(key) ? 'unfold' : 'fold', {
      view: mode,
      before: { [key]: before },
      after: { [key]: { ...at, folded: !this.isFolded(key) } },
    });
  }

  /** Lets go of every place: all is arranged anew. */
  arrangeAnew(): void {
    const { mode } = this.#app.view;
    const before = this.placements;
    this.arrangement.clear();
    this.#arranged++;
    if (Object.keys(before).length > 0)
      this.place('arrange', { view: mode, before, after: Object.fromEntries(Object.keys(before).map((k) => [k, null])) });
  }

  /** Puts boxes, as a step of undo. Steps of one `mergeKey` that follow each other closely are one. */
  place(label: string, change: PlacementChange, mergeKey?: string): void {
    this.#write(change.view, change.after);
    this.#app.undo.record({ label, placements: [change], ...(mergeKey !== undefined && { mergeKey }) });
  }

  /**
   * Writes down where everything lies that nobody has placed, so that the design looks the same tomorrow and on another
   * machine; and forgets the places of what is not there any more when the design is first seen.
   */
  settle(): void {
    const {
      cluster,
      view: { mode },
      placements: { ready },
    } = this.#app;
    const { placements, scene } = this;
    const written: Record<string, Placement | null> = {};
    // A long list that is only half there is no design.
    if (!ready || cluster.revision === 0) return;
    for (const [key, at] of this.arrangement.settled())
      if (!placements[key] && scene.placed.has(key)) written[key] = { x: Math.round(at.x), y: Math.round(at.y) };
    if (!this.#swept.has(mode))
      for (const key of Object.keys(placements)) if (!scene.placed.has(key) && cluster.peek(key) === undefined) written[key] = null;
    this.#swept.add(mode);
    if (Object.keys(written).length > 0) this.#write(mode, written);
  }

  #write(view: string, placements: Readonly<Record<string, Placement | null>>): void {
    this.#app.placements.put(view, placements).catch((e: unknown) => this.#app.notices.error(e));
  }

  #take({ reset, set, gone }: ClusterChange): void {
    if (reset) this.objects.clear();
    this.#put(set);
    for (const key of gone) this.objects.put(key, undefined);
    // A long list comes in pieces: what is only half there is not arranged.
    if (this.#app.cluster.revision > 0) this.#version++;
  }

  /** What is new comes in the order of its age, then of its key: a design that is opened again is arranged as it was. */
  #put(objects: Iterable<readonly [string, ApiObject]>): void {
    const fresh: (readonly [string, ApiObject])[] = [];
    for (const e of objects) {
      if (e[1].kind === 'Event') continue;
      if (this.objects.get(e[0])) this.objects.put(...e);
      else fresh.push(e);
    }
    for (const e of fresh.sort(byAge)) this.objects.put(...e);
  }

  /** Around all that is shown, or some of it. */
  bounds(keys?: readonly string[]): Rect | undefined {
    const all = keys ? keys.flatMap((k) => this.shown.placed.get(k) ?? []) : [...this.shown.placed.values()];
    return around(all.map((p) => p.rect));
  }
}

const extentOf = ({ width, height }: Extent): Extent => ({
  ...(width !== undefined && { width }),
  ...(height !== undefined && { height }),
});

function byAge([a, x]: readonly [string, ApiObject], [b, y]: readonly [string, ApiObject]): number {
  const [before, after] = [x.metadata.creationTimestamp, y.metadata.creationTimestamp];
  return before !== after ? (before < after ? -1 : 1) : a < b ? -1 : 1;
}

/** Containers take with them what they contain. */
function shifted(scene: Scene, { keys, by }: Drag): Scene {
  const placed = new Map<string, Placed>();
  for (const [key, p] of scene.placed) {
    const goes = keys.has(key) || (p.box.parent !== undefined && keys.has(p.box.parent));
    placed.set(key, goes ? { ...p, rect: { ...p.rect, x: p.rect.x + by.x, y: p.rect.y + by.y } } : p);
  }
  return { ...scene, placed };
}
