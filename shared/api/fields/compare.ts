/**
 * What differs between two states of an object, as sets of fields. Parts that are the same object in both cost nothing, and
 * the fields of a frozen part that is new are found once. Source: structured-merge-diff's typed/compare.go.
 */
import { equal, isObject, type JsonObject } from '../json.ts';
import { fieldSet, NO_FIELDS, type FieldEntry, type FieldSet, type PathElement } from './field-set.ts';
import { byElement, elementOf } from './elements.ts';
import { OPAQUE, UNTYPED, type ListNode, type MapNode, type MergeNode } from './merge-schema.ts';

/** What a write did: fields that came or have another value, and fields that went. */
export interface Comparison {
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

/** Compares two objects by their merge schema. `ignore` tells fields at the top that are not looked at, `ignoreMetadata` those of their metadata. */
export function compareObjects(
  node: MapNode,
  before: JsonObject,
  after: JsonObject,
  ignore: (field: string) => boolean,
  ignoreMetadata: (field: string) => boolean,
): Comparison {
  const changed: FieldEntry[] = [];
  const removed: FieldEntry[] = [];
  fields(before, after, (k, a, b) => {
    if (ignore(k)) return;
    const n = childOf(node, k);
    if (k !== 'metadata' || n.kind !== 'map') return intoFrozen(n, a, b, `f:${k}`, changed, removed);
    const c: FieldEntry[] = [];
    const r: FieldEntry[] = []; // metadata itself is nobody's
    fields(isObject(a) ? a : {}, isObject(b) ? b : {}, (m, x, y) => {
      if (!ignoreMetadata(m)) into(childOf(n, m), x, y, `f:${m}`, c, r);
    });
    if (c.length) changed.push({ element: 'f:metadata', member: false, inside: fieldSet(c) });
    if (r.length) removed.push({ element: 'f:metadata', member: false, inside: fieldSet(r) });
  });
  return { changed: fieldSet(changed), removed: fieldSet(removed) };
}

/** What a key of a map leads to. */
export function childOf(node: MapNode, key: string): MergeNode {
  return node.field(key) ?? node.values ?? UNTYPED;
}

/** How one value is taken: what may be anything is seen to be a map, a list or a scalar. */
export function resolved(node: MergeNode, v: unknown): MergeNode {
  if (node.kind !== 'untyped') return node;
  return isObject(v) ? UNTYPED_MAP : OPAQUE;
}

const UNTYPED_MAP: MapNode = { kind: 'map', atomic: false, field: () => undefined, values: UNTYPED };

function fields(a: JsonObject, b: JsonObject, each: (key: string, x: unknown, y: unknown) => void): void {
  for (const k in b) {
    const x = Object.hasOwn(a, k) ? a[k] : undefined;
    if (x !== b[k]) each(k, x, b[k]);
  }
  for (const k in a) if (a[k] !== undefined && !Object.hasOwn(b, k)) each(k, a[k], undefined);
}

/** What was found between two frozen values: the same spec is compared with nothing, or with its status, for each of many pods. */
const pairs = new WeakMap<
  object,
  { readonly a: unknown; readonly node: MergeNode; readonly changed: FieldEntry | undefined; readonly removed: FieldEntry | undefined }
>();

function intoFrozen(node: MergeNode, a: unknown, b: unknown, element: PathElement, changed: FieldEntry[], removed: FieldEntry[]): void {
  if (typeof b !== 'object' || b === null || !Object.isFrozen(b)) return into(node, a, b, element, changed, removed);
  let found = pairs.get(b);
  if (!found || found.a !== a || found.node !== node) {
    const c: FieldEntry[] = [];
    const r: FieldEntry[] = [];
    into(node, a, b, element, c, r);
    found = { a, node, changed: c[0], removed: r[0] };
    if (a === undefined || Object.isFrozen(a)) pairs.set(b, found);
  }
  if (found.changed) changed.push(found.changed);
  if (found.removed) removed.push(found.removed);
}

function into(node: MergeNode, a: unknown, b: unknown, element: PathElement, changed: FieldEntry[], removed: FieldEntry[]): void {
  if (a === b) return;
  const n = resolved(node, b ?? a);
  const whole = n.kind === 'scalar' || n.kind === 'opaque' || (n.kind === 'map' ? n.atomic : n.kind === 'list' && n.list.type === 'atomic');
  if (a === undefined) {
    changed.push({ element, member: true, inside: whole ? NO_FIELDS : allInside(n, b) });
    return;
  }
  if (b === undefined) {
    removed.push({ element, member: true, inside: whole ? NO_FIELDS : allInside(n, a) });
    return;
  }
  if (whole) {
    if (!equal(a, b)) changed.push({ element, member: true, inside: NO_FIELDS });
    return;
  }
  const c: FieldEntry[] = [];
  const r: FieldEntry[] = [];
  if (n.kind === 'map') {
    if ((a !== null && !isObject(a)) || (b !== null && !isObject(b))) {
      changed.push({ element, member: true, inside: NO_FIELDS });
      return;
    }
    fields(a ?? {}, b ?? {}, (k, x, y) => {
      into(childOf(n, k), x, y, `f:${k}`, c, r);
    });
  } else if (n.kind === 'list') {
    if ((a !== null && !Array.isArray(a)) || (b !== null && !Array.isArray(b))) {
      changed.push({ element, member: true, inside: NO_FIELDS });
      return;
    }
    lists(n, (a as readonly unknown[] | null) ?? [], (b as readonly unknown[] | null) ?? [], c, r);
  }
  if (c.length) changed.push({ element, member: false, inside: fieldSet(c) });
  if (r.length) removed.push({ element, member: false, inside: fieldSet(r) });
}

function lists(n: ListNode, a: readonly unknown[], b: readonly unknown[], changed: FieldEntry[], removed: FieldEntry[]): void {
  let i = 0;
  const most = Math.min(a.length, b.length);
  while (i < most && a[i] === b[i]) i++; // entries that stand where they stood
  if (i === a.length && i === b.length) return;
  const before = byElement(n, i ? a.slice(i) : a);
  const seen = new Set<PathElement>();
  for (; i < b.length; i++) {
    const element = elementOf(n, b[i], i);
    if (element === undefined || seen.has(element)) continue;
    seen.add(element);
    into(n.items, before.get(element), b[i], element, changed, removed);
  }
  for (const [element, x] of before) if (!seen.has(element)) into(n.items, x, undefined, element, changed, removed);
}

/** The fields of frozen values that are new as a whole, by the node they were seen through. */
const insides = new WeakMap<object, { readonly node: MergeNode; readonly set: FieldSet }>();

/** Every field inside of a value. */
function allInside(n: MergeNode, v: unknown): FieldSet {
  if (typeof v !== 'object' || v === null) return NO_FIELDS;
  const found = insides.get(v);
  if (found?.node === n) return found.set;
  const entries: FieldEntry[] = [];
  if (n.kind === 'map' && isObject(v)) {
    for (const k in v) if (v[k] !== undefined) into(childOf(n, k), undefined, v[k], `f:${k}`, entries, entries);
  } else if (n.kind === 'list' && Array.isArray(v))
    for (const [element, x] of byElement(n, v)) into(n.items, undefined, x, element, entries, entries);
  const set = fieldSet(entries);
  if (Object.isFrozen(v)) insides.set(v, { node: n, set });
  return set;
}
