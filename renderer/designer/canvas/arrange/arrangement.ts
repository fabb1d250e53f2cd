/**
 * Where every box lies. What was placed lies there; what nobody has placed is arranged once and then keeps its place (and
 * is written down, see settling.ts): a new box never moves an old one. Boxes of a namespace are placed from its corner, so
 * that a namespace is moved with all that is in it.
 */
import type { Arrow, Box, Reading } from '#shared/graph/box.ts';
import type { Placement } from '#shared/ipc/layout.ts';
import type { Deployment } from '#shared/kinds/types.ts';
import {
  around,
  cellGrid,
  claimsDrop,
  CONTAINER_HEAD,
  gridSize,
  NODE,
  PAD,
  ROOMY_NODE,
  sizeOf,
  type Grid,
  type Rect,
  type Size,
} from '../measure.ts';
import type { Point } from '../route.ts';
import { gridOf, isContainer, type Placed, type Scene } from '../scene.ts';
import { inRows, layered } from './elk.ts';
import { cluster, islandsOf, type Island, type Islands, type Item } from './islands.ts';
import { compact, freeSpot, pushApart, within } from './place.ts';
import { assignSlots, slotAt, slotOf } from './pool-grid.ts';

/** From the corner of a container to the corner of what is in it. */
export const INSIDE: Point = { x: 26, y: CONTAINER_HEAD + 16 };
const POOL_INSIDE: Point = { x: 16, y: CONTAINER_HEAD + 4 };
const LEAST_CONTAINER: Size = { w: 250, h: 150 };
const ROOT_GAP = 26;
const CHILD_GAP = 12;
const BLOCK_GAP = 32;
/** A pool keeps room for no more machines than this that are not there yet. */
const MOST_ORDERED = 200;
/** Islands that are laid out in rows at once, without waiting for ELK. */
const FEW = 2;

type Placements = Readonly<Record<string, Placement>>;

interface Sized extends Item {
  readonly grid?: Grid;
}

export class Arrangement {
  readonly #spots = new Map<string, Point>();
  readonly #slots = new Map<string, Map<string, number>>();
  readonly #usual = new Map<string, number>();
  readonly #sizes = new Map<string, Size>();
  readonly #hints = new Map<string, Point>();
  readonly #asked = new Set<string>();
  /** The placements with which a container was last looked through for overlaps. */
  readonly #laid = new Map<string, Placements>();
  /** Boxes that lie elsewhere than they were put, because others have grown. */
  readonly #pushed = new Map<string, Point>();
  readonly #changed: () => void;
  readonly #roomy: boolean;

  /** `changed` hears that something that was waited for has its place now. With `roomy` nodes have room for words. */
  constructor(changed: () => void, roomy: boolean) {
    this.#changed = changed;
    this.#roomy = roomy;
  }

  /** Where a box that will come should lie: from the corner of its container, or of the canvas. */
  hint(key: string, at: Point): void {
    this.#spots.delete(key);
    this.#hints.set(key, at);
  }

  /** Where a box lies, from the corner of its container or of the canvas: where others pushed it, where it was placed, where it was put. */
  at(key: string, placements: Placements): Point | undefined {
    return this.#pushed.get(key) ?? placements[key] ?? this.#spots.get(key);
  }

  /** Where boxes were put that nobody has placed. What stands before its namespace follows what it leads to, and has no place of its own. */
  *settled(): Iterable<readonly [key: string, at: Point]> {
    yield* this.#spots;
    for (const slots of this.#slots.values()) for (const [key, slot] of slots) yield [key, slotAt(slot, this.#nodeSize)];
  }

  get #nodeSize(): Size {
    return this.#roomy ? ROOMY_NODE : NODE;
  }

