/** Paints a scene as it is seen through a viewport: ground, containers, relations, boxes. Nothing that is out of sight. */
import type { Ms } from '#shared/api/time.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { overlap, type Rect } from '../measure.ts';
import { isContainer, type Placed, type Scene } from '../scene.ts';
import { lanes, paintArrow, paintWord, routeOf } from './arrows.ts';
import type { Marks } from './box-parts.ts';
import { paintBox } from './boxes.ts';
import { containerLabel } from './container-box.ts';
import { Fades } from './fades.ts';
import { detailAt, type Pen } from './pen.ts';
import { readTheme, type Theme } from './theme.ts';

/** How the scene is seen: `pan` in CSS pixels, as cytoscape has it. */
export interface Viewport {
  readonly zoom: number;
  readonly pan: { readonly x: number; readonly y: number };
  readonly w: number;
  readonly h: number;
}

/** What stands out. */
export interface Look {
  readonly selected: ReadonlySet<string>;
  /** Pods among what is selected. */
  readonly pods: ReadonlySet<Pod>;
  /** Virtual now, in ms since 1970, to the second, while a machine is on its way; 0 otherwise. */
  readonly nowMs: Ms;
  /** A machine is on its way. */
  readonly coming: boolean;
  /** The relation that is selected. */
  readonly relation?: string | undefined;
  /** The box that would take what is dragged. */
  readonly target?: string | undefined;
}

const NO_PODS: ReadonlySet<Pod> = new Set<Pod>();
const DOTS = 24;
/** Nearer than this, relations are more than threads. */
const THREADS = 0.1;

export class Painter {
  readonly #canvas: HTMLCanvasElement;
  readonly #ctx: CanvasRenderingContext2D;
  readonly #fades = new Fades(
    () => performance.now(),
    () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  );
  #theme: Theme | undefined;
  /** What is written over everything. */
  #after: (() => void) | undefined;
  #lanes: { readonly of: Scene['arrows']; readonly lane: ReadonlyMap<string, number> } | undefined;
  #dots: { readonly theme: Theme; readonly pattern: CanvasPattern } | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#ctx = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
  }

  /** The theme has changed: colours are read anew, and jump. */
  forgetTheme(): void {
    this.#theme = undefined;
    this.#fades.clear();
  }

  /** Paints. True where it has to be painted again soon, because something fades. */
  paint(scene: Scene, view: Viewport, look: Look): boolean {
    const theme = (this.#theme ??= readTheme());
    const ctx = this.#ctx;
    const ratio = devicePixelRatio;
    const { zoom, pan } = view;
    const width = Math.round(view.w * ratio);
    const height = Math.round(view.h * ratio);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#fades.begin();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = theme.ground;
    ctx.fillRect(0, 0, width, height);
    this.#paintDots(theme, view, ratio);
    ctx.setTransform(zoom * ratio, 0, 0, zoom * ratio, pan.x * ratio, pan.y * ratio);
    const pen: Pen = {
      ctx,
      theme,
      zoom,
      detail: detailAt(zoom),
      coming: look.coming,
      nowMs: look.nowMs,
      fade: (id, color) => this.#fades.color(id, color),
    };
    const seen: Rect = { x: -pan.x / zoom, y: -pan.y / zoom, w: view.w / zoom, h: view.h / zoom };
    this.#paintScene(pen, scene, seen, look);
    return this.#fades.fading;
  }

  #paintScene(pen: Pen, scene: Scene, seen: Rect, look: Look): void {
    const visible = [...scene.placed.values()].filter((p) => overlap(p.rect, seen, 60));
    const containers = visible.filter((p) => isContainer(p.box));
    for (const p of containers) paintBox(pen, p, marksOf(p, look));
    this.#paintArrows(pen, scene, seen, look);
    for (const p of visible) if (!isContainer(p.box)) paintBox(pen, p, marksOf(p, look));
    if (pen.detail === 'shapes') for (const p of containers) containerLabel(pen, p);
    this.#after?.();
    this.#after = undefined;
  }

  #paintArrows(pen: Pen, scene: Scene, seen: Rect, look: Look): void {
    if (this.#lanes?.of !== scene.arrows) this.#lanes = { of: scene.arrows, lane: lanes(scene.arrows) };
    const strong: (() => void)[] = [];
    const any = [...look.selected].some((k) => scene.placed.has(k));
    const threads = pen.zoom < THREADS;
    for (const a of scene.arrows) {
      if (threads && !look.selected.has(a.from) && !look.selected.has(a.to)) continue;
      const way = routeOf(scene, a, this.#lanes.lane.get(a.id) ?? 0);
      if (!way || !overlap(spanOf(way.a, way.b), seen, 80)) continue;
      const stands = a.id === look.relation || look.selected.has(a.from) || look.selected.has(a.to);
      if (stands) strong.push(() => paintArrow(pen, a, way, 'strong'));
      else paintArrow(pen, a, way, any && a.line === 'dotted' ? 'quiet' : 'plain');
    }
    for (const paint of strong) paint();
    const chosen = look.relation === undefined ? undefined : scene.arrows.find((a) => a.id === look.relation);
    const way = chosen && routeOf(scene, chosen, this.#lanes.lane.get(chosen.id) ?? 0);
    if (chosen && way) this.#after = () => paintWord(pen, chosen, way);
  }

  /** A grid of dots that moves with the ground; too fine to be seen from afar. */
  #paintDots(theme: Theme, { zoom, pan, w, h }: Viewport, ratio: number): void {
    if (zoom < 0.5) return;
    if (this.#dots?.theme !== theme) {
      const tile = document.createElement('canvas');
      tile.width = tile.height = DOTS * 2;
      const c = tile.getContext('2d') as CanvasRenderingContext2D;
      c.fillStyle = theme.line;
      c.beginPath();
      c.arc(DOTS, DOTS, 1.7, 0, 2 * Math.PI);
      c.fill();
      this.#dots = { theme, pattern: this.#ctx.createPattern(tile, 'repeat') as CanvasPattern };
    }
    this.#dots.pattern.setTransform(new DOMMatrix([zoom * ratio * 0.5, 0, 0, zoom * ratio * 0.5, pan.x * ratio, pan.y * ratio]));
    this.#ctx.fillStyle = this.#dots.pattern;
    this.#ctx.fillRect(0, 0, w * ratio, h * ratio);
  }
}

function marksOf(p: Placed, look: Look): Marks {
  const { key } = p.box;
  return { selected: look.selected.has(key), target: look.target === key, pods: look.pods.size > 0 && p.grid ? look.pods : NO_PODS };
}

function spanOf(a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }): Rect {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y) };
}
