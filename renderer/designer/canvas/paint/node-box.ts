/** Nodes: how they are, what is requested of them, their pods. */
import type { Ms } from '#shared/api/time.ts';
import type { Box } from '#shared/graph/box.ts';
import { shareOf, type NodeFigures, type Share } from '#shared/graph/figures.ts';
import { bootedAtMs } from '#shared/kinds/drydock/machine.ts';
import type { Node } from '#shared/kinds/types.ts';
import { gridOrigin, isRoomy, type Rect } from '../measure.ts';
import type { Placed } from '../scene.ts';
import { farName, frame, type Marks } from './box-parts.ts';
import { iconPath } from './icons.ts';
import { box, stroke, widthOf, write, type Pen } from './pen.ts';
import { paintPods } from './tiles.ts';

/** A node with its pods. */
export function node(pen: Pen, p: Placed, marks: Marks): void {
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