  /** Another document. */
  clear(): void {
    for (const m of [this.#spots, this.#slots, this.#usual, this.#sizes, this.#hints, this.#pushed, this.#laid]) m.clear();
    this.#asked.clear();
  }

  /** Puts every box of a reading in its place. Containers that wait for their first layout are left out until it is there. */
  arrange(reading: Reading, placements: Placements): Scene {
    const children = Map.groupBy(reading.boxes.values(), (b) => b.parent ?? '');
    const all = children.get('') ?? [];
    const laidOut = all.flatMap(
      (b) => (isContainer(b) ? this.#container(b, children.get(b.key) ?? [], reading.arrows, placements) : this.#single(b)) ?? [],
    );
    // Where one waits, what is new beside it waits too, or it would take its place.
    const roots = laidOut.length === all.length ? laidOut : laidOut.filter((r) => this.at(r.box.key, placements));
    this.#placeRoots(roots, reading.arrows, placements);
    const placed = new Map<string, Placed>();
    for (const r of roots) {
      const at = this.at(r.box.key, placements) as Point;
      const dx = at.x;
      const dy = at.y;
      placed.set(r.box.key, { box: r.box, rect: moved(r.rect, dx, dy), depth: 0, free: true, ...(r.grid && { grid: r.grid }) });
      for (const c of r.children) placed.set(c.box.key, { ...c, rect: moved(c.rect, dx, dy) });
    }
    return { placed, arrows: reading.arrows.filter((a) => placed.has(a.from) && placed.has(a.to)) };
  }

  /** Where it was put, before anything pushed it. */
  #put(key: string, placements: Placements): Point | undefined {
    return placements[key] ?? this.#spots.get(key);
  }

  /** What nobody placed keeps the place it was pushed to; what was placed goes back to its own once there is room again. */
  #push(rects: ReadonlyMap<string, Rect>, gap: number, placements: Placements): void {
    const moved = pushApart(rects, gap);
    for (const [key, from] of rects) {
      const to = moved.get(key);
      const base = this.#put(key, placements);
      this.#pushed.delete(key);
      if (to && base) (placements[key] ? this.#pushed : this.#spots).set(key, { x: base.x + to.x - from.x, y: base.y + to.y - from.y });
    }
  }

  #sized(b: Box): Sized {
    const wanted = usualPods(b);
    const before = this.#usual.get(b.key);
    const usual = wanted ?? Math.max(before ?? 0, b.pods.length);
    this.#usual.set(b.key, usual);
    const places = Math.max(b.count ? Math.min(b.count.wanted, 5000) : 0, b.pods.length);
    const grid = gridOf(b, places, Math.max(usual, 1), this.#roomy);
    const size = sizeOf(b, grid, places, this.#roomy);
    return { box: b, size: { w: size.w, h: size.h + claimsDrop(b) }, ...(grid && { grid }) };
  }

  #single(b: Box): Root {
    const { size, grid } = this.#sized(b);
    return { box: b, rect: { x: 0, y: 0, ...size }, outer: { x: 0, y: 0, ...size }, children: [], ...(grid && { grid }) };
  }

  #container(b: Box, own: readonly Box[], arrows: readonly Arrow[], placements: Placements): Root | undefined {
    if (placements[b.key]?.folded) {
      // What is in it shows as it is from afar: its pods as cells.
      const pods = own.flatMap((o) => o.pods);
      const grid = pods.length > 0 ? cellGrid(pods.length) : undefined;
      const size = grid ? gridSize(grid, pods.length) : { w: 0, h: 0 };
      const rect = {
        x: 0,
        y: 0,
        w: Math.max(LEAST_CONTAINER.w, Math.ceil(size.w) + 2 * POOL_INSIDE.x),
        h: CONTAINER_HEAD + (grid ? Math.ceil(size.h) + POOL_INSIDE.x : 0),
      };
      return { box: { ...b, pods }, rect, outer: rect, children: [], ...(grid && { grid }) };
    }
    return b.shape === 'pool' ? this.#pool(b, own, placements) : this.#namespace(b, own, arrows, placements);
  }

  #pool(b: Box, nodes: readonly Box[], placements: Placements): Root {
    const size = this.#nodeSize;
    let slots = this.#slots.get(b.key);
    if (!slots) this.#slots.set(b.key, (slots = new Map<string, number>()));
    assignSlots(
      slots,
      nodes.toSorted(byNumber).map((n) => n.key),
      (key) => placements[key] && slotOf(placements[key], size),
    );
    const children = nodes.map((n): Placed => {
      const at = slotAt((slots as Map<string, number>).get(n.key) as number, size);
      const grid = gridOf(n, n.pods.length, 0, this.#roomy);
      return { box: n, rect: { x: POOL_INSIDE.x + at.x, y: POOL_INSIDE.y + at.y, ...size }, depth: 1, free: false, ...(grid && { grid }) };
    });
    // Machines that are only ordered have their room already: nothing moves when they come.
    const ordered = Array.from({ length: Math.max(0, Math.min(b.count?.wanted ?? 0, MOST_ORDERED) - nodes.length) }, (_, i) =>
      slotAt(nodes.length + i, size),
    );
    const inner = around([
      ...children.map((c) => c.rect),
      ...ordered.map((at) => ({ x: POOL_INSIDE.x + at.x, y: POOL_INSIDE.y + at.y, ...size })),
    ]) ?? { x: POOL_INSIDE.x, y: POOL_INSIDE.y, w: size.w, h: 40 };
    const rect = { x: 0, y: 0, w: inner.x + inner.w + POOL_INSIDE.x, h: inner.y + inner.h + POOL_INSIDE.x };
    return { box: b, rect, outer: rect, children };
  }

  #namespace(b: Box, own: readonly Box[], arrows: readonly Arrow[], placements: Placements): Root | undefined {
    const items = own.map((o) => this.#sized(o));
    const doors = items.filter((i) => i.box.kind === 'Ingress' && !placements[i.box.key]);
    const inner = items.filter((i) => !doors.includes(i));
    const unknown = inner.filter((i) => !this.at(i.box.key, placements));
    if (unknown.length > 0 && !this.#settle(b.key, inner, unknown, arrows, placements)) {
      if (inner.length === unknown.length) return undefined;
    }
    const there = inner.filter((i) => this.at(i.box.key, placements));
    this.#makeRoom(there, placements);
    const children = there.map((i): Placed => ({
      box: i.box,
      rect: this.#childRect(i, placements),
      depth: 1,
      free: true,
      ...(i.grid && { grid: i.grid }),
    }));
    const bounds = around(there.map((i, n) => ({ ...(children[n] as Placed).rect, h: i.size.h })));
    const kept = placements[b.key];
    const left = Math.min(0, (bounds?.x ?? INSIDE.x) - INSIDE.x);
    const top = Math.min(0, (bounds?.y ?? INSIDE.y) - INSIDE.y);
    const right = Math.max(LEAST_CONTAINER.w, kept?.width ?? 0, bounds ? bounds.x + bounds.w + INSIDE.x : 0);
    const bottom = Math.max(LEAST_CONTAINER.h, kept?.height ?? 0, bounds ? bounds.y + bounds.h + INSIDE.x : 0);
    const rect = { x: left, y: top, w: right - left, h: bottom - top };
    const above = this.#doors(doors, rect, children, arrows);
    const head = above.length > 0 ? Math.max(...above.map((d) => d.rect.h)) : 0;
    return { box: b, rect, outer: { ...rect, y: rect.y - head, h: rect.h + head }, children: [...children, ...above] };
  }

  #childRect(i: Sized, placements: Placements): Rect {
    const at = this.at(i.box.key, placements) as Point;
    return { x: INSIDE.x + at.x, y: INSIDE.y + at.y, w: i.size.w, h: i.size.h - claimsDrop(i.box) };
  }

