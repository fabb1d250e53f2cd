/** The cluster's objects: as the window mirrors them, and as a command of the designer changes them. */
import type { ApiObject } from '../api/object.ts';

/** A step of the renderer's mirror of the cluster, at the instant it looks at. */
export interface ObjectsBatch {
  /** True for the first batch and after a change of document: forget everything first. */
  readonly reset?: boolean;
  /** Objects as they now are, without managedFields. */
  readonly set: readonly ApiObject[];
  /** Log keys of what is no longer there. */
  readonly gone: readonly string[];
  readonly revision: number;
}

/**
 * A write that a designer command makes. Without `before` it creates, without `after` it deletes. With both, what differs
 * between them (status aside) is carried onto the object as it is by then (see shared/api/carry.ts): a running cluster
 * that has written meanwhile is no conflict.
 */
export interface ObjectChange {
  readonly before?: ApiObject;
  readonly after?: ApiObject;
}
