/** Boxes as they are drawn, by shape. */
import { shareOf, type NodeFigures, type Share } from '#shared/graph/figures.ts';
import type { Ms } from '#shared/api/time.ts';
import type { Box } from '#shared/graph/box.ts';
import type { ObjectState } from '#shared/graph/object-state.ts';
import { stateOf } from '#shared/graph/state.ts';
import { bootedAtMs } from '#shared/kinds/drydock/machine.ts';
import type { Node, PersistentVolumeClaim, Pod, Service } from '#shared/kinds/types.ts';
import { claimAt, CONTAINER_HEAD, countText, countWidth, gridOrigin, isRoomy, PAD, type Rect } from '../measure.ts';
import type { Placed } from '../scene.ts';
import { iconPath } from './icons.ts';
import { box, fit, stroke, widthOf, write, type Pen } from './pen.ts';
import { paintPods } from './tiles.ts';

/** What is selected of it and in it. */
export interface Marks {
  readonly selected: boolean;
  /** Something dragged is over it and would be taken. */
  readonly target: boolean;
  readonly pods: ReadonlySet<Pod>;
}

/** Draws one box with what is in it, but for the boxes that it contains. */
export function paintBox(pen: Pen, p: Placed, marks: Marks): void {
  if (pen.detail === 'shapes' && p.box.shape !== 'namespace' && p.box.shape !== 'pool') return plain(pen, p, marks);
  if (marks.selected) halo(pen, p);
  if (marks.target) box(pen, p.rect, 9, undefined, pen.theme.accent, 3 / Math.min(1, pen.zoom));
  switch (p.box.shape) {
    case 'namespace':
    case 'pool':
      return container(pen, p, marks);
    case 'workload':
      return workload(pen, p, marks);
    case 'node':
      return node(pen, p, marks);
    case 'small':
    case 'chip':
      return small(pen, p, marks);
    case 'missing':
      return missing(pen, p, marks);
  }
}

function halo(pen: Pen, { rect: r, box: b }: Placed): void {
  const { ctx, theme } = pen;
  ctx.globalAlpha = 0.25;
  box(pen, { x: r.x - 3, y: r.y - 3, w: r.w + 6, h: r.h + 6 }, radiusOf(b) + 3, undefined, theme.accent, 6);
  ctx.globalAlpha = 1;
}

const radiusOf = (b: Box): number => (b.shape === 'namespace' || b.shape === 'pool' ? 12 : 8);

function frame(pen: Pen, p: Placed, marks: Marks, fill: string, line: string, dash: readonly number[] = []): void {
  const { theme } = pen;
  const width = marks.selected || marks.target ? 2 : 1;
  box(
    pen,
    p.rect,
    radiusOf(p.box),
    fill,
    marks.selected || marks.target ? theme.accent : line,
    width / Math.min(1, Math.max(0.35, pen.zoom)),
    dash,
  );
}

/** From far away a box is where it is and how it is, with its pods as cells. */
function plain(pen: Pen, p: Placed, marks: Marks): void {
  const { ctx, theme } = pen;
  const { box: b, rect: r, grid } = p;
  const { state } = b.state;
  const holds = b.shape === 'workload' || b.shape === 'node';
  ctx.fillStyle =
    b.shape === 'missing' || state === 'failed'
      ? theme.failed
      : state === 'attention'
        ? theme.states.attention.color
        : holds
          ? theme.panel
          : theme.edge;
  ctx.fillRect(r.x, r.y, r.w, holds && state !== 'ready' && grid ? r.h * 0.3 : r.h);
  if (holds && state !== 'ready' && grid) {
    ctx.fillStyle = theme.panel;
    ctx.fillRect(r.x, r.y + r.h * 0.3, r.w, r.h * 0.7);
  }
  if (grid && b.pods.length > 0) paintPods(pen, b.pods, grid, gridOrigin(b, r), marks.pods);
  if (!marks.selected) return;
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 2 / pen.zoom;
  ctx.strokeRect(r.x, r.y, r.w, r.h);
}

