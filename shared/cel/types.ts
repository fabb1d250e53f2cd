/** The types of expressions, and when a value of one may stand for another. Source: cel-go's common/types and checker. */

/** `kind` names a type without parts; objects tell their fields, opaque types (optionals, quantities) their parameters. */
export type Type =
  | { readonly kind: 'dyn' | 'error' | 'null' | 'bool' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'timestamp' | 'duration' }
  | { readonly kind: 'list'; readonly of: Type }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type }
  | { readonly kind: 'object'; readonly name: string; readonly fields: ReadonlyMap<string, Type> }
  | { readonly kind: 'opaque'; readonly name: string; readonly of?: Type }
  | { readonly kind: 'type'; readonly of: Type }
  | { readonly kind: 'var'; readonly name: string };

const simple = <K extends string>(kind: K) => Object.freeze({ kind });
export const DYN: Type = simple('dyn');
export const ERROR: Type = simple('error');
export const NULL: Type = simple('null');
export const BOOL: Type = simple('bool');
export const INT: Type = simple('int');
export const UINT: Type = simple('uint');
export const DOUBLE: Type = simple('double');
export const STRING: Type = simple('string');
export const BYTES: Type = simple('bytes');
export const TIMESTAMP: Type = simple('timestamp');
export const DURATION: Type = simple('duration');
const SIMPLE: Readonly<Record<string, Type>> = {
  dyn: DYN,
  null: NULL,
  bool: BOOL,
  int: INT,
  uint: UINT,
  double: DOUBLE,
  string: STRING,
  bytes: BYTES,
  timestamp: TIMESTAMP,
  duration: DURATION,
};

export const OPTIONAL = 'optional_type';
export const listOf = (of: Type): Type => ({ kind: 'list', of });
export const mapOf = (key: Type, value: Type): Type => ({ kind: 'map', key, value });
export const optionalOf = (of: Type): Type => ({ kind: 'opaque', name: OPTIONAL, of });
export const typeOf = (of: Type): Type => ({ kind: 'type', of });

/** What an optional may hold; undefined for what is no optional. */
export const heldBy = (t: Type): Type | undefined => (t.kind === 'opaque' && t.name === OPTIONAL ? (t.of ?? DYN) : undefined);

/** Reads a type as signatures write it: 'list(A)', 'map(string, B)', 'optional(A)', 'type(A)', 'kubernetes.URL'; one capital is any type. */
export function readType(text: string): Type {
  const t = text.trim();
  const known = SIMPLE[t];
  if (known) return known;
  if (/^[A-Z]$/.test(t)) return { kind: 'var', name: t };
  const m = /^(list|map|optional|type)\((.*)\)$/.exec(t);
  if (!m) return { kind: 'opaque', name: t };
  const parts = split(m[2] as string).map(readType);
  const [a = DYN, b = DYN] = parts;
  return m[1] === 'list' ? listOf(a) : m[1] === 'map' ? mapOf(a, b) : m[1] === 'optional' ? optionalOf(a) : typeOf(a);
}

/** Splits at the commas that stand in no brackets. */
export function split(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return text.slice(from).trim() ? [...parts, text.slice(from)] : parts;
}

/** A type as errors tell it. */
export function typeText(t: Type): string {
  switch (t.kind) {
    case 'error':
      return '!error!';
    case 'list':
      return `list(${typeText(t.of)})`;
    case 'map':
      return `map(${typeText(t.key)}, ${typeText(t.value)})`;
    case 'object':
      return t.name;
    case 'opaque':
      return t.of ? `${t.name}(${typeText(t.of)})` : t.name;
    case 'type':
      return `type(${typeText(t.of)})`;
    case 'var':
      return t.name;
    default:
      return t.kind;
  }
}

/** What variables of types stand for, found while calls are checked. */
export class Substitution {
  #found: Map<string, Type>;
  #fresh: number;
  constructor(from?: Substitution) {
    this.#found = new Map(from ? from.#found : []);
    this.#fresh = from ? from.#fresh : 0;
  }

  copy(): Substitution {
    return new Substitution(this);
  }

  /** A variable that nothing else is called by. */
  fresh(): Type {
    return { kind: 'var', name: `_var${this.#fresh++}` };
  }

  /** A signature's types with variables of their own. */
  instantiate(types: readonly Type[]): readonly Type[] {
    const own = new Map<string, Type>();
    const of = (t: Type): Type =>
      t.kind === 'var' ? (own.get(t.name) ?? (own.set(t.name, this.fresh()), own.get(t.name) as Type)) : parts(t, of);
    return types.map(of);
  }

