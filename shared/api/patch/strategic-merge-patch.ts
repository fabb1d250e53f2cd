/**
 * Strategic merge patches: maps go key by key, lists as the type says, with directives for the rest
 * ($patch, $retainKeys, $deleteFromPrimitiveList/…, $setElementOrder/…).
 * Source: "Update API Objects in Place Using kubectl patch"; apimachinery's strategicpatch.
 */
import { findType } from '../../kinds/schema/schema.ts';
import { equal, isObject, setOwn, type JsonObject } from '../json.ts';
import { elementsMerged, inOrder, keyIn, kindOf, partitioned, type ListPatch } from './element-order.ts';
import { goValue } from './go-value.ts';
import { PatchError } from './patch-error.ts';

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const DELETE_FROM = '$deleteFromPrimitiveList/';
const SET_ORDER = '$setElementOrder/';

/** `original` with `patch` merged as `type` says. Throws PatchError. Parts the patch does not name stay identical. */
export function applyStrategicMergePatch(type: string, original: JsonObject, patch: JsonObject): JsonObject {
  return mergeMap(original, patch, type);
}

interface Lookup {
  /** The type of the field's objects, or of its list's; undefined where it is no struct. */
  readonly type: string | undefined;
  readonly merge: boolean;
  readonly mergeKey: string;
  readonly replace: boolean;
}

function lookup(type: string | undefined, field: string): Lookup {
  const f = type === undefined ? undefined : findType(type)?.fields.get(field);
  if (!f) {
    if (type !== undefined)
      throw new PatchError('odd', `unable to find api field in struct ${type} for the json field ${JSON.stringify(field)}`);
    return { type: undefined, merge: false, mergeKey: '', replace: false };
  }
  const s = f.shape.kind === 'list' || f.shape.kind === 'map' ? f.shape.items : f.shape;
  return {
    type: f.shape.kind !== 'map' && s.kind === 'object' ? s.type : undefined,
    merge: f.patch?.merge ?? false,
    mergeKey: f.patch?.mergeKey ?? '',
    replace: f.patch?.replace ?? false,
  };
}

function mergeMap(original: JsonObject, patch: JsonObject, type: string | undefined): JsonObject {
  if (Object.hasOwn(patch, DIRECTIVE)) return directed(patch);
  const out = retained(original, patch);
  const { [RETAIN_KEYS]: _, ...rest } = patch;
  const left = ordered(out, rest, type);
  for (const [key, value] of Object.entries(left)) {
    const deletes = key.startsWith(DELETE_FROM);
    const k = deletes ? key.slice(DELETE_FROM.length) : key;
    const there = Object.hasOwn(out, k);
    if (key.startsWith(SET_ORDER)) continue;
    if (value === null) {
      delete out[k];
      continue;
    }
    const old = there ? out[k] : undefined;
    if (!there || kindOf(old) !== kindOf(value)) {
      if (!deletes && !isDeletion(value)) setOwn(out, k, plain(value));
      continue;
    }
    if (Array.isArray(value)) {
      const l = lookup(type, k);
      setOwn(out, k, deletes || l.merge ? mergeList(old as readonly unknown[], value, l, deletes) : plain(value));
    } else if (isObject(value)) {
      const l = lookup(type, k);
      setOwn(out, k, l.replace ? plain(value) : mergeMap(old as JsonObject, value, l.type));
    } else setOwn(out, k, value);
  }
  return equal(out, original) ? original : out;
}

function directed(patch: JsonObject): JsonObject {
  const { [DIRECTIVE]: directive, ...rest } = patch;
  if (directive === 'replace') return plain(rest) as JsonObject;
  if (directive === 'delete') return {};
  throw new PatchError('odd', `unknown patch type: ${goValue(directive)} in map: ${goValue(patch)}`);
}

/** A copy of `original` with only the keys that the patch retains, if it says. */
function retained(original: JsonObject, patch: JsonObject): Record<string, unknown> {
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return { ...original };
  const keys = patch[RETAIN_KEYS];
  if (!Array.isArray(keys)) throw new PatchError('malformed', 'invalid patch format of retainKeys');
  for (const [k, v] of Object.entries(patch))
    if (k !== RETAIN_KEYS && v !== null && !k.startsWith(DELETE_FROM) && !k.startsWith(SET_ORDER) && !keys.includes(k))
      throw new PatchError('malformed', 'invalid patch format of retainKeys');
  return Object.fromEntries(Object.entries(original).filter(([k]) => keys.includes(k)));
}