/** The name of a container over what is in it, where that is too small to be read. */
export function paintLabel(pen: Pen, { box: b, rect: r }: Placed): void {
  const { theme, zoom } = pen;
  const size = 11 / zoom;
  const font = `600 ${size}px ${theme.font}`;
  const room = r.w - 18 / zoom;
  if (r.w * zoom < 34) return;
  const text = fit(pen.ctx, font, b.title, room);
  const w = widthOf(pen.ctx, font, text) + 12 / zoom;
  const h = 18 / zoom;
  const at = { x: r.x + 4 / zoom, y: r.y + 4 / zoom, w, h };
  box(pen, at, 4 / zoom, theme.panel, b.shape === 'pool' ? theme.poolLine : theme.namespaceLine, 1 / zoom);
  write(pen, text, at.x + 6 / zoom, at.y + h / 2, font, theme.text);
}

/** The name as it can still be read from afar: larger the farther one is, as far as it has room. */
function farName(pen: Pen, text: string, r: Rect, y: number, color = pen.theme.text, weight = 600): void {
  const most = Math.min(26, 11 / pen.zoom);
  const least = Math.min(most, 8 / pen.zoom);
  const room = r.w - 16;
  const wide = widthOf(pen.ctx, `${weight} 10px ${pen.theme.font}`, text) / 10;
  const size = Math.round(Math.max(least, Math.min(most, room / wide)) * 4) / 4;
  write(pen, text, r.x + 8, y, `${weight} ${size}px ${pen.theme.font}`, color, room);
}

function container(pen: Pen, p: Placed, marks: Marks): void {
  const { theme } = pen;
  const { box: b, rect: r } = p;
  const pool = b.shape === 'pool';
  frame(pen, p, marks, pool ? theme.pool : theme.namespace, pool ? theme.poolLine : theme.namespaceLine);
  if (p.grid) paintPods(pen, b.pods, p.grid, gridOrigin(b, r), marks.pods);
  if (pen.detail === 'shapes') return;
  // From afar the name is too large for its strip and stands above the box.
  const k = Math.max(1, Math.min(6, 0.86 / pen.zoom));
  const y = k > 1.6 ? r.y - 10 * k : r.y + (CONTAINER_HEAD / 2) * Math.min(k, 1.3);
  const accent = pool ? theme.ready : theme.accent;
  stroke(pen, iconPath(b.kind), r.x + 14, y - 8 * k, 24, 16 * k, accent, 2);
  const font = `600 ${13 * k}px ${theme.font}`;
  const x = r.x + 14 + 22 * k;
  const room = r.w - 14 - 22 * k - 14;
  write(pen, b.title, x, y, font, theme.text, room);
  if (pen.detail !== 'full') return;
  const used = widthOf(pen.ctx, font, b.title) + 8;
  const small = `400 10px ${theme.mono}`;
  if (room - used < 40) return;
  if (!pool) write(pen, b.fact, x + used, y + 0.5, `400 10.5px ${theme.mono}`, theme.dim, room - used);
  else {
    const counted = widthOf(pen.ctx, small, ` · ${countText(b)}`);
    const fact = fit(pen.ctx, small, b.fact, room - used - counted);
    write(pen, `${fact} · ${countText(b)}`, r.x + r.w - 14, y + 0.5, small, theme.dim, Infinity, 'right');
  }
  if (pool && b.object && p.rect.h < 100)
    write(pen, 'no nodes yet', r.x + PAD + 4, r.y + CONTAINER_HEAD + 18, `400 10.5px ${theme.mono}`, theme.dim);
}

