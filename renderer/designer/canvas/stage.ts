/**
 * What can be touched: cytoscape holds the boxes that are in sight and large enough to be taken hold of, invisibly, and
 * turns pointers into taps, drags and frames; the viewport is its own too. What is seen is painted by the painter.
 */
import cytoscape, { type Core, type EventObject, type NodeSingular } from 'cytoscape';
import { CONTAINER_HEAD, overlap, type Rect } from './measure.ts';
import type { Viewport } from './paint/painter.ts';
import type { Point } from './route.ts';
import { EMPTY_SCENE, isContainer, type Placed, type Scene } from './scene.ts';

/** What the stage tells. Points are in canvas units. */
export interface StageEvents {
  /** Something has to be painted again. */
  onDraw(): void;
  onTap(at: Point, e: MouseEvent, twice: boolean): void;
  /** A box is dragged from where it was; with `done` it is let go. */
  onDrag(key: string, by: Point, e: MouseEvent, done: boolean): void;
  /** A frame has been drawn around something. */
  onFrame(around: Rect, e: MouseEvent): void;
}

/** The most boxes that can be touched one by one; from afar they are hit by the scene alone. */
const MOST_LIVE = 400;
const LEAST_PIXELS = 11;
const ZOOM = { least: 0.04, most: 3 };

export class Stage {
  readonly #cy: Core;
  readonly #container: HTMLElement;
  readonly #events: StageEvents;
  #scene: Scene = EMPTY_SCENE;
  #grabbed: { readonly key: string; readonly from: Point; by: Point } | undefined;
  #frameFrom: Point | undefined;
  #pending = false;
  #still = false;