/** Carries out what $setElementOrder asks, on `out`. Returns what is left of the patch. */
function ordered(out: Record<string, unknown>, patch: JsonObject, type: string | undefined): JsonObject {
  const left: Record<string, unknown> = { ...patch };
  for (const [directive, order] of Object.entries(patch)) {
    if (!directive.startsWith(SET_ORDER)) continue;
    const field = directive.slice(SET_ORDER.length);
    const list = Object.hasOwn(patch, field) ? patch[field] : undefined;
    const old = Object.hasOwn(out, field) ? out[field] : undefined;
    if (!Array.isArray(order)) throw new PatchError('malformed', 'invalid patch format of setElementOrder list');
    const l = lookup(type, field);
    delete left[directive];
    if (list !== undefined && !Array.isArray(list)) continue; // null or of another type: taken as without an order
    if (list) checkOrder(list, order, l.mergeKey, field);
    delete left[field];
    const was = Array.isArray(old) ? (old as readonly unknown[]) : [];
    if (!Array.isArray(old) && !list) continue;
    const merged = list
      ? l.merge || !old
        ? mergeList(was, list as readonly unknown[], l, false)
        : (plain(list) as readonly unknown[])
      : was;
    setOwn(out, field, inOrder(...partitioned(merged, order, l.mergeKey), order, was, l.mergeKey));
  }
  return left;
}

/** A patch's list may name only what its order names, in that order. */
function checkOrder(list: readonly unknown[], order: readonly unknown[], mergeKey: string, field: string): void {
  const there = list.filter((x) => !isObject(x) || !Object.hasOwn(x, DIRECTIVE));
  let i = 0;
  for (const o of order) if (i < there.length && equal(keyIn(there[i], mergeKey), keyIn(o, mergeKey))) i++;
  if (i < there.length)
    throw new PatchError(
      'odd',
      `The order in patch list:\n${goValue(list)}\n doesn't match ${SET_ORDER}${field} list:\n${goValue(order)}\n`,
    );
}

function mergeList(original: readonly unknown[], patch: readonly unknown[], l: Lookup, deletes: boolean): readonly unknown[] {
  if (!original.length && !patch.length) return original;
  const kinds = new Set([...original, ...patch].map(kindOf));
  if (kinds.has('list')) throw new PatchError('impossible', 'lists of lists are not supported');
  if (kinds.size > 1) throw new PatchError('odd', 'list element types are not identical: ' + goValue([...kinds]));
  if (!kinds.has('map')) {
    if (deletes) return original.filter((x) => !patch.includes(x));
    return inOrder(...partitioned([...new Set([...original, ...patch])], patch, ''), patch, original, '');
  }
  if (!l.mergeKey) throw new PatchError('odd', `cannot merge lists without merge key for ${l.type ?? ''}`);
  const p: ListPatch = elementsMerged(original as readonly JsonObject[], patch as readonly JsonObject[], l.mergeKey, DIRECTIVE);
  const merged = [...p.original];
  for (const x of p.patch) {
    const i = merged.findIndex((o) => equal(o[l.mergeKey], x[l.mergeKey]));
    if (i < 0) merged.push(plain(x) as JsonObject);
    else merged[i] = mergeMap(merged[i] as JsonObject, x, l.type);
  }
  const result = inOrder(...partitioned(merged, p.patch, l.mergeKey), p.patch, p.original, l.mergeKey);
  return equal(result, original) ? original : result;
}

const isDeletion = (v: unknown) => isObject(v) && v[DIRECTIVE] === 'delete';

/** A patch's value as it is put where nothing was: without directives, without nulls. */
function plain(v: unknown): unknown {
  if (Array.isArray(v))
    return v.filter((x) => !isDeletion(x) && !(isObject(x) && x[DIRECTIVE] === 'replace' && Object.keys(x).length === 1)).map(plain);
  if (!isObject(v)) return v;
  const out: Record<string, unknown> = {};
  for (const [k, x] of Object.entries(v))
    if (x !== null && !isDeletion(x) && k !== DIRECTIVE && k !== RETAIN_KEYS && !k.startsWith(DELETE_FROM) && !k.startsWith(SET_ORDER))
      setOwn(out, k, plain(x));
  return out;
}
