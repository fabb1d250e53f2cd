/** How one object comes to refer to another: one file for each pair, and a line in index.ts. */
import type { ApiObject } from '#shared/api/object.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import type { Design } from '../design.ts';

/** One of the ways in which two objects can be connected. */
export interface Way {
  readonly id: string;
  /** 'as environment', as a menu says it where there are several. */
  readonly label: string;
}

/** A rule for pairs of objects. */
export interface Connection {
  readonly id: string;
  /** Is this the rule for them? */
  fits(from: ApiObject, to: ApiObject): boolean;
  /** The first is the usual one. One, unless given. */
  readonly ways?: readonly Way[];
  /** The changes that make it true; none where it is already. Throws a Refusal where it cannot be. */
  connect(from: ApiObject, to: ApiObject, doc: Design, way: string): readonly ObjectChange[];
}
