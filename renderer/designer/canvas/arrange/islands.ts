/**
 * What belongs together: a workload with what serves it alone. Services stand above it, configuration to its right,
 * budgets, policies and accounts below; what serves several stands by itself. Pure and deterministic.
 */
import type { Arrow, Box } from '#shared/graph/box.ts';
import type { Size } from '../measure.ts';
import type { Point } from '../route.ts';

/** A box as large as it is, with what hangs from it. */
export interface Item {
  readonly box: Box;
  readonly size: Size;
}

/** Boxes in their places around each other, from the corner of the island. */
export interface Island {
  readonly id: string;
  readonly spots: ReadonlyMap<string, Point>;
  readonly size: Size;
}

/** Islands and which of them are related. */
export interface Islands {
  readonly islands: readonly Island[];
  readonly links: readonly (readonly [from: string, to: string])[];
}

const ABOVE: ReadonlySet<string> = new Set(['Service', 'HorizontalPodAutoscaler']);
const BELOW: ReadonlySet<string> = new Set(['PodDisruptionBudget', 'NetworkPolicy', 'ServiceAccount', 'Role', 'RoleBinding']);
const GAP = 14;
const ROW_GAP = 40;
const COLUMN_GAP = 44;
const COLUMN_MOST = 4;
const SHELF_WIDTH = 3;

/** Puts together what belongs together. Arrows may lead elsewhere. */
export function islandsOf(items: readonly Item[], arrows: readonly Arrow[]): Islands {
  const byKey = new Map(items.map((i) => [i.box.key, i]));
  const home = homes(items, arrows, byKey);
  const groups = Map.groupBy(items, (i) => home.get(i.box.key) ?? i.box.key);
  const linked = new Set(arrows.flatMap((a) => (byKey.has(a.from) && byKey.has(a.to) ? [a.from, a.to] : [])));
  const alone = [...groups]
    .filter(([id, group]) => group.length === 1 && !linked.has(id) && group[0]?.box.shape !== 'workload')
    .map(([id]) => id);
  const islands = [...groups].flatMap(([id, group]) => (alone.includes(id) ? [] : [island(id, group)]));
  if (alone.length > 0) islands.push(shelf(alone.map((id) => byKey.get(id) as Item)));
  const islandOf = new Map(islands.flatMap((i) => [...i.spots.keys()].map((key) => [key, i.id] as const)));
  const links = arrows.flatMap((a) => {
    const from = islandOf.get(a.from);
    const to = islandOf.get(a.to);
    return from !== undefined && to !== undefined && from !== to ? [[from, to] as const] : [];
  });
  return { islands, links: [...new Map(links.map((l) => [l.join('>'), l])).values()] };
}

/** Which workload a box belongs to: the only one that it, or what it belongs with, is related to. */
function homes(items: readonly Item[], arrows: readonly Arrow[], byKey: ReadonlyMap<string, Item>): ReadonlyMap<string, string> {
  const home = new Map<string, string>(items.filter((i) => i.box.shape === 'workload').map((i) => [i.box.key, i.box.key]));
  const near = new Map<string, string[]>();
  for (const a of arrows) {
    // That a workload calls a service makes the service nobody's.
    if (a.what === 'calls' || !byKey.has(a.from) || !byKey.has(a.to)) continue;
    for (const [one, other] of [
      [a.from, a.to],
      [a.to, a.from],
    ] as const)
      near.set(one, [...(near.get(one) ?? []), other]);
  }
  for (let found = true; found;) {
    found = false;
    for (const {
      box: { key },
    } of items) {
      if (home.has(key)) continue;
      const around = new Set((near.get(key) ?? []).flatMap((k) => home.get(k) ?? []));
      if (around.size !== 1) continue;
      home.set(key, [...around][0] as string);
      found = true;
    }
  }
  return home;
}

