/**
 * What somebody applies: read against the schema, merged into what is there, and taken out again once it is no longer
 * applied. Source: structured-merge-diff's typed (tofieldset.go, validate.go, merge.go, remove.go).
 */
import { equal, isObject, setOwn } from '../json.ts';
import { childOf, resolved } from './compare.ts';
import { byElement, elementOf, withoutElement } from './elements.ts';
import { elementText, entryAt, fieldSet, NO_FIELDS, type FieldEntry, type FieldSet, type PathElement } from './field-set.ts';
import type { ListNode, MergeNode } from './merge-schema.ts';

/** All that is wrong with a value, as paths and words: '.spec.foo: field not declared in schema'. */
export function validateApplied(node: MergeNode, v: unknown, path = ''): readonly string[] {
  if (v === null || v === undefined || node.kind === 'opaque' || node.kind === 'untyped') return [];
  const wrong = (what: string) => [`${path}: ${what}`];
  switch (node.kind) {
    case 'scalar':
      return scalarComplaint(node.scalar, v).flatMap(wrong);
    case 'map': {
      if (!isObject(v)) return wrong(`expected map, got &{${String(v)}}`);
      return Object.entries(v).flatMap(([k, x]) => {
        const child = node.field(k) ?? node.values;
        return child ? validateApplied(child, x, `${path}.${k}`) : [`${path}.${k}: field not declared in schema`];
      });
    }
    case 'list':
      return Array.isArray(v) ? validateList(node, v, path) : wrong(`expected list, got &{${String(v)}}`);
  }
}

function validateList(node: ListNode, list: readonly unknown[], path: string): readonly string[] {
  const seen = new Set<PathElement>();
  const errors: string[] = [];
  list.forEach((item, i) => {
    const element = elementOf(node, item, i);
    if (element === undefined) {
      errors.push(`${path}: element ${i}: ${withoutElement(node, item)}`);
      return;
    }
    if (seen.has(element)) errors.push(`${path}: duplicate entries for key ${elementText(element)}`);
    seen.add(element);
    errors.push(...validateApplied(node.items, item, path + elementText(element)));
  });
  return errors;
}

const GO_TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'bool',
  map: 'map[string]interface {}',
  list: '[]interface {}',
};

function scalarComplaint(scalar: 'numeric' | 'string' | 'boolean' | 'any', v: unknown): readonly string[] {
  const is = Array.isArray(v) ? 'list' : isObject(v) ? 'map' : typeof v;
  switch (scalar) {
    case 'numeric':
      return is === 'number' ? [] : [`expected numeric (int or float), got ${GO_TYPES[is]}`];
    case 'string':
      return is === 'string'
        ? []
        : [`expected string, got &value.valueUnstructured{Value:${typeof v === 'object' ? JSON.stringify(v) : String(v)}}`];
    case 'boolean':
      return is === 'boolean' ? [] : [`expected boolean, got &{${String(v)}}`];
    case 'any':
      return is === 'map' || is === 'list' ? [`expected any scalar, got &{${JSON.stringify(v)}}`] : [];
  }
}

/** The fields that a value says something of: leaves, keys of maps, and entries of lists. */
export function fieldsOf(node: MergeNode, v: unknown): FieldSet {
  const n = resolved(node, v);
  const entries: FieldEntry[] = [];
  if (n.kind === 'map' && isObject(v))
    for (const [k, x] of Object.entries(v)) entries.push(entryFor(childOf(n, k), x, `f:${k}`, n.field(k) === undefined));
  else if (n.kind === 'list' && Array.isArray(v))
    for (const [element, x] of byElement(n, v)) entries.push(entryFor(n.items, x, element, true));
  return fieldSet(entries.filter((e) => e.member || e.inside.entries.length));
}

function entryFor(node: MergeNode, v: unknown, element: PathElement, always: boolean): FieldEntry {
  const n = resolved(node, v);
  if (isWhole(n) || v === null) return { element, member: true, inside: NO_FIELDS };
  const inside = fieldsOf(n, v);
  return { element, member: always || (isObject(v) && !Object.keys(v).length), inside };
}