  /** Boxes that have grown push others aside. */
  #makeRoom(items: readonly Sized[], placements: Placements): void {
    const same =
      this.#laid.get(items[0]?.box.parent ?? '') === placements &&
      items.every((i) => {
        const s = this.#sizes.get(i.box.key);
        return s !== undefined && s.w === i.size.w && s.h === i.size.h;
      });
    for (const i of items) this.#sizes.set(i.box.key, i.size);
    if (same) return;
    this.#laid.set(items[0]?.box.parent ?? '', placements);
    this.#push(
      new Map(items.map((i) => [i.box.key, { ...(this.#put(i.box.key, placements) as Point), ...i.size }])),
      CHILD_GAP,
      placements,
    );
  }

  /** What lets traffic in stands before its namespace, above what it leads to. */
  #doors(doors: readonly Sized[], rect: Rect, children: readonly Placed[], arrows: readonly Arrow[]): readonly Placed[] {
    const placed: Placed[] = [];
    for (const d of doors) {
      const y = rect.y - d.size.h;
      const targets = children.filter((c) => arrows.some((a) => a.from === d.box.key && a.to === c.box.key));
      const middle =
        targets.length > 0 ? targets.reduce((sum, t) => sum + t.rect.x + t.rect.w / 2, 0) / targets.length : rect.x + rect.w / 2;
      const want = { x: Math.round(middle - d.size.w / 2), y };
      const at = freeSpot(
        d.size,
        want,
        placed.map((p) => p.rect),
        CHILD_GAP,
        (x, yy) => Math.abs(x - want.x) + Math.abs(yy - y) * 100,
      );
      placed.push({ box: d.box, rect: { x: at.x, y, ...d.size }, depth: 1, free: true });
    }
    return placed;
  }

  /** Finds places for boxes that have none. False where that takes a moment: `changed` will tell. */
  #settle(
    container: string,
    items: readonly Sized[],
    unknown: readonly Sized[],
    arrows: readonly Arrow[],
    placements: Placements,
  ): boolean {
    const known = items.filter((i) => !unknown.includes(i));
    const taken = known.map((i) => ({ ...(this.at(i.box.key, placements) as Point), ...i.size }));
    const put = (i: Item, want: Point) => {
      const at = freeSpot(i.size, want, taken, CHILD_GAP);
      this.#spots.set(i.box.key, at);
      taken.push({ ...at, ...i.size });
    };
    let rest = unknown.filter((i) => {
      const hint = this.#hints.get(i.box.key);
      if (hint) put(i, hint);
      this.#hints.delete(i.box.key);
      return !hint;
    });
    const there = () => items.filter((i) => this.at(i.box.key, placements));
    if (there().length > 0) {
      const { islands } = islandsOf(items, arrows);
      rest = rest.filter((i) => !this.#joins(i, islands, placements, put));
    }
    if (rest.length === 0) return true;
    const islands = islandsOf(rest, arrows);
    if (islands.links.length === 0 || islands.islands.length <= FEW) {
      this.#putBlock(islands, inRows(islands, Math.max(420, Math.sqrt(areaOf(islands) * 1.9))), taken);
      return true;
    }
    this.#ask(container, islands, new Set(rest.map((i) => i.box.key)));
    return false;
  }

  /** A box that belongs with one that has its place goes where it belongs around that one. */
  #joins(i: Item, islands: readonly Island[], placements: Placements, put: (i: Item, want: Point) => void): boolean {
    const island = islands.find((x) => x.spots.has(i.box.key) && x.id !== 'shelf');
    const own = island?.spots.get(i.box.key);
    const anchor = island && [island.id, ...island.spots.keys()].find((k) => k !== i.box.key && this.at(k, placements));
    if (!island || !own || anchor === undefined) return false;
    const from = island.spots.get(anchor) as Point;
    const at = this.at(anchor, placements) as Point;
    put(i, { x: at.x + own.x - from.x, y: at.y + own.y - from.y });
    return true;
  }

  #putBlock(islands: Islands, at: ReadonlyMap<string, Point>, taken: readonly Rect[]): void {
    const bounds = around(islands.islands.map((i) => ({ ...(at.get(i.id) as Point), ...i.size })));
    if (!bounds) return;
    const corner =
      taken.length === 0 ? { x: 0, y: 0 } : freeSpot(bounds, { x: 0, y: 0 }, taken, BLOCK_GAP, within(bounds, taken), { x: 0, y: 0 });
    for (const i of islands.islands) {
      const from = at.get(i.id) as Point;
      for (const [key, s] of i.spots)
        this.#spots.set(key, { x: Math.round(corner.x + from.x - bounds.x + s.x), y: Math.round(corner.y + from.y - bounds.y + s.y) });
    }
  }