function island(id: string, group: readonly Item[]): Island {
  const main = group.find((i) => i.box.key === id) as Item;
  const others = group.filter((i) => i !== main);
  const spots = new Map<string, Point>();
  const above = others
    .filter((i) => ABOVE.has(i.box.kind) && i.box.shape !== 'missing')
    .sort((a, b) => Number(a.box.kind !== 'Service') - Number(b.box.kind !== 'Service'));
  const below = others.filter((i) => BELOW.has(i.box.kind) && i.box.shape !== 'missing');
  const beside = others.filter((i) => !above.includes(i) && !below.includes(i));
  let x = 0;
  for (const i of above) {
    spots.set(i.box.key, { x, y: 0 });
    x += i.size.w + GAP + 10;
  }
  const top = above.length > 0 ? Math.max(...above.map((i) => i.size.h)) + ROW_GAP : 0;
  spots.set(id, { x: 0, y: top });
  column(beside, { x: main.size.w + COLUMN_GAP, y: top + 4 }, spots);
  rows(below, { x: 0, y: top + main.size.h + 28 }, main.size.w + COLUMN_GAP / 2, spots);
  return { id, spots, size: extent(group, spots) };
}

function column(items: readonly Item[], at: Point, spots: Map<string, Point>): void {
  let { x, y } = at;
  let width = 0;
  for (const [n, i] of items.entries()) {
    if (n > 0 && n % COLUMN_MOST === 0) {
      x += width + GAP;
      y = at.y;
      width = 0;
    }
    spots.set(i.box.key, { x, y });
    y += i.size.h + 12;
    width = Math.max(width, i.size.w);
  }
}

function rows(items: readonly Item[], at: Point, most: number, spots: Map<string, Point>): void {
  let { x, y } = at;
  let height = 0;
  for (const i of items) {
    if (x > at.x && x + i.size.w > at.x + most) {
      x = at.x;
      y += height + 12;
      height = 0;
    }
    spots.set(i.box.key, { x, y });
    x += i.size.w + GAP;
    height = Math.max(height, i.size.h);
  }
}

/** What is related to nothing, in rows. */
function shelf(items: readonly Item[]): Island {
  const spots = new Map<string, Point>();
  const widest = Math.max(...items.map((i) => i.size.w));
  rows(items, { x: 0, y: 0 }, Math.max(SHELF_WIDTH, Math.ceil(Math.sqrt(items.length))) * (widest + GAP), spots);
  return { id: 'shelf', spots, size: extent(items, spots) };
}

/** Boxes that lie in no container, those that are related beside each other in a row, the rows below each other. */
export function cluster(items: readonly Item[], arrows: readonly Arrow[]): Pick<Island, 'spots' | 'size'> {
  const spots = new Map<string, Point>();
  const byKey = new Map(items.map((i) => [i.box.key, i]));
  const shown = new Set<Item>();
  const alone: Item[] = [];
  const near = (key: string) =>
    arrows.flatMap((a) => (a.from === key ? (byKey.get(a.to) ?? []) : a.to === key ? (byKey.get(a.from) ?? []) : []));
  let y = 0;
  for (const first of items) {
    if (shown.has(first)) continue;
    const row = new Set([first]);
    for (const i of row) for (const n of near(i.box.key)) row.add(n);
    for (const i of row) shown.add(i);
    if (row.size === 1) {
      alone.push(first);
      continue;
    }
    let x = 0;
    for (const i of row) {
      spots.set(i.box.key, { x, y });
      x += i.size.w + COLUMN_GAP;
    }
    y += Math.max(...[...row].map((i) => i.size.h)) + GAP;
  }
  rows(alone, { x: 0, y }, Math.max(420, ...[...spots].map(([key, at]) => at.x + (byKey.get(key)?.size.w ?? 0))), spots);
  return { spots, size: items.length > 0 ? extent(items, spots) : { w: 0, h: 0 } };
}

function extent(items: readonly Item[], spots: ReadonlyMap<string, Point>): Size {
  const at = (i: Item) => spots.get(i.box.key) as Point;
  return { w: Math.max(...items.map((i) => at(i).x + i.size.w)), h: Math.max(...items.map((i) => at(i).y + i.size.h)) };
}
