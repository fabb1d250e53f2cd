/** What the Status tab says of an object, as data: facts, tables and lists, made per kind by a small function. */
import type { ApiObject } from '#shared/api/object.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import type { ObjectState, State } from '#shared/graph/object-state.ts';
import type { Event, Pod } from '#shared/kinds/types.ts';

/** A text with what goes with it: a state's glyph before it, the object it leads to. */
export interface Said {
  readonly text: string;
  readonly state?: State;
  /** Log key of the object that is meant. */
  readonly key?: string;
}

/** One line: what, and its value. */
export interface StatusFact {
  readonly label: string;
  readonly value: Said;
}

/** A table; the first cell of a row names it. */
export interface StatusTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly id: string; readonly cells: readonly Said[]; /** Said below the row. */ readonly more?: string }[];
}

/** A group under a head. */
export interface StatusSection {
  readonly title: string;
  readonly facts?: readonly StatusFact[];
  readonly table?: StatusTable;
  /** A share of something, 0…1, as a bar. */
  readonly bars?: readonly { readonly label: string; readonly share: number; readonly text: string }[];
}

/** What a status may look up. */
export interface StatusView {
  /** Virtual now, in ms since 1970. */
  readonly nowMs: Ms;
  list<T extends ApiObject = ApiObject>(resource: ResourceId, namespace?: string): readonly T[];
  ownedBy(uid: string): readonly ApiObject[];
  podsOn(node: string): readonly Pod[];
  eventsAbout(uid: string): readonly Event[];
  keyOf(o: ApiObject): string;
  stateOf(o: ApiObject): ObjectState;
}

/** The status of one kind. */
export type StatusOf<T extends ApiObject = ApiObject> = (o: T, view: StatusView) => readonly StatusSection[];

/** A fact, left out where there is nothing to say. */
export function stated(label: string, text: string | number | undefined | null, more: Omit<Said, 'text'> = {}): readonly StatusFact[] {
  return text === undefined || text === null || text === '' ? [] : [{ label, value: { text: String(text), ...more } }];
}

/** A cell. */
export const cell = (text: string | number | undefined, more: Omit<Said, 'text'> = {}): Said => ({
  text: text === undefined ? '' : String(text),
  ...more,
});