  /** One layout of a container at a time; what comes meanwhile is laid out after it. */
  #ask(container: string, islands: Islands, keys: ReadonlySet<string>): void {
    if (this.#asked.has(container)) return;
    this.#asked.add(container);
    const rows = () => inRows(islands, Math.max(600, Math.sqrt(areaOf(islands) * 1.9)));
    const done = (at: ReadonlyMap<string, Point>) => {
      if (!this.#asked.delete(container)) return;
      const taken = [...this.#sizes].flatMap(([key, size]) =>
        key.split('/')[2] === container.split('/')[3] && this.#spots.has(key) && !keys.has(key)
          ? [{ ...(this.#spots.get(key) as Point), ...size }]
          : [],
      );
      this.#putBlock(islands, at, taken);
      this.#changed();
    };
    layered(islands).then(done, () => done(rows()));
  }

  #placeRoots(roots: readonly Root[], arrows: readonly Arrow[], placements: Placements): void {
    const at = (r: Root) => this.at(r.box.key, placements);
    const outerAt = (r: Root, p: Point) => moved(r.outer, p.x, p.y);
    const settled = roots.filter((r) => at(r) !== undefined);
    this.#push(new Map(settled.map((r) => [r.box.key, outerAt(r, this.#put(r.box.key, placements) as Point)])), ROOT_GAP - 8, placements);
    const rects = new Map(settled.map((r) => [r.box.key, outerAt(r, at(r) as Point)]));
    const fresh = roots.filter((x) => !at(x)).toSorted((a, b) => rank(a.box) - rank(b.box));
    const small = fresh.filter((r) => rank(r.box) === SMALL && !this.#hints.has(r.box.key));
    const { size, spots } = cluster(
      small.map((r) => ({ box: r.box, size: { w: r.outer.w, h: r.outer.h } })),
      arrows,
    );
    for (const r of fresh) {
      if (small.length > 1 && r === small[0]) {
        // What lies in no namespace comes together: a binding beside what it grants.
        const corner = freeSpot(size, { x: 0, y: 0 }, [...rects.values()], ROOT_GAP, compact(size), { x: 0, y: 0 });
        for (const s of small) {
          const own = spots.get(s.box.key) as Point;
          this.#spots.set(s.box.key, { x: Math.round(corner.x + own.x - s.outer.x), y: Math.round(corner.y + own.y - s.outer.y) });
          rects.set(s.box.key, outerAt(s, at(s) as Point));
        }
      }
      if (at(r)) continue;
      const hint = this.#hints.get(r.box.key);
      const taken = [...rects.values()];
      this.#hints.delete(r.box.key);
      const spot = hint
        ? freeSpot(r.outer, { x: hint.x + r.outer.x, y: hint.y + r.outer.y }, taken, CHILD_GAP)
        : freeSpot(r.outer, { x: 0, y: 0 }, taken, ROOT_GAP, compact(r.outer), { x: 0, y: 0 });
      this.#spots.set(r.box.key, { x: Math.round(spot.x - r.outer.x), y: Math.round(spot.y - r.outer.y) });
      rects.set(r.box.key, outerAt(r, at(r) as Point));
    }
  }
}

/** A box that lies in none, as if it lay in the corner of the canvas. `outer` is what it needs with what stands before it. */
interface Root {
  readonly box: Box;
  readonly rect: Rect;
  readonly outer: Rect;
  readonly children: readonly Placed[];
  readonly grid?: Grid;
}

const SMALL = 3;
const rank = (b: Box): number => (b.shape === 'namespace' ? 0 : b.shape === 'pool' ? 1 : b.shape === 'node' ? 2 : SMALL);
const moved = (r: Rect, dx: number, dy: number): Rect => ({ ...r, x: r.x + dx, y: r.y + dy });
const areaOf = ({ islands }: Islands): number => islands.reduce((sum, i) => sum + (i.size.w + PAD) * (i.size.h + PAD), 0);
const byNumber = (a: Box, b: Box): number => a.name.length - b.name.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** How many pods a workload has when all is quiet, and one more where a rollout makes more. Undefined where nobody says. */
function usualPods(b: Box): number | undefined {
  if (b.kind === 'DaemonSet' || b.kind === 'CronJob' || b.kind === 'Node' || !b.count) return b.kind === 'Pod' ? 1 : undefined;
  const rolling = b.kind === 'Deployment' && (b.object as Deployment).spec.strategy?.type !== 'Recreate';
  return b.count.wanted + (rolling && b.count.wanted > 2 ? 1 : 0);
}
