/**
 * An object as YAML that a person edits, and back. What the server keeps (identity, versions, status) is not in the text and
 * comes back untouched; the values of secrets are masked, and a mask that was left alone means the value it stands for.
 */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify, type Document } from 'yaml';
import type { ApiObject } from '#shared/api/object.ts';
import { keysOfPath } from '#shared/api/field-path.ts';
import { isObject, type JsonObject } from '#shared/api/json.ts';

/** A stretch of the text something is wrong with; offsets count characters from 0. */
export interface Fault {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** What an edited text comes to. */
export type Parsed = { readonly object: ApiObject } | { readonly faults: readonly Fault[] };

/** How the text is made. */
export interface Shown {
  /** Also what the server keeps; such a text is only to be read. */
  readonly everything: boolean;
  /** The values of secrets as they are. */
  readonly secrets: boolean;
}

const MASK = '••••••••';
const EDITED_METADATA = ['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences'] as const;

/** The text of an object. */
export function toText(o: ApiObject, shown: Shown): string {
  const { status, ...rest } = o as ApiObject & { status?: unknown };
  const metadata = Object.fromEntries(EDITED_METADATA.flatMap((k) => (o.metadata[k] === undefined ? [] : [[k, o.metadata[k]]])));
  const view = shown.everything ? { ...rest, ...(status !== undefined && { status }) } : { ...rest, metadata };
  return stringify(ordered(shown.secrets ? view : masked(view as JsonObject)), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** The object of an edited text, given what it was made from. */
export function fromText(text: string, before: ApiObject): Parsed {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  if (doc.errors.length > 0) return { faults: doc.errors.map((e) => ({ from: e.pos[0], to: e.pos[1], message: e.message })) };
  const value: unknown = doc.toJS({ maxAliasCount: 100 });
  if (!isObject(value))
    return { faults: [{ from: 0, to: text.length, message: 'This is not an object: it needs apiVersion, kind and metadata.' }] };
  const faults = identityFaults(value, before, doc);
  if (faults.length > 0) return { faults };
  const kept = Object.fromEntries(Object.entries(before.metadata).filter(([k]) => !(EDITED_METADATA as readonly string[]).includes(k)));
  const { status } = before as { status?: unknown };
  const unmasked = unmask(value, before as unknown as JsonObject);
  return {
    object: {
      ...unmasked,
      metadata: { ...kept, ...(unmasked['metadata'] as object) },
      ...(status !== undefined && { status }),
    } as unknown as ApiObject,
  };
}

/** The stretch of the text that a field path of the API means ('spec.containers[0].image'), or the nearest there is above it. */
export function placeOf(text: string, path: string): { readonly from: number; readonly to: number } {
  return placeIn(parseDocument(text), keysOfPath(path)) ?? { from: 0, to: text.indexOf('\n') < 0 ? text.length : text.indexOf('\n') };
}

function placeIn(doc: Document, keys: readonly (string | number)[]): { from: number; to: number } | undefined {
  let node: unknown = doc.contents;
  let found: { from: number; to: number } | undefined;
  for (const key of keys) {
    if (isMap(node)) {
      const pair = node.items.find((p) => isScalar(p.key) && p.key.value === key);
      if (!pair) break;
      found = spanOf(pair.key, pair.value);
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number' && node.items[key] !== undefined) {
      node = node.items[key];
      found = spanOf(node, node);
    } else break;
  }
  return found;
}

/** From a key to the end of its value's first line's worth: of a scalar all, of a map or list only the key. */
function spanOf(key: unknown, value: unknown): { from: number; to: number } | undefined {
  if (!isNode(key) || !key.range) return undefined;
  return { from: key.range[0], to: isScalar(value) && value.range ? value.range[1] : isScalar(key) ? key.range[1] : key.range[0] + 1 };
}

function identityFaults(value: JsonObject, before: ApiObject, doc: Document): readonly Fault[] {
  const at = (v: unknown, keys: readonly string[]) => keys.reduce<unknown>((x, k) => (isObject(x) ? x[k] : undefined), v);
  const fixed = [['apiVersion'], ['kind'], ['metadata', 'name'], ['metadata', 'namespace']];
  return fixed
    .filter((k) => at(value, k) !== at(before, k))
    .map((k) => ({
      ...(placeIn(doc, k) ?? { from: 0, to: 1 }),
      message: `${k.join('.')} is ${JSON.stringify(at(before, k) ?? null)} and cannot be changed here: that would be another object.`,
    }));
}

/** apiVersion, kind and metadata first, status last; the rest as it comes. */
function ordered(o: JsonObject): JsonObject {
  const { apiVersion, kind, metadata, spec, status, ...rest } = o;
  return Object.fromEntries(Object.entries({ apiVersion, kind, metadata, spec, ...rest, status }).filter(([, v]) => v !== undefined));
}

function masked(o: JsonObject): JsonObject {
  if (o['kind'] !== 'Secret') return o;
  const hide = (v: unknown) => (isObject(v) ? Object.fromEntries(Object.keys(v).map((k) => [k, MASK])) : v);
  return {
    ...o,
    ...(o['data'] !== undefined && { data: hide(o['data']) }),
    ...(o['stringData'] !== undefined && { stringData: hide(o['stringData']) }),
  };
}

function unmask(o: JsonObject, before: JsonObject): JsonObject {
  if (o['kind'] !== 'Secret') return o;
  const show = (part: string) => {
    const now = o[part];
    const was = before[part];
    return isObject(now) ? Object.fromEntries(Object.entries(now).map(([k, v]) => [k, v === MASK && isObject(was) ? was[k] : v])) : now;
  };
  return {
    ...o,
    ...(o['data'] !== undefined && { data: show('data') }),
    ...(o['stringData'] !== undefined && { stringData: show('stringData') }),
  };
}
