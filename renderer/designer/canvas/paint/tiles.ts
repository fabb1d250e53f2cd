/** Pods as tiles: with name, glyph and how far they are where there are few; as cells of a colour where there are many. */
import { controllerOf } from '#shared/api/object.ts';
import { stateAmong } from '#shared/graph/state.ts';
import type { State } from '#shared/graph/object-state.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { gridSize, tileAt, type Grid, type Rect } from '../measure.ts';
import type { Point } from '../route.ts';
import { box, stroke, write, type Pen } from './pen.ts';
import type { StatePaint, Theme } from './theme.ts';

/** More cells than this are drawn once and then copied. */
const COPIED = 150;
/** Tiles smaller than this on the screen have no shape. */
const PLAIN_PIXELS = 6;

/** The pods of a box. `selected` is the key of one of them. */
export function paintPods(pen: Pen, pods: readonly Pod[], grid: Grid, at: Point, selected: ReadonlySet<Pod>): void {
  if (pods.length > COPIED) return paintCopied(pen, pods, grid, at, selected);
  if (grid.size.w * pen.zoom < PLAIN_PIXELS) return paintPlain(pen, pods, grid, at, selected);
  for (const [i, pod] of pods.entries()) {
    const t = tileAt(grid, i);
    const r = { ...t, x: at.x + t.x, y: at.y + t.y };
    if (grid.named === 'workload' && pen.detail === 'full') paintPill(pen, pod, r, selected.has(pod));
    else if (grid.named === 'own' && pen.detail === 'names') paintFarTile(pen, pod, r, selected.has(pod));
    else if (grid.named && pen.detail === 'full') paintTile(pen, pod, r, selected.has(pod));
    else paintCell(pen, pod, r, selected.has(pod));
  }
}

const STATES: readonly State[] = ['ready', 'waiting', 'leaving', 'attention', 'failed'];

/** Too small for anything but a colour: all of one colour at once. */
function paintPlain({ ctx, theme, zoom, coming }: Pen, pods: readonly Pod[], grid: Grid, at: Point, selected: ReadonlySet<Pod>): void {
  const all = statesOf(pods, coming);
  for (const state of STATES) {
    if (!all.includes(state)) continue;
    ctx.fillStyle = theme.states[state].cell;
    ctx.globalAlpha = state === 'waiting' || state === 'leaving' ? 0.55 : 1;
    for (let i = 0; i < all.length; i++) {
      if (all[i] !== state) continue;
      const t = tileAt(grid, i);
      ctx.fillRect(at.x + t.x, at.y + t.y, t.w, t.h);
    }
  }
  ctx.globalAlpha = 1;
  if (selected.size === 0) return;
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 2 / zoom;
  for (const [i, pod] of pods.entries())
    if (selected.has(pod)) ctx.strokeRect(at.x + tileAt(grid, i).x, at.y + tileAt(grid, i).y, grid.size.w, grid.size.h);
}

const known = { now: new WeakMap<readonly Pod[], readonly State[]>(), coming: new WeakMap<readonly Pod[], readonly State[]>() };

/** The states of a list of pods, read once for each list. */
function statesOf(pods: readonly Pod[], coming: boolean): readonly State[] {
  const lists = coming ? known.coming : known.now;
  let states = lists.get(pods);
  if (!states) lists.set(pods, (states = pods.map((p) => stateAmong(p, coming).state)));
  return states;
}

/** What is on no node is not there yet: an outline, whatever it waits for. */
function dashOf(p: Pod, look: StatePaint, theme: Theme): readonly number[] {
  return p.spec.nodeName ? look.dash : look === theme.states.failed ? theme.states.waiting.dash : look.dash;
}

