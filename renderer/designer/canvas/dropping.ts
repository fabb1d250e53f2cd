/** Where something out of the palette goes when it is dropped at a point. */
import type { ApiObject } from '#shared/api/object.ts';
import type { Addable } from '../model/kinds/addable.ts';
import { INSIDE } from './arrange/arrangement.ts';
import type { DesignView } from './design-view.svelte.ts';
import { contains } from './measure.ts';
import type { Point } from './route.ts';
import { hitAt } from './scene.ts';

/** What is added and where. */
export interface DropPlace {
  readonly addable: Addable;
  readonly namespace?: string;
  /** The box it is dropped on, to be connected with. */
  readonly on?: string;
  /** The box that shows that it will take it. */
  readonly target?: string | undefined;
  /** Holds the place where it was dropped, once its key is known. */
  readonly hint?: (key: string, namespace: string) => void;
}

/** The middle of what is dropped lies under the pointer, about. */
const GRIP: Point = { x: 75, y: 24 };

/** What a drop at a point of the canvas means. */
export function dropPlace(design: DesignView, at: Point, addable: Addable, keyOf: (o: ApiObject) => string): DropPlace {
  const { scene } = design;
  const hit = hitAt(scene, at.x, at.y, keyOf);
  const corner = { x: Math.round(at.x - GRIP.x), y: Math.round(at.y - GRIP.y) };
  if (!addable.namespaced) return { addable, hint: (key) => design.hint(key, corner) };
  const box = hit && scene.placed.get(hit.what === 'part' ? hit.of : hit.key)?.box;
  const over =
    box?.shape === 'namespace'
      ? box
      : box?.parent !== undefined
        ? scene.placed.get(box.parent)?.box
        : [...scene.placed.values()].find((p) => p.box.shape === 'namespace' && contains(p.rect, at.x, at.y))?.box;
  if (!over || over.shape !== 'namespace') {
    // On the bare ground it goes to the current namespace, which shows there if it has not been seen yet.
    return {
      addable,
      hint: (_key, namespace) => {
        const ns = `core/namespaces//${namespace}`;
        if (!scene.placed.has(ns)) design.hint(ns, { x: corner.x - INSIDE.x, y: corner.y - INSIDE.y });
      },
    };
  }
  if (box && box !== over && box.object && box.shape === 'workload' && addable.group !== 'Workloads')
    return { addable, namespace: over.name, on: box.key, target: box.key };
  const origin = design.originOf(over.key);
  return {
    addable,
    namespace: over.name,
    target: over.key,
    ...(box && box !== over && box.object && { on: box.key }),
    hint: (key) => design.hint(key, { x: corner.x - origin.x, y: corner.y - origin.y }),
  };
}
