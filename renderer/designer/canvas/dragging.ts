/** Boxes moved by hand: by the pointer, also into another namespace, and step by step with the arrow keys. */
import { keyOf, parseKey } from '#shared/api/ref.ts';
import type { App } from '../../state/app.svelte.ts';
import type { Editing } from '../tools/editing.svelte.ts';
import type { DesignView } from './design-view.svelte.ts';
import { contains } from './measure.ts';
import { clearOf, moveBoxes } from './placing.ts';
import type { Point } from './route.ts';

export class Dragging {
  readonly #app: App;
  readonly #design: DesignView;
  readonly #editing: Editing;

  constructor(app: App, design: DesignView, editing: Editing) {
    this.#app = app;
    this.#design = design;
    this.#editing = editing;
  }

  /** A box, with all that is selected where it is one of them, is `by` from where it lay; `at` is where the pointer is on the canvas. */
  drag(key: string, by: Point, at: Point | undefined, done: boolean): void {
    const { selection } = this.#app;
    const keys = this.#movable(selection.has(key) ? selection.keys : [key]);
    const target = at && this.#otherNamespace(keys, at);
    if (!done) {
      this.#design.drag = { keys, by, target };
      return;
    }
    this.#design.drag = undefined;
    const { placed } = this.#design.scene;
    if (target !== undefined) {
      const namespace = placed.get(target)?.box.name ?? '';
      this.#land(keys, by, target, namespace);
      this.#editing.question = { ask: 'move', keys: [...keys], namespace };
    } else this.#put(keys, keys.size === 1 ? clearOf(this.#design.scene, [...keys][0] as string, by) : by);
  }

  /** Moves what is selected a little. */
  nudge(by: Point): void {
    const keys = this.#movable(this.#app.selection.keys);
    if (keys.size > 0) this.#put(keys, by, `nudge/${[...keys].join()}`);
  }

  /** Of some boxes those that move: not what moves with its container anyway. */
  #movable(keys: readonly string[]): ReadonlySet<string> {
    const { placed } = this.#design.scene;
    const free = new Set(keys.filter((k) => placed.get(k)?.free));
    return new Set([...free].filter((k) => !free.has(placed.get(k)?.box.parent ?? '')));
  }

  /** The namespace under the pointer, where it is another than that of what is dragged. */
  #otherNamespace(keys: ReadonlySet<string>, at: Point): string | undefined {
    const { placed } = this.#design.scene;
    const boxes = [...keys].flatMap((k) => placed.get(k)?.box ?? []);
    if (boxes.length === 0 || boxes.some((b) => b.namespace === '' || b.shape === 'missing')) return undefined;
    const over = [...placed.values()].find((p) => p.box.shape === 'namespace' && contains(p.rect, at.x, at.y));
    return over && boxes.every((b) => b.parent !== over.box.key) ? over.box.key : undefined;
  }

  /** Made anew in another namespace, boxes lie there where they were let go. */
  #land(keys: ReadonlySet<string>, by: Point, target: string, namespace: string): void {
    const origin = this.#design.originOf(target);
    for (const key of keys) {
      const rect = this.#design.scene.placed.get(key)?.rect;
      if (rect) this.#design.hint(keyOf({ ...parseKey(key), namespace }), { x: rect.x + by.x - origin.x, y: rect.y + by.y - origin.y });
    }
  }

  #put(keys: ReadonlySet<string>, by: Point, mergeKey?: string): void {
    const { scene, arrangement, placements } = this.#design;
    const [first] = keys;
    const name = keys.size === 1 ? scene.placed.get(first ?? '')?.box.title : `${keys.size} boxes`;
    this.#design.place(`move ${name ?? ''}`, moveBoxes(this.#app.view.mode, scene, keys, by, placements, arrangement), mergeKey);
  }
}
