/** Draws the time line: histogram, bars of states, diamonds of events. Only what is in sight. */
import type { State } from '#shared/graph/object-state.ts';
import type { HistogramBar, Lane } from '#shared/ipc/timeline.ts';
import type { Ms } from '#shared/api/time.ts';
import { states } from '../../ui/states.ts';
import { token } from '../../ui/tokens.ts';
import { visibleRows, xOf, type Span } from '../../ui/time-span.ts';

export const ROW_PX = 19;
export const HISTOGRAM_PX = 34;
/** Above the bars of the histogram stands the scale. */
const SCALE_PX = 13;
const BAR_PX = 10;

/** What of a lane can be pointed at. */
export interface Mark {
  readonly lane: Lane;
  readonly mark: Lane['marks'][number];
}

/** A picture to be drawn. */
export interface Picture {
  readonly span: Span;
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  readonly lanes: readonly Lane[];
  /** Bars that reach up to here go on until now. */
  readonly knownMs: Ms;
  readonly nowMs: Ms;
  readonly isSelected: (key: string) => boolean;
}

/** The colours in force. */
export type Colors = Readonly<Record<State | 'readyBar' | 'namespace' | 'line' | 'panel' | 'accent' | 'soft' | 'selected', string>>;

/** Reads the colours of the theme in force. */
export function readColors(): Colors {
  return {
    ready: token('--ready'),
    attention: token('--attention'),
    failed: token('--failed'),
    waiting: token('--waiting'),
    leaving: token('--leaving'),
    readyBar: token('--ready-bar'),
    namespace: token('--accent'),
    line: token('--line'),
    panel: token('--panel'),
    accent: token('--accent'),
    soft: token('--soft'),
    selected: token('--accent-ground'),
  };
}

/** Makes a canvas as sharp as the screen and clears it; drawing is then in CSS pixels. */
export function prepare(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | undefined {
  const ratio = devicePixelRatio || 1;
  const c = canvas.getContext('2d');
  if (!c || width < 1 || height < 1) return undefined;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.clearRect(0, 0, width, height);
  return c;
}

/** Writes and failures, the tallest as high as the row. */
export function drawHistogram(c: CanvasRenderingContext2D, bars: readonly HistogramBar[], span: Span, width: number, colors: Colors): void {
  const most = Math.max(1, ...bars.map((b) => b.writes));
  const room = HISTOGRAM_PX - SCALE_PX - 2;
  const step = bars.length > 0 ? width / bars.length : 0;
  for (const b of bars) {
    if (b.writes === 0) continue;
    // The square root keeps a quiet minute visible beside a busy one.
    const high = Math.max(1.5, Math.sqrt(b.writes / most) * room);
    const x = xOf(span, width, b.fromMs);
    const failed = b.failures > 0 ? Math.max(1.5, high * Math.min(1, b.failures / b.writes)) : 0;
    c.globalAlpha = 0.6;
    c.fillStyle = colors.accent;
    c.fillRect(x + 1, HISTOGRAM_PX - high, Math.max(1, step - 2), high - failed);
    c.globalAlpha = 1;
    c.fillStyle = colors.failed;
    c.fillRect(x + 1, HISTOGRAM_PX - failed, Math.max(1, step - 2), failed);
  }
}

/** The lanes in sight. */
export function drawLanes(c: CanvasRenderingContext2D, p: Picture, colors: Colors): void {
  const [first, last] = visibleRows(p.lanes.length, ROW_PX, p.scrollTop, p.height);
  for (let i = first; i < last; i++) {
    const lane = p.lanes[i] as Lane;
    const top = i * ROW_PX - p.scrollTop;
    if (p.isSelected(lane.key)) {
      c.fillStyle = colors.selected;
      c.fillRect(0, top, p.width, ROW_PX);
    }
    c.fillStyle = colors.line;
    c.globalAlpha = 0.6;
    c.fillRect(0, top + ROW_PX - 1, p.width, 1);
    c.globalAlpha = 1;
    for (const bar of lane.bars) drawBar(c, p, lane, bar, top, colors);
    for (const m of lane.marks) drawMark(c, markX(p, m.atMs), top + ROW_PX / 2, m.kind, colors);
  }
}

function drawBar(c: CanvasRenderingContext2D, p: Picture, lane: Lane, bar: Lane['bars'][number], top: number, colors: Colors): void {
  const toMs = bar.toMs >= p.knownMs ? p.nowMs : bar.toMs;
  const x0 = Math.max(-4, xOf(p.span, p.width, bar.fromMs));
  const x1 = Math.min(p.width + 4, xOf(p.span, p.width, toMs));
  if (x1 < 0 || x0 > p.width) return;
  const y = top + (ROW_PX - BAR_PX) / 2;
  const wide = Math.max(2, x1 - x0);
  c.fillStyle =
    lane.kind === 'Namespace' && bar.state === 'ready' ? colors.namespace : bar.state === 'ready' ? colors.readyBar : colors[bar.state];
  c.globalAlpha = bar.state === 'ready' ? 1 : 0.85;
  c.beginPath();
  c.roundRect(x0, y, wide, BAR_PX, Math.min(3, wide / 2));
  c.fill();
  c.globalAlpha = 1;
  if (wide > 22) drawGlyph(c, bar.state, x0 + 4, y + 0.5, colors.panel);
}

/** The glyph of a state within its bar, so that colour is not all that tells. */
function drawGlyph(c: CanvasRenderingContext2D, state: State, x: number, y: number, color: string): void {
  c.save();
  c.translate(x, y);
  c.scale(0.75, 0.75);
  c.strokeStyle = color;
  c.lineWidth = 2;
  c.lineCap = 'round';
  c.stroke(new Path2D(states[state].glyph));
  c.restore();
}

const MARK_PX = 5.5;

/** A mark at either end of the picture lies wholly within it. */
function markX(p: Pick<Picture, 'span' | 'width'>, atMs: Ms): number {
  const x = xOf(p.span, p.width, atMs);
  return x < -1 || x > p.width + 1 ? x : Math.min(p.width - MARK_PX - 1, Math.max(MARK_PX + 1, x));
}

function drawMark(c: CanvasRenderingContext2D, x: number, y: number, kind: Mark['mark']['kind'], colors: Colors): void {
  c.beginPath();
  c.moveTo(x, y - MARK_PX);
  c.lineTo(x + MARK_PX, y);
  c.lineTo(x, y + MARK_PX);
  c.lineTo(x - MARK_PX, y);
  c.closePath();
  c.fillStyle = kind === 'user' ? colors.accent : kind === 'failure' ? colors.failed : colors.attention;
  c.strokeStyle = colors.panel;
  c.lineWidth = 1.5;
  c.fill();
  c.stroke();
}

/** The mark at a place of the picture. */
export function markAt(p: Pick<Picture, 'span' | 'width' | 'lanes' | 'scrollTop'>, x: number, y: number): Mark | undefined {
  const lane = p.lanes[Math.floor((y + p.scrollTop) / ROW_PX)];
  const near = lane?.marks.filter((m) => Math.abs(markX(p, m.atMs) - x) <= MARK_PX + 1);
  const mark = near?.at(-1);
  return lane && mark && { lane, mark };
}