function head(pen: Pen, { box: b, rect: r }: Placed, color: string, right: number): void {
  const { theme } = pen;
  stroke(pen, iconPath(iconKind(b)), r.x + 11, r.y + (b.shape === 'workload' ? 11 : 13), 24, 16, color, 2);
  const top = b.shape === 'workload' ? 15.5 : 14;
  write(pen, b.title, r.x + 34, r.y + top, `600 12px ${theme.font}`, theme.text, r.w - 34 - right - 8);
  const why = b.shape === 'workload' ? reasonOf(b.state) : undefined;
  write(
    pen,
    why ?? b.fact,
    r.x + 34,
    r.y + top + 14.5,
    `400 10.5px ${theme.mono}`,
    b.shape === 'missing' ? theme.failedText : why === undefined ? theme.dim : theme.states[b.state.state].text,
    r.w - 34 - 8,
  );
}

/** What ails a workload says more than its image does; that it is on its way is seen anyway. */
function reasonOf({ state, reason }: ObjectState): string | undefined {
  return (state === 'failed' || state === 'attention') && reason !== '' && !ON_ITS_WAY.has(reason) ? reason : undefined;
}

const ON_ITS_WAY: ReadonlySet<string> = new Set(['Progressing', 'Updating', 'ScaledToZero', 'Retrying']);

/** A service that only points elsewhere looks like it. */
function iconKind(b: Box): string {
  return b.kind === 'Service' && (b.object as Service | undefined)?.spec.type === 'ExternalName' ? 'ExternalName' : b.kind;
}

function workload(pen: Pen, p: Placed, marks: Marks): void {
  const { theme } = pen;
  const { box: b, rect: r, grid } = p;
  const look = theme.states[b.state.state];
  claims(pen, p);
  frame(pen, p, marks, theme.panel, theme.line);
  if (pen.detail === 'full') {
    const counted = countWidth(b);
    head(pen, p, theme.accent, counted > 0 ? counted + 10 : 0);
    if (counted > 0) {
      const chip = { x: r.x + r.w - counted - 10, y: r.y + 7, w: counted, h: 17 };
      box(pen, chip, 8.5, pen.fade(`${b.key}/g`, look.ground));
      write(
        pen,
        countText(b),
        chip.x + counted / 2,
        chip.y + 8.5,
        `600 11px ${theme.font}`,
        pen.fade(`${b.key}/t`, look.text),
        Infinity,
        'center',
      );
    }
  } else {
    farName(pen, b.title, r, r.y + 24);
    if (b.state.state !== 'ready') box(pen, { x: r.x + 1, y: r.y + 6, w: 4, h: 36 }, 2, look.color);
  }
  if (grid && b.pods.length > 0) paintPods(pen, b.pods, grid, gridOrigin(b, r), marks.pods);
  else if (pen.detail === 'full' && r.h > 60)
    write(pen, emptyWord(b), r.x + PAD, r.y + 66, `400 10.5px ${theme.mono}`, theme.dim, r.w - 2 * PAD);
}

/** Why there are no pods, from what is known. */
function emptyWord(b: Box): string {
  return b.state.message || (b.kind === 'CronJob' ? 'waits for its time' : 'no pods yet');
}

function claims(pen: Pen, { box: b, rect, grid }: Placed): void {
  if (!b.claims || !grid) return;
  const { theme, ctx } = pen;
  for (const [i, list] of b.claims.entries()) {
    for (const [n, o] of list.entries()) {
      const at = claimAt(rect, grid, i, n);
      if (!at) continue;
      const look = theme.states[stateOf(o).state];
      ctx.strokeStyle = theme.waiting;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(at.x + at.w / 2, n === 0 ? rect.y + rect.h : at.y - 4);
      ctx.lineTo(at.x + at.w / 2, at.y);
      ctx.stroke();
      box(pen, at, 5, theme.panel, stateOf(o).state === 'ready' ? theme.edge : look.color, 1, look.dash);
      if (pen.detail !== 'full') continue;
      stroke(pen, iconPath('PersistentVolumeClaim'), at.x + 6, at.y + 7, 24, 11, pen.fade(`${o.metadata.uid}/i`, look.color), 2.2);
      write(
        pen,
        (o as PersistentVolumeClaim).spec.resources?.requests?.['storage'] ?? '',
        at.x + 20,
        at.y + 12.5,
        `400 10px ${theme.mono}`,
        theme.dim,
        at.w - 23,
      );
    }
  }
}

