/** Paths of fields as the API's messages write them: 'spec.containers[0].image', 'metadata.labels[app.kubernetes.io/name]'. */

/** Keys from the root of an object down: names of maps, indexes of lists. */
export type FieldPath = readonly (string | number)[];

/** The keys of a field path. */
export function keysOfPath(path: string): FieldPath {
  return [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map((m) =>
    m[1] === undefined ? (m[2] as string) : /^\d+$/.test(m[1]) ? Number(m[1]) : m[1],
  );
}

/** A path as messages write it. Keys that a dot would break go into brackets. */
export function pathText(path: FieldPath): string {
  return path.map((k, i) => (typeof k === 'number' || /[./]/.test(k) ? `[${k}]` : i === 0 ? k : `.${k}`)).join('');
}

/** True where `path` is `base` or lies below it. Keys are compared as text: '0' and 0 are one place. */
export function liesUnder(path: FieldPath, base: FieldPath): boolean {
  return base.length <= path.length && base.every((k, i) => String(k) === String(path[i]));
}

/** The value at a path, undefined where it leads nowhere. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  let v = value;
  for (const k of path) {
    if (typeof v !== 'object' || v === null || !Object.hasOwn(v, k)) return undefined;
    v = (v as Record<string | number, unknown>)[k];
  }
  return v;
}

/**
 * A copy of `value` with `leaf` at a path; parts beside it stay shared. Undefined takes the key, or the list's entry, out;
 * a map or list that is empty by that stays, so that what the person emptied is what is sent.
 */
export function withValueAt(value: unknown, path: FieldPath, leaf: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return leaf;
  if (typeof key === 'number') {
    const list = Array.isArray(value) ? [...(value as unknown[])] : [];
    const inner = withValueAt(list[key], rest, leaf);
    if (inner === undefined) list.splice(key, 1);
    else list[key] = inner;
    return list;
  }
  const entries = Object.entries((typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>);
  const at = entries.findIndex(([k]) => k === key);
  const inner = withValueAt(entries[at]?.[1], rest, leaf);
  if (inner === undefined) return Object.fromEntries(entries.filter(([k]) => k !== key));
  return Object.fromEntries(at < 0 ? [...entries, [key, inner]] : entries.map(([k, v]) => [k, k === key ? inner : v]));
}