function paintTile(pen: Pen, pod: Pod, r: Rect, selected: boolean): void {
  const { theme, ctx } = pen;
  const { state } = stateAmong(pod, pen.coming);
  const look = theme.states[state];
  const id = pod.metadata.uid;
  const color = pen.fade(`${id}/c`, look.color);
  box(pen, inset(r, 0.75), 5, theme.panel, color, 1.5, dashOf(pod, look, theme));
  if (selected) halo(pen, r);
  stroke(pen, look.glyph, r.x + 6, r.y + 6.5, 12, 9.5, color, 2.3);
  write(pen, tileName(pod), r.x + 18, r.y + 11.5, `500 10px ${theme.mono}`, theme.text, r.w - 21);
  const bar = { x: r.x + 7, y: r.y + r.h - 10.5, w: r.w - 14, h: 3.5 };
  box(pen, bar, 1.75, theme.soft);
  const done = progressOf(pod);
  if (done > 0) {
    ctx.globalAlpha = 0.78;
    box(pen, { ...bar, w: Math.max(3.5, bar.w * done) }, 1.75, color);
    ctx.globalAlpha = 1;
  }
}

/** From afar a tile is its border and its glyph. */
function paintFarTile(pen: Pen, pod: Pod, r: Rect, selected: boolean): void {
  const { theme, zoom } = pen;
  const { state } = stateAmong(pod, pen.coming);
  const look = theme.states[state];
  const color = pen.fade(`${pod.metadata.uid}/c`, look.color);
  const size = Math.min(r.h - 8, 9 / zoom);
  box(
    pen,
    inset(r, 1),
    5,
    selected ? theme.accentGround : pod.spec.nodeName ? look.ground : theme.panel,
    selected ? theme.accent : color,
    1.1 / zoom,
    dashOf(pod, look, theme).map((d) => (d / zoom) * 0.8),
  );
  stroke(pen, look.glyph, r.x + (r.w - size) / 2, r.y + (r.h - size) / 2, 12, size, color, 2.2);
}

/** On a node: which workload it belongs to. */
function paintPill(pen: Pen, pod: Pod, r: Rect, selected: boolean): void {
  const { theme } = pen;
  const { state } = stateAmong(pod, pen.coming);
  const look = theme.states[state];
  const color = pen.fade(`${pod.metadata.uid}/p`, look.color);
  box(pen, inset(r, 0.6), 4, theme.panel, color, 1.2, look.dash);
  if (selected) halo(pen, r);
  stroke(pen, look.glyph, r.x + 4.5, r.y + 4.5, 12, 8, color, 2.3);
  write(pen, workloadName(pod), r.x + 15, r.y + r.h / 2, `450 9.5px ${theme.mono}`, theme.text, r.w - 19);
}

/** The name of what made a pod, as its name begins; its own where it was given one, or a number. */
function workloadName(p: Pod): string {
  const { name, generateName } = p.metadata;
  const hash = p.metadata.labels?.['pod-template-hash'];
  if (hash !== undefined && generateName?.endsWith(`-${hash}-`)) return generateName.slice(0, -hash.length - 2);
  return generateName && controllerOf(p) ? generateName.replace(/-$/, '') : name;
}

function halo(pen: Pen, r: Rect): void {
  box(pen, inset(r, -2.5), 7, undefined, pen.theme.accent, 2);
}

function paintCell(pen: Pen, pod: Pod, r: Rect, selected: boolean): void {
  const { state } = stateAmong(pod, pen.coming);
  cell(pen.ctx, pen.theme, state, r, pen.fade(`${pod.metadata.uid}/d`, pen.theme.states[state].cell), pen.zoom > 0.9);
  if (selected) halo(pen, r);
}

/** What waits or goes is an outline, so that it is told from what is there without colour. */
function cell(ctx: CanvasRenderingContext2D, theme: Theme, state: State, r: Rect, color: string, glyph: boolean): void {
  const hollow = state === 'waiting' || state === 'leaving';
  const radius = Math.min(3, r.w * 0.24);
  ctx.beginPath();
  if (r.w < 5) ctx.rect(r.x, r.y, r.w, r.h);
  else if (hollow) ctx.roundRect(r.x + 0.75, r.y + 0.75, r.w - 1.5, r.h - 1.5, radius);
  else ctx.roundRect(r.x, r.y, r.w, r.h, radius);
  if (hollow && r.w >= 5) {
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.3;
    ctx.setLineDash(theme.states[state].dash as number[]);
    ctx.stroke();
    ctx.setLineDash([]);
    return;
  }
  ctx.globalAlpha = hollow ? 0.5 : 1;
  ctx.fillStyle = color;
  ctx.fill();
  ctx.globalAlpha = 1;
  if (glyph && state !== 'ready' && r.w >= 9) {
    ctx.save();
    ctx.translate(r.x + r.w * 0.16, r.y + r.h * 0.16);
    ctx.scale((r.w * 0.68) / 12, (r.w * 0.68) / 12);
    ctx.strokeStyle = theme.panel;
    ctx.lineWidth = 2.4;
    ctx.lineCap = 'round';
    ctx.stroke(theme.states[state].glyph);
    ctx.restore();
  }
}

