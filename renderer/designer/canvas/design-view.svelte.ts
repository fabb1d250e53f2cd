/** The design as the canvas shows it: read from the mirror of the cluster, arranged, with what is being dragged where the pointer is. */
import type { ApiObject } from '#shared/api/object.ts';
import type { Ms } from '#shared/api/time.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Placement } from '#shared/ipc/contract.ts';
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
import type { Placed, Scene } from './scene.ts';

/** The setting that shows what every cluster has without anybody having asked. */
export const SHOW_ALL = 'canvas.all';

/** Boxes on their way by hand, and the box that would take them. */
export interface Drag { readonly keys: ReadonlySet<string>; readonly by: Point; readonly target?: string | undefined }

export class DesignView {
  readonly objects = new DesignObjects();
  /** The boxes being dragged. */
  drag = $state.raw<Drag | undefined>(undefined);
  /** The box that would take what is carried or drawn over it. */
  taker = $state.raw<string | undefined>(undefined);

  readonly #app: App;
  readonly #readers: Readonly<Record<Mode, Reader>>;
  readonly #arrangements: Readonly<Record<Mode, Arrangement>>;
  #version = $state(0);
  #arranged = $state(0);

  readonly reading: Reading = $derived.by(() => {
    void this.#version;
    const { view, settings } = this.#app;
    return this.#readers[view.mode]({ namespace: view.namespace, all: settings.get(SHOW_ALL, false) });
  });

  /** Everything in its place. */
  readonly scene: Scene = $derived.by(() => {
    void this.#arranged;
    return this.arrangement.arrange(this.reading, this.#app.placements.of(this.#app.view.mode));
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
    const pods = new Set(selection.keys.flatMap((k) => (k.startsWith('core/pods/') ? (cluster.get(k) as Pod | undefined) ?? [] : [])));
    return { selected: new Set(selection.keys), pods, coming: cluster.coming, nowMs: this.#nowMs, relation: selection.relation, target: this.drag?.target ?? this.taker };
  });

  constructor(app: App) {
    this.#app = app;
    this.#readers = { workloads: workloadsReader(this.objects), infrastructure: infrastructureReader(this.objects) };
    const changed = () => { this.#arranged++; };
    this.#arrangements = { workloads: new Arrangement(changed, false), infrastructure: new Arrangement(changed, true) };
  }

  get arrangement(): Arrangement { return this.#arrangements[this.#app.view.mode]; }

  /** Follows the cluster. Returns what stops it. */
  follow(): () => void {
    const { cluster } = this.#app;
    this.#put(cluster.tables.flatMap((t) => t.all.map((o) => [cluster.keyOf(o), o] as const)));
    this.#version++;
    return cluster.onChange((c) => this.#take(c));
  }

  /** Another document: nothing lies where it lay. */
  forget(): void { for (const a of Object.values(this.#arrangements)) a.clear(); }

  /** Where a box was put by hand. */
  placementOf(key: string): Placement | undefined { return this.#app.placements.of(this.#app.view.mode)[key]; }

  /** The corner from which what is in a container is placed. */
  originOf(container: string): Point { return originOf(container, this.#app.placements.of(this.#app.view.mode), this.arrangement); }

  /** Has a box that will come lie beside another. */
  hintBeside(of: string, key: string): void {
    const p = this.scene.placed.get(of);
    if (!p) return;
    const from = p.box.parent === undefined ? { x: 0, y: 0 } : this.originOf(p.box.parent);
    this.arrangement.hint(key, { x: p.rect.x + p.rect.w + 24 - from.x, y: p.rect.y - from.y });
  }

  isFolded(key: string): boolean { return this.placementOf(key)?.folded ?? false; }

  /** Folds a container to its head, or unfolds it again. */
  fold(key: string): void {
    const { mode } = this.#app.view, before = this.placementOf(key) ?? null, at = before ?? this.arrangement.spotOf(key);
    if (!at) return;
    this.#place(this.isFolded(key) ? 'unfold' : 'fold', { view: mode, before: { [key]: before }, after: { [key]: { x: at.x, y: at.y, folded: !this.isFolded(key) } } });
  }

  /** Lets go of every place that was given by hand: all is arranged anew. */
  arrangeAnew(): void {
    const { mode } = this.#app.view, before = this.#app.placements.of(mode);
    this.arrangement.clear();
    this.#arranged++;
    if (Object.keys(before).length > 0) this.#place('arrange', { view: mode, before, after: Object.fromEntries(Object.keys(before).map((k) => [k, null])) });
  }

  #place(label: string, change: PlacementChange): void {
    this.#app.placements.put(change.view, change.after).catch((e: unknown) => this.#app.notices.error(e));
    this.#app.undo.record({ label, placements: [change] });
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
