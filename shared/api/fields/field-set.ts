/**
 * Sets of fields of an object, as managedFields keeps them. Immutable but for `shared`; equal sets are mostly one object, so that thousands
 * of like objects share theirs. Source: structured-merge-diff's fieldpath, "FieldsV1".
 */
import { isObject, setOwn, type JsonObject } from '../json.ts';

/**
 * One step on a path as FieldsV1 writes it: 'f:name' a field or key, 'k:{"name":"app"}' the entry of a list with these
 * keys, 'v:"x"' a value of a set, 'i:0' a place.
 */
export type PathElement = string;

/** What a set holds at one step: the field itself, and what is inside of it. */
export interface FieldEntry {
  readonly element: PathElement;
  readonly member: boolean;
  readonly inside: FieldSet;
}

/** A set of fields below one. */
export interface FieldSet {
  /** Unlike that of any other set made; equal sets may have several. */
  readonly id: number;
  /** Sorted by element, none of them empty. */
  readonly entries: readonly FieldEntry[];
  /** Whether it has been made more than once: only then is it worth to remember what follows from it. */
  shared: boolean;
}

let made = 0;
let known = new Map<string, FieldSet>();
/** How many sets are kept to be shared, before it begins anew. */
const MOST_KNOWN = 4000;

export const NO_FIELDS: FieldSet = { id: 0, entries: Object.freeze([]), shared: true };

/** The set of these entries, which need not be sorted; an element may come only once. */
export function fieldSet(entries: FieldEntry[]): FieldSet {
  if (entries.length === 0) return NO_FIELDS;
  for (let i = 1; i < entries.length; i++)
    if ((entries[i] as FieldEntry).element < (entries[i - 1] as FieldEntry).element) {
      entries.sort(byElement);
      break;
    }
  let key = '';
  for (const e of entries) key += `${e.element}\u0001${e.member ? '+' : '-'}${e.inside.id}\u0002`;
  const found = known.get(key);
  if (found) {
    found.shared = true;
    return found;
  }
  if (known.size >= MOST_KNOWN) known = new Map();
  const set: FieldSet = { id: ++made, entries: Object.freeze(entries), shared: false };
  known.set(key, set);
  return set;
}

const byElement = (a: FieldEntry, b: FieldEntry) => (a.element < b.element ? -1 : 1);

/** The entry at an element, undefined where there is none. */
export function entryAt(s: FieldSet, element: PathElement): FieldEntry | undefined {
  for (const e of s.entries) if (e.element === element) return e;
  return undefined;
}

/** What both have together. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  return combined(a, b, (x, y) => x || y, union, true, true);
}

/** What `a` has and `b` has not. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return a === b ? NO_FIELDS : combined(a, b, (x, y) => x && !y, difference, true, false);
}

/** What both have. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return combined(a, b, (x, y) => x && y, intersection, false, false);
}

/** Walks both in order; `onlyA` and `onlyB` say whether what one has alone is taken. */
function combined(
  a: FieldSet,
  b: FieldSet,
  member: (inA: boolean, inB: boolean) => boolean,
  inside: (x: FieldSet, y: FieldSet) => FieldSet,
  onlyA: boolean,
  onlyB: boolean,
): FieldSet {
  if (a === b) return a;
  if (!b.entries.length) return onlyA ? a : NO_FIELDS;
  if (!a.entries.length) return onlyB ? b : NO_FIELDS;
  const out: FieldEntry[] = [];
  const x = a.entries;
  const y = b.entries;
  let i = 0;
  let j = 0;
  let same = true;
  while (i < x.length || j < y.length) {
    const p = x[i];
    const q = y[j];
    if (p && (!q || p.element < q.element)) {
      i++;
      if (onlyA) out.push(p);
      else same = false;
      continue;
    }
    if (q && (!p || q.element < p.element)) {
      j++;
      if (onlyB) {
        out.push(q);
        same = false;
      }
      continue;
    }
    i++;
    j++;
    const e = p as FieldEntry;
    const f = q as FieldEntry;
    const is = member(e.member, f.member);
    const rest = inside(e.inside, f.inside);
    if (is === e.member && rest === e.inside) {
      out.push(e);
      continue;
    }
    same = false;
    if (is || rest.entries.length) out.push({ element: e.element, member: is, inside: rest });
  }
  return same && out.length === x.length ? a : fieldSet(out);
}