  constructor(container: HTMLElement, events: StageEvents) {
    this.#container = container;
    this.#events = events;
    this.#cy = cytoscape({
      container,
      layout: { name: 'preset' },
      minZoom: ZOOM.least,
      maxZoom: ZOOM.most,
      userPanningEnabled: false,
      userZoomingEnabled: false,
      boxSelectionEnabled: true,
      autounselectify: true,
      selectionType: 'additive',
      style: [
        {
          selector: 'node',
          style: {
            shape: 'rectangle',
            width: 'data(w)',
            height: 'data(h)',
            'background-opacity': 0,
            'border-width': 0,
            'overlay-opacity': 0,
            'z-index': 'data(z)' as unknown as number,
          },
        },
        {
          selector: 'core',
          style: {
            'active-bg-opacity': 0,
            'selection-box-opacity': 0.12,
            'selection-box-color': '#5b93ff',
            'selection-box-border-color': '#2f66d8',
            'selection-box-border-width': 1,
            'outside-texture-bg-opacity': 0,
            'active-bg-color': '#000',
            'active-bg-size': 0,
            'outside-texture-bg-color': '#000',
          },
        },
      ],
    });
    this.#listen();
  }

  #listen(): void {
    const cy = this.#cy;
    cy.on('render', () => this.#events.onDraw());
    cy.on('viewport', () => this.#soon());
    cy.on('tap', (e) => this.#events.onTap(e.position, e.originalEvent as MouseEvent, false));
    cy.on('dbltap', (e) => this.#events.onTap(e.position, e.originalEvent as MouseEvent, true));
    cy.on('grab', 'node', (e: EventObject) => {
      const n = e.target as NodeSingular;
      this.#grabbed = { key: n.id(), from: { ...n.position() }, by: { x: 0, y: 0 } };
    });
    cy.on('drag', 'node', (e: EventObject) => this.#dragged(e, false));
    cy.on('free', 'node', (e: EventObject) => this.#dragged(e, true));
    cy.on('boxstart', (e) => {
      this.#frameFrom = { ...e.position };
    });
    cy.on('boxend', (e) => {
      const a = this.#frameFrom;
      const b = e.position;
      this.#frameFrom = undefined;
      if (a)
        this.#events.onFrame(
          { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y) },
          e.originalEvent as MouseEvent,
        );
    });
  }

  #dragged(e: EventObject, done: boolean): void {
    const g = this.#grabbed;
    const n = e.target as NodeSingular;
    if (!g || g.key !== n.id()) return;
    const p = n.position();
    g.by = { x: Math.round(p.x - g.from.x), y: Math.round(p.y - g.from.y) };
    if (done) this.#grabbed = undefined;
    if (!done || g.by.x !== 0 || g.by.y !== 0) this.#events.onDrag(g.key, g.by, e.originalEvent as MouseEvent, done);
  }

  /** True while a box is being dragged: the scene then is the drag's. */
  get dragging(): boolean {
    return this.#grabbed !== undefined;
  }

  /** Nothing can be moved (the past, a read-only document). */
  setStill(still: boolean): void {
    this.#still = still;
    this.#cy.autoungrabify(still);
  }

  /** The boxes that can be touched are now those of this scene. */
  show(scene: Scene): void {
    this.#scene = scene;
    this.#soon();
  }

  get viewport(): Viewport {
    return { zoom: this.#cy.zoom(), pan: this.#cy.pan(), w: this.#container.clientWidth, h: this.#container.clientHeight };
  }

  setViewport(zoom: number, pan: Point): void {
    this.#cy.viewport({ zoom: clampZoom(zoom), pan: { ...pan } });
  }

  panBy(x: number, y: number): void {
    this.#cy.panBy({ x, y });
  }

  /** Zooms by a factor around a point of the window, or the middle. */
  zoomBy(factor: number, at?: Point): void {
    const { w, h } = this.viewport;
    this.#cy.zoom({ level: clampZoom(this.#cy.zoom() * factor), renderedPosition: at ? this.#inside(at) : { x: w / 2, y: h / 2 } });
  }

  /** Where a point of the window lies on the canvas. */
  toCanvas(clientX: number, clientY: number): Point {
    const p = this.#inside({ x: clientX, y: clientY });
    const pan = this.#cy.pan();
    const zoom = this.#cy.zoom();
    return { x: (p.x - pan.x) / zoom, y: (p.y - pan.y) / zoom };
  }

  #inside(at: Point): Point {
    const r = this.#container.getBoundingClientRect();
    return { x: at.x - r.left, y: at.y - r.top };
  }

  /** The container has another size. */
  resize(): void {
    this.#cy.resize();
    this.#soon();
  }

  destroy(): void {
    this.#cy.destroy();
  }

  #soon(): void {
    if (this.#pending) return;
    this.#pending = true;
    requestAnimationFrame(() => {
      this.#pending = false;
      if (!this.#cy.destroyed()) this.#sync();
    });
  }

  /** Makes, moves and takes away what can be touched. */
  #sync(): void {
    const live = this.live();
    const cy = this.#cy;
    cy.batch(() => {
      for (const n of cy.nodes()) if (!live.has(n.id()) && n.id() !== this.#grabbed?.key) n.remove();
      for (const [key, p] of live) {
        if (key === this.#grabbed?.key) continue;
        const r = touchable(p);
        const data = { w: r.w, h: r.h, z: p.depth * 2 + (isContainer(p.box) ? 0 : 1) };
        const position = { x: r.x + r.w / 2, y: r.y + r.h / 2 };
        const n = cy.getElementById(key);
        if (n.empty()) cy.add({ group: 'nodes', data: { id: key, ...data }, position, grabbable: p.free });
        else {
          if (n.data('w') !== data.w || n.data('h') !== data.h) n.data(data);
          const at = n.position();
          if (at.x !== position.x || at.y !== position.y) n.position(position);
        }
      }
    });
    cy.autoungrabify(this.#still);
    this.#events.onDraw();
  }

  /** The boxes in sight that are large enough to be touched. */
  live(): ReadonlyMap<string, Placed> {
    const { zoom, pan, w, h } = this.viewport;
    const seen = { x: -pan.x / zoom, y: -pan.y / zoom, w: w / zoom, h: h / zoom };
    const live = new Map<string, Placed>();
    for (const [key, p] of this.#scene.placed) {
      if (live.size >= MOST_LIVE) break;
      if (p.rect.h * zoom >= LEAST_PIXELS && overlap(p.rect, seen)) live.set(key, p);
    }
    return live;
  }
}

/** A container is taken by its head, so that a frame can be drawn within it. */
function touchable({ box, rect }: Placed): Rect {
  return isContainer(box) ? { ...rect, h: Math.min(rect.h, CONTAINER_HEAD) } : rect;
}

export function clampZoom(zoom: number): number {
  return Math.min(ZOOM.most, Math.max(ZOOM.least, zoom));
}
