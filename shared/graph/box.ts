/** What a reading of the design consists of: boxes that contain each other, and arrows between them. */
import type { ApiObject } from '../api/object.ts';
import type { Pod } from '../kinds/types.ts';
import type { NodeFigures } from './figures.ts';
import type { ObjectState } from './object-state.ts';

/**
 * How a box is drawn: `namespace` and `pool` contain others, a `workload` shows its pods, a `node` what is on it, `small`
 * is a name and a fact, `chip` a name alone, `missing` something that is referred to and not there.
 */
export type Shape = 'namespace' | 'pool' | 'workload' | 'node' | 'small' | 'chip' | 'missing';

/** How many there are of how many that are wanted. */
export interface Count {
  readonly ready: number;
  readonly wanted: number;
}

/** One box. Its identity changes only when something about it has changed. */
export interface Box {
  /** The log key of the object; of a missing one, the key it would have. */
  readonly key: string;
  readonly shape: Shape;
  readonly kind: string;
  /** '' for a cluster-scoped one. */
  readonly namespace: string;
  readonly name: string;
  /** What it is called on screen: the name, or what people know it by (an Ingress by its host). */
  readonly title: string;
  /** What a person wants to know of it first, in a few words. */
  readonly fact: string;
  readonly state: ObjectState;
  /** The key of the box it lies in. */
  readonly parent?: string;
  readonly count?: Count;
  /** Pods shown as tiles, in the order they came (those of a StatefulSet by ordinal). */
  readonly pods: readonly Pod[];
  /** Claims made from the templates of a StatefulSet, beside the pods that hold them. */
  readonly claims?: readonly (readonly ApiObject[])[];
  /** Of a node, what is requested of what it has. */
  readonly figures?: NodeFigures;
  /** Absent where it is missing. */
  readonly object?: ApiObject;
}

/** How a relation is drawn: traffic and mounts solid, scaling and budgets dashed, loose references dotted. */
export type Line = 'solid' | 'dashed' | 'dotted';

/** One relation: `from` refers to `to`. */
export interface Arrow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly line: Line;
  /** True where what is referred to is not there. */
  readonly broken: boolean;
  /** What it says, as an inspector shows it: 'selects', 'env', 'mounts', 'scales'. */
  readonly what: string;
}

/** A reading: boxes in the order they came, containers before what they contain. */
export interface Reading {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly arrows: readonly Arrow[];
}
