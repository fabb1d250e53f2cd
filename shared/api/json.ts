/** What is done to plain JSON values: freezing, comparing, walking. */

/** A JSON object. */
export type JsonObject = { readonly [key: string]: unknown };

/** True for {...}: neither null, nor a list, nor a scalar. */
export function isObject(v: unknown): v is JsonObject {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

/** Freezes a value all the way down and returns it. Stops at what is frozen already: shared parts cost nothing twice. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) for (let i = 0; i < value.length; i++) freezePart(value[i]);
  else for (const k of Object.keys(value)) freezePart((value as JsonObject)[k]);
  return Object.freeze(value);
}

/** Scalars, the most of what objects hold, are passed over without a call into the engine's slow path. */
function freezePart(v: unknown): void {
  if (typeof v === 'object' && v !== null && !Object.isFrozen(v)) deepFreeze(v);
}

/** Deep equality of JSON. Identical parts are not looked into; a key that holds undefined counts as absent. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!equal(a[i], b[i])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const x = a as JsonObject;
  const y = b as JsonObject;
  let inA = 0;
  for (const k in x) {
    if (x[k] === undefined) continue;
    inA++;
    if (!equal(x[k], y[k])) return false;
  }
  let inB = 0;
  for (const k in y) if (y[k] !== undefined) inB++;
  return inA === inB;
}

/** The object, or where something in it is undefined a copy without that (a property taken away makes an object slow). */
export function withoutUndefined<T extends object>(o: T): T {
  let some = false;
  for (const k in o)
    if (o[k] === undefined) {
      some = true;
      break;
    }
  if (!some) return o;
  const out = {} as T;
  for (const k in o) if (o[k] !== undefined) out[k] = o[k];
  return out;
}

/** Sets own property `key`, also where the key is '__proto__', which plain assignment would take for the prototype. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}

/** The value at a path of keys, undefined where it leads nowhere. */
export function at(value: unknown, path: readonly string[]): unknown {
  let v = value;
  for (const k of path) {
    if (typeof v !== 'object' || v === null || !Object.hasOwn(v, k)) return undefined;
    v = (v as JsonObject)[k];
  }
  return v;
}

/** A copy of `value` with `leaf` at `path`; parts beside the path stay shared. Undefined removes the key. */
export function withAt(value: unknown, path: readonly string[], leaf: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return leaf;
  const copy: Record<string, unknown> = isObject(value) ? { ...value } : {};
  const inner = withAt(isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined, rest, leaf);
  if (inner === undefined) delete copy[key];
  else setOwn(copy, key, inner);
  return copy;
}

/** JSON with keys in order, so that equal values give equal text. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_k, v: unknown) =>
      isObject(v)
        ? Object.fromEntries(
            Object.keys(v)
              .sort()
              .map((k) => [k, v[k]]),
          )
        : v,
    ) ?? 'null'
  );
}

/** Remembers f(x) for as long as x lives. Sound only for frozen x; this is what makes 5,000 like pods cost one. */
export function memoByIdentity<A extends object, B>(f: (a: A) => B): (a: A) => B {
  const known = new WeakMap<A, B>();
  return (a) => {
    if (known.has(a)) return known.get(a) as B;
    const b = f(a);
    if (Object.isFrozen(a)) known.set(a, b);
    return b;
  };
}