/** Whether a value is taken as one. */
function isWhole(n: MergeNode): boolean {
  return n.kind === 'scalar' || n.kind === 'opaque' || (n.kind === 'map' && n.atomic) || (n.kind === 'list' && n.list.type === 'atomic');
}

/** What is there with what is applied merged into it. Parts that do not change stay identical. */
export function merged(node: MergeNode, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  const n = resolved(node, applied);
  if (isWhole(n) || applied === null || live === undefined || live === null) return equal(live, applied) ? live : applied;
  if (n.kind === 'map' && isObject(applied) && isObject(live)) {
    const out: Record<string, unknown> = { ...live };
    for (const [k, v] of Object.entries(applied)) setOwn(out, k, merged(childOf(n, k), Object.hasOwn(live, k) ? live[k] : undefined, v));
    return equal(out, live) ? live : out;
  }
  if (n.kind === 'list' && Array.isArray(applied) && Array.isArray(live)) {
    const out = mergedList(n, live, applied);
    return equal(out, live) ? live : out;
  }
  return applied;
}

/** Entries in the order they are applied, and those of others where they stood among them. */
function mergedList(n: ListNode, live: readonly unknown[], applied: readonly unknown[]): readonly unknown[] {
  const left = live.map((x, i) => elementOf(n, x, i));
  const right = applied.map((x, i) => elementOf(n, x, i));
  const inLeft = byElement(n, live);
  const inRight = byElement(n, applied);
  const shared = right.filter((e) => e !== undefined && inLeft.has(e));
  const done = new Set<PathElement>();
  const out: unknown[] = [];
  let l = 0;
  let r = 0;
  let next = shared.shift();
  const take = (e: PathElement | undefined) => {
    if (e === undefined) return;
    done.add(e);
    out.push(merged(n.items, inLeft.get(e), inRight.get(e)));
  };
  while (l < left.length || r < right.length) {
    const x = left[l];
    const y = right[r];
    if (l < left.length && r < right.length) {
      if (x === y) {
        take(x);
        l++;
        r++;
        next = shared.shift();
        continue;
      }
      if (x !== undefined && inRight.has(x) && next !== undefined && next !== x) {
        l++;
        continue;
      }
    }
    if (l < left.length) {
      if (x === undefined || !inRight.has(x)) {
        out.push(live[l]);
        l++;
        continue;
      }
      if (done.has(x)) l++;
    }
    if (r < right.length) {
      take(y);
      r++;
      if (next !== undefined && next === y) next = shared.shift();
    }
  }
  return out;
}

/** A value without these fields. What has nothing left is null. */
export function without(node: MergeNode, v: unknown, fields: FieldSet): unknown {
  const n = resolved(node, v);
  if (!fields.entries.length || isWhole(n)) return v;
  if (n.kind === 'map' && isObject(v)) {
    const out: Record<string, unknown> = {};
    for (const [k, x] of Object.entries(v)) {
      const e = entryAt(fields, `f:${k}`);
      if (e?.member) continue;
      const left = e ? without(childOf(n, k), x, e.inside) : x;
      if (left !== null || x === null) setOwn(out, k, left);
    }
    return Object.keys(out).length || !Object.keys(v).length ? out : null;
  }
  if (n.kind === 'list' && Array.isArray(v)) {
    const out: unknown[] = [];
    (v as readonly unknown[]).forEach((x, i) => {
      const element = elementOf(n, x, i);
      const e = element === undefined ? undefined : entryAt(fields, element);
      if (!e?.member) out.push(e ? without(n.items, x, e.inside) : x);
    });
    return out.length || !v.length ? out : null;
  }
  return v;
}

/** The set with every declared field that leads to another as a member too. */
export function withNamedFields(s: FieldSet, node: MergeNode | undefined): FieldSet {
  return fieldSet(
    s.entries.map((e): FieldEntry => {
      const name = e.element.slice(2);
      const declared = node?.kind === 'map' && e.element.startsWith('f:') ? node.field(name) : undefined;
      const next = declared ?? (node?.kind === 'map' ? node.values : node?.kind === 'list' ? node.items : undefined);
      return {
        element: e.element,
        member: e.member || (declared !== undefined && e.inside.entries.length > 0),
        inside: withNamedFields(e.inside, next),
      };
    }),
  );
}
