/** Documents: the open one, those opened before, and the samples one may begin with. */
import type { Ms } from '../api/time.ts';

/** The open document. */
export interface DocumentInfo {
  /** Where it lies; a draft lies in the application's own folder until it is given a place. */
  readonly path: string;
  readonly name: string;
  readonly draft: boolean;
  /** Set where it cannot be written: damaged, or from a newer Drydock. */
  readonly readOnly?: string;
  readonly seed: number;
  /** The instant, in ms since 1970, at which virtual time is 0. */
  readonly epochMs: Ms;
}

/** A document opened before. */
export interface RecentDocument {
  readonly path: string;
  readonly name: string;
  /** ms since 1970 */
  readonly openedAtMs: Ms;
  readonly exists: boolean;
}

/** A sample design that comes with Drydock. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  /** What it teaches, in one sentence. */
  readonly teaches: string;
}