function small(pen: Pen, p: Placed, marks: Marks): void {
  const { theme } = pen;
  const { box: b, rect: r } = p;
  const { state } = b.state;
  const look = theme.states[state];
  frame(
    pen,
    p,
    marks,
    theme.panel,
    state === 'ready' ? theme.line : pen.fade(`${b.key}/b`, look.color),
    state === 'ready' ? [] : look.dash,
  );
  const accent = state === 'failed' ? theme.failed : theme.accent;
  if (pen.detail !== 'full')
    return farName(pen, b.title, r, r.y + r.h / 2, b.shape === 'chip' ? theme.dim : theme.text, b.shape === 'chip' ? 450 : 600);
  if (b.shape === 'chip') {
    stroke(pen, iconPath(b.kind), r.x + 9, r.y + 7, 24, 14, accent, 2);
    return write(pen, b.title, r.x + 29, r.y + r.h / 2, `500 11.5px ${theme.font}`, theme.text, r.w - 36);
  }
  const marked = state !== 'ready';
  head(pen, p, accent, marked ? 14 : 0);
  if (marked) stroke(pen, look.glyph, r.x + r.w - 19, r.y + 8, 12, 10, look.color, 2.2);
}

function missing(pen: Pen, p: Placed, marks: Marks): void {
  const { theme } = pen;
  frame(pen, p, marks, theme.panel, theme.failed, [4, 3]);
  if (pen.detail === 'full') head(pen, p, theme.failed, 0);
  else farName(pen, p.box.title, p.rect, p.rect.y + p.rect.h / 2, theme.failedText);
}

function node(pen: Pen, p: Placed, marks: Marks): void {
  const { theme } = pen;
  const { box: b, rect: r, grid } = p;
  const { state } = b.state;
  const look = theme.states[state];
  const absent = state === 'waiting';
  const fine = state === 'ready';
  frame(
    pen,
    p,
    marks,
    absent ? theme.pool : theme.panel,
    fine ? theme.line : pen.fade(`${b.key}/b`, look.color),
    absent ? [4, 3] : look.dash,
  );
  if (pen.detail === 'names') {
    farName(pen, b.title, r, r.y + 18);
    if (b.figures && !absent) {
      bar(pen, '', b.figures.cpu, formatCpu, r, 38);
      bar(pen, '', b.figures.memory, formatBytes, r, 50);
    }
  } else {
    stroke(pen, iconPath('Node'), r.x + 11, r.y + 8, 24, 14, absent ? theme.waiting : fine ? theme.ready : look.color, 2);
    const zone = shortZone(b);
    const zoneWidth = zone ? widthOf(pen.ctx, `400 10.5px ${theme.mono}`, zone) : 0;
    write(pen, b.title, r.x + 32, r.y + 15, `600 12px ${theme.font}`, absent ? theme.dim : theme.text, r.w - 32 - zoneWidth - 20);
    if (zone) write(pen, zone, r.x + r.w - 11, r.y + 15.5, `400 10.5px ${theme.mono}`, theme.dim, Infinity, 'right');
    if (absent) return write(pen, bootingWord(b, pen.nowMs), r.x + 32, r.y + 31, `400 10.5px ${theme.mono}`, theme.dim, r.w - 42);
    if (!fine) write(pen, b.state.reason, r.x + 32, r.y + 28, `400 9.5px ${theme.mono}`, look.text, r.w - 42);
    if (b.figures) figures(pen, b.figures, r, fine ? 0 : 7);
  }
  if (grid && b.pods.length > 0) paintPods(pen, b.pods, grid, gridOrigin(b, r), marks.pods);
}