interface Copy {
  readonly theme: Theme;
  readonly scale: number;
  readonly image: HTMLCanvasElement;
  states: readonly State[];
}

/** By the list of pods' grid owner: lists change all the time, most of what is in them does not. */
const copies = new Map<string, Copy>();
const KEPT = 64;

function paintCopied(pen: Pen, pods: readonly Pod[], grid: Grid, at: Point, selected: ReadonlySet<Pod>): void {
  const { ctx, theme, zoom } = pen;
  const size = gridSize(grid, pods.length);
  const id = `${pods[0]?.metadata.uid}/${grid.columns}`;
  const scale = copyScale(zoom * devicePixelRatio, size.w * size.h);
  const states = statesOf(pods, pen.coming);
  let copy = copies.get(id);
  const w = Math.ceil(size.w * scale);
  const h = Math.ceil(size.h * scale);
  if (!copy || copy.theme !== theme || copy.scale !== scale || copy.image.width !== w || copy.image.height !== h) {
    const image = document.createElement('canvas');
    image.width = w;
    image.height = h;
    copy = { theme, scale, image, states: [] };
    copies.delete(id);
    if (copies.size >= KEPT) copies.delete(copies.keys().next().value as string);
    copies.set(id, copy);
  }
  const c = copy.image.getContext('2d') as CanvasRenderingContext2D;
  c.setTransform(scale, 0, 0, scale, 0, 0);
  if (copy.states !== states)
    for (const [i, state] of states.entries()) {
      if (copy.states[i] === state) continue;
      const r = tileAt(grid, i);
      c.clearRect(r.x - 0.5, r.y - 0.5, r.w + 1, r.h + 1);
      cell(c, theme, state, r, theme.states[state].cell, false);
    }
  copy.states = states;
  ctx.drawImage(copy.image, at.x, at.y, w / scale, h / scale);
  if (selected.size > 0)
    for (const [i, pod] of pods.entries())
      if (selected.has(pod)) halo(pen, { ...tileAt(grid, i), x: at.x + tileAt(grid, i).x, y: at.y + tileAt(grid, i).y });
}

/** Scales in steps, so that zooming does not draw everything anew at each; never more pixels than a screen or two. */
function copyScale(zoom: number, area: number): number {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(0.125, Math.min(4, zoom))));
  return Math.min(wanted, Math.sqrt(6_000_000 / Math.max(1, area)));
}

/** How far a pod is on its way to being ready: bound, pulled and made, started, ready. */
export function progressOf(p: Pod): number {
  if (p.status.phase === 'Succeeded' || p.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True')) return 1;
  if (!p.spec.nodeName) return 0;
  const statuses = p.status.containerStatuses ?? [];
  const started = statuses.filter((c) => c.state?.running).length;
  return 0.2 + (statuses.length > 0 ? (started / statuses.length) * 0.5 : 0);
}

/** The part of a pod's name that tells it from its siblings. */
export function tileName(p: Pod): string {
  const { name, generateName } = p.metadata;
  if (name.length <= 5) return name;
  // A long name is cut before its own five letters are put to it.
  const own = !generateName
    ? name.slice(name.lastIndexOf('-') + 1)
    : name.startsWith(generateName)
      ? name.slice(generateName.length)
      : name.slice(-5);
  if (/^\d+$/.test(own)) return name.length <= 6 ? name : `…-${own}`;
  return own.slice(0, 5);
}

function inset(r: Rect, by: number): Rect {
  return { x: r.x + by, y: r.y + by, w: r.w - 2 * by, h: r.h - 2 * by };
}