  /** A type with what is known of its variables; what is not known becomes dyn, where asked for. */
  resolve(t: Type, toDyn = false): Type {
    if (t.kind === 'var') {
      const found = this.#found.get(t.name);
      return found ? this.resolve(found, toDyn) : toDyn ? DYN : t;
    }
    return parts(t, (p) => this.resolve(p, toDyn));
  }

  /** Whether a value of `from` may stand where `to` is asked for; notes what that tells of variables. */
  assignable(from: Type, to: Type): boolean {
    if (to.kind === 'var') return this.#bind(to, from, (found) => this.assignable(from, found));
    if (from.kind === 'var') return this.#bind(from, to, (found) => this.assignable(found, to));
    if (from.kind === 'dyn' || to.kind === 'dyn' || from.kind === 'error' || to.kind === 'error') return true;
    if (from.kind === 'null' && to.kind !== 'null') return NULLABLE.has(to.kind);
    if (to.kind === 'null' && from.kind !== 'null') return NULLABLE.has(from.kind);
    if (from.kind === 'list' && to.kind === 'list') return this.assignable(from.of, to.of);
    if (from.kind === 'map' && to.kind === 'map') return this.assignable(from.key, to.key) && this.assignable(from.value, to.value);
    if (from.kind === 'object' && to.kind === 'object') return from.name === to.name;
    if (from.kind === 'opaque' && to.kind === 'opaque')
      return from.name === to.name && (!from.of || !to.of || this.assignable(from.of, to.of));
    if (from.kind === 'type' && to.kind === 'type') return this.assignable(from.of, to.of) || true;
    return from.kind === to.kind;
  }

  #bind(variable: Type & { readonly kind: 'var' }, t: Type, fits: (found: Type) => boolean): boolean {
    const found = this.#found.get(variable.name);
    if (t.kind === 'var' && t.name === variable.name) return true;
    if (found) {
      if (!fits(found)) return false;
      const resolved = this.resolve(t);
      if (lessSpecific(resolved, this.resolve(found)) && !this.#occurs(variable.name, resolved)) this.#found.set(variable.name, resolved);
      return true;
    }
    const resolved = this.resolve(t);
    if (resolved.kind === 'var' && resolved.name === variable.name) return true;
    if (this.#occurs(variable.name, resolved)) return false;
    this.#found.set(variable.name, resolved);
    return true;
  }

  #occurs(name: string, t: Type): boolean {
    switch (t.kind) {
      case 'var':
        return t.name === name;
      case 'list':
      case 'type':
        return this.#occurs(name, t.of);
      case 'map':
        return this.#occurs(name, t.key) || this.#occurs(name, t.value);
      case 'opaque':
        return t.of !== undefined && this.#occurs(name, t.of);
      default:
        return false;
    }
  }
}

/** What null may stand for. */
const NULLABLE: ReadonlySet<Type['kind']> = new Set(['object', 'opaque', 'timestamp', 'duration']);

function parts(t: Type, change: (p: Type) => Type): Type {
  switch (t.kind) {
    case 'list': {
      const of = change(t.of);
      return of === t.of ? t : { ...t, of };
    }
    case 'type': {
      const of = change(t.of);
      return of === t.of ? t : { ...t, of };
    }
    case 'map': {
      const key = change(t.key);
      const value = change(t.value);
      return key === t.key && value === t.value ? t : { ...t, key, value };
    }
    case 'opaque': {
      if (!t.of) return t;
      const of = change(t.of);
      return of === t.of ? t : { ...t, of };
    }
    default:
      return t;
  }
}

/** Whether one of two types that go together says less than the other. */
export function lessSpecific(a: Type, b: Type): boolean {
  if (a.kind === 'dyn') return b.kind !== 'dyn';
  if (a.kind === 'null' || b.kind === 'null') return b.kind === 'null' && a.kind !== 'null';
  if (a.kind === 'list' && b.kind === 'list') return lessSpecific(a.of, b.of);
  if (a.kind === 'map' && b.kind === 'map') return lessSpecific(a.key, b.key) || lessSpecific(a.value, b.value);
  return a.kind === 'opaque' && b.kind === 'opaque' && a.of !== undefined && b.of !== undefined && lessSpecific(a.of, b.of);
}
