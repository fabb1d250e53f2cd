/** Where boxes were put by hand. */

/** Where a box was put by hand, in canvas units. Boxes that nobody moved have none. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly width?: number;
  readonly height?: number;
  readonly folded?: boolean;
}

/** Placements by view and log key. */
export type Layout = Readonly<Record<string, Readonly<Record<string, Placement>>>>;