/** Whether both have the same fields. */
export function sameFields(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  return (
    a.entries.length === b.entries.length &&
    a.entries.every((e, i) => {
      const f = b.entries[i] as FieldEntry;
      return e.element === f.element && e.member === f.member && sameFields(e.inside, f.inside);
    })
  );
}

/** The paths of all members, those of one level before what is inside of them. */
export function paths(s: FieldSet, prefix: readonly PathElement[] = []): readonly (readonly PathElement[])[] {
  return [
    ...s.entries.filter((e) => e.member).map((e) => [...prefix, e.element]),
    ...s.entries.flatMap((e) => paths(e.inside, [...prefix, e.element])),
  ];
}

/** '.spec.containers[name="app"].image' */
export function pathText(path: readonly PathElement[]): string {
  return path.map(elementText).join('');
}

/** '.image', '[name="app"]', '[="x"]', '[0]'. */
export function elementText(element: PathElement): string {
  const rest = element.slice(2);
  switch (element[0]) {
    case 'f':
      return `.${rest}`;
    case 'k':
      return `[${Object.entries(JSON.parse(rest) as JsonObject)
        .map(([k, v]) => `${k}=${JSON.stringify(v)}`)
        .join(',')}]`;
    case 'v':
      return `[=${rest}]`;
    default:
      return `[${rest}]`;
  }
}

const written = new WeakMap<FieldSet, JsonObject>();
const read = new WeakMap<object, FieldSet>();

/** A set as FieldsV1, frozen; one object for each set that is shared. */
export function toFieldsV1(s: FieldSet): JsonObject {
  const found = written.get(s);
  if (found) return found;
  const out: Record<string, unknown> = {};
  for (const e of s.entries)
    setOwn(
      out,
      e.element,
      e.inside.entries.length ? (e.member ? Object.freeze({ '.': NOTHING, ...toFieldsV1(e.inside) }) : toFieldsV1(e.inside)) : NOTHING,
    );
  const json = Object.freeze(out);
  if (s.shared) written.set(s, json);
  remember(json, s);
  return json;
}

/** Sets of one object alone are remembered only for a while: an object is often written several times in a row. */
let recent = new Map<object, FieldSet>();
let before = recent;
const MOST_RECENT = 1000;

function remember(json: JsonObject, s: FieldSet): void {
  if (s.shared) {
    read.set(json, s);
    return;
  }
  if (recent.size >= MOST_RECENT) {
    before = recent;
    recent = new Map();
  }
  recent.set(json, s);
}

const NOTHING = Object.freeze({});

/** The set that FieldsV1 stands for; undefined where it is none. */
export function fromFieldsV1(json: unknown): FieldSet | undefined {
  if (!isObject(json)) return undefined;
  const found = read.get(json) ?? recent.get(json) ?? before.get(json);
  if (found) return found;
  const entries: FieldEntry[] = [];
  for (const [element, value] of Object.entries(json)) {
    if (element === '.') continue;
    if (!isElement(element) || !isObject(value)) return undefined;
    const inside = fromFieldsV1(value);
    if (!inside) return undefined;
    entries.push({ element, member: Object.hasOwn(value, '.') || !Object.keys(value).length, inside });
  }
  const set = fieldSet(entries);
  if (Object.isFrozen(json)) remember(json, set);
  return set;
}

function isElement(text: string): boolean {
  if (text.startsWith('f:')) return true;
  if (text.startsWith('i:')) return /^i:-?\d+$/.test(text);
  if (!text.startsWith('k:') && !text.startsWith('v:')) return false;
  try {
    const v: unknown = JSON.parse(text.slice(2));
    return text[0] === 'v' || isObject(v);
  } catch {
    return false;
  }
}