/** The two bars, and in words what the system takes. `down` makes room for a word above: lines then lie 13 apart. */
function figures(pen: Pen, f: NodeFigures, r: Rect, down: number): void {
  const { theme } = pen;
  const small = `400 10px ${theme.mono}`;
  const roomy = isRoomy(r);
  bar(pen, 'cpu', f.cpu, formatCpu, r, 34 + down);
  bar(pen, 'mem', f.memory, formatBytes, r, (roomy ? 49 : 47) + down * (roomy ? 0.72 : 0.86));
  const pods = f.systemPods > 0 ? `+${f.systemPods} system` : '';
  if (!roomy) return void (pods && write(pen, pods, r.x + r.w - 11, r.y + 70, small, theme.dim, Infinity, 'right'));
  const cpu = f.cpu.capacity - f.cpu.allocatable;
  const memory = f.memory.capacity - f.memory.allocatable;
  const kept = [cpu > 0 && `${formatCpu(cpu)} cpu`, memory > 0 && formatBytes(memory)].filter(Boolean).join(' · ');
  if (kept) write(pen, `system keeps ${kept}`, r.x + 11, r.y + 65 + down * 0.3, small, theme.dim, r.w - 22 - 70);
  if (pods) write(pen, pods, r.x + r.w - 11, r.y + 65 + down * 0.3, small, theme.dim, Infinity, 'right');
}

/** Thousandths of a cpu: '250m', '3.92'. */
function formatCpu(milli: number): string {
  return milli < 1000 ? `${Math.round(milli)}m` : String(Math.round(milli / 10) / 100);
}

/** '512Mi', '13.4Gi'. */
function formatBytes(n: number): string {
  return n < 1024 ** 3 ? `${Math.round(n / 1024 ** 2)}Mi` : `${Math.round((n / 1024 ** 3) * 10) / 10}Gi`;
}

/** Requested of the whole machine, with the mark up to where pods may have it. */
function bar(pen: Pen, label: string, s: Share, format: (n: number) => string, r: Rect, y: number): void {
  const { theme } = pen;
  const roomy = isRoomy(r);
  const track = label
    ? { x: r.x + 40, y: r.y + y - 2.5, w: roomy ? 92 : r.w - 40 - 44, h: 5 }
    : { x: r.x + 11, y: r.y + y - 3, w: r.w - 22, h: 6 };
  const whole = Math.max(s.capacity, s.allocatable, 1);
  const share = shareOf(s);
  if (label) write(pen, label, r.x + 11, r.y + y, `400 10px ${theme.mono}`, theme.dim);
  box(pen, track, 2.5, theme.soft);
  const w = Math.min(1, s.requested / whole) * track.w;
  if (w > 0)
    box(pen, { ...track, w: Math.max(5, w) }, 2.5, share > 1 ? theme.failed : share >= 0.75 ? theme.states.attention.color : theme.accent);
  const mark = track.x + (s.allocatable / whole) * track.w;
  box(pen, { x: Math.min(track.x + track.w - 1.5, mark - 0.75), y: track.y - 2.5, w: 1.5, h: 10 }, 0, theme.dim);
  if (!label) return;
  if (roomy)
    write(
      pen,
      `${format(s.requested)} / ${format(s.allocatable)}`,
      track.x + track.w + 8,
      r.y + y,
      `400 10px ${theme.mono}`,
      theme.dim,
      r.w - 11 - 30 - (track.x + track.w + 8 - r.x),
    );
  write(pen, `${Math.round(share * 100)}%`, r.x + r.w - 11, r.y + y, `500 10px ${theme.mono}`, theme.text, Infinity, 'right');
}

/** 'zone b' of 'europe-west1-b'. */
function shortZone(b: Box): string {
  const zone = b.figures?.zone ?? '';
  const last = /[-]?([a-z0-9])$/.exec(zone)?.[1];
  return zone.length === 0 ? '' : zone.length <= 6 ? zone : `zone ${last ?? zone}`;
}

function bootingWord(b: Box, nowMs: Ms): string {
  const n = b.object as Node | undefined;
  const left = n && Math.ceil(((bootedAtMs(n) ?? nowMs) - nowMs) / 1000);
  return n?.metadata.deletionTimestamp ? 'leaving' : left ? `booting ${Math.max(1, left)} s` : 'booting';
}
