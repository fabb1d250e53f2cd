/** Evaluates expressions. Source: the CEL language definition, "Evaluation" and "Macros"; cel-go's interpreter. */
import { LIBRARY } from './library/index.ts';
import { sortedBy } from './library/lists.ts';
import { found, indexed, keyOf } from './library/operators.ts';
import { accepts, type Overload } from './overload.ts';
import { qualifiedName, type Expression, type Macro } from './expression.ts';
import {
  EvaluationError,
  ListValue,
  MapValue,
  NONE,
  noOverload,
  OptionalValue,
  typeName,
  TypeValue,
  UnsupportedExpression,
  type Key,
  type Value,
} from './value.ts';

/** Variables by name. */
export type Scope = ReadonlyMap<string, Value>;

/** Which way to call a function was found when an expression was checked. */
export type Chosen = ReadonlyMap<Expression, Overload>;
const NONE_CHOSEN: Chosen = new Map();

const MAX_STEPS = 200_000;
const TYPES: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'null_type',
  'list',
  'map',
  'type',
  'optional_type',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
  'kubernetes.Quantity',
  'net.IP',
  'net.CIDR',
  'kubernetes.URL',
  'kubernetes.Semver',
  'kubernetes.NamedFormat',
]);

/** The value of an expression. Throws EvaluationError as the rules say, UnsupportedExpression for what is not known here. */
export function evaluate(e: Expression, scope: Scope, chosen: Chosen = NONE_CHOSEN): Value {
  try {
    return new Evaluation(chosen).value(e, scope);
  } catch (error) {
    if (error instanceof RangeError) throw new UnsupportedExpression('too deep');
    throw error;
  }
}

class Evaluation {
  readonly #chosen: Chosen;
  #steps = 0;
  constructor(chosen: Chosen) {
    this.#chosen = chosen;
  }

  value(e: Expression, scope: Scope): Value {
    if (++this.#steps > MAX_STEPS) throw new UnsupportedExpression('too many steps');
    switch (e.op) {
      case 'literal':
        return e.value;
      case 'name': {
        const v = scope.get(e.name);
        if (v !== undefined) return v;
        if (TYPES.has(e.name)) return new TypeValue(e.name);
        throw new EvaluationError(`no such attribute(s): ${e.name}`);
      }
      case 'select': {
        const name = qualifiedName(e);
        if (name !== undefined && TYPES.has(name)) return new TypeValue(name);
        return this.#select(this.value(e.of, scope), e.field, e.optional);
      }
      case 'has': {
        const of = this.value(e.of, scope);
        return of instanceof OptionalValue ? of.value !== undefined && isPresent(of.value, e.field) : isPresent(of, e.field);
      }
      case 'list':
        return new ListValue(e.items.flatMap((i) => this.#element(this.value(i.value, scope), i.optional)));
      case 'map':
        return this.#map(e.entries, scope);
      case 'call':
        return this.#call(e, scope);
      case 'macro':
        return this.#macro(e, scope);
    }
  }

  #element(v: Value, optional: boolean): readonly Value[] {
    if (!optional) return [v];
    if (!(v instanceof OptionalValue)) throw noOverload();
    return v.value === undefined ? [] : [v.value];
  }

  #map(entries: Extract<Expression, { op: 'map' }>['entries'], scope: Scope): MapValue {
    const made = new Map<Key, Value>();
    for (const x of entries) {
      const key = keyOf(this.value(x.key, scope));
      const [v] = this.#element(this.value(x.value, scope), x.optional);
      if (made.has(key)) throw new EvaluationError('Failed with repeated key');
      if (v !== undefined) made.set(key, v);
    }
    return new MapValue(made);
  }

  #select(of: Value, field: string, optional: boolean): Value {
    if (of instanceof OptionalValue) {
      if (of.value === undefined) return NONE;
      const v = optional ? found(of.value, field) : indexed(of.value, field);
      return v === undefined ? NONE : new OptionalValue(v);
    }
    if (!(of instanceof MapValue)) throw noOverload();
    if (!optional) return indexed(of, field);
    const v = found(of, field);
    return v === undefined ? NONE : new OptionalValue(v);
  }

  #boolean(e: Expression, scope: Scope): boolean {
    const v = this.value(e, scope);
    if (typeof v !== 'boolean') throw noOverload();
    return v;
  }

  /** An error counts only where no side decides. */
  #decided(conditions: Iterable<() => boolean>, decisive: boolean): boolean {
    let error: EvaluationError | undefined;
    for (const holds of conditions) {
      try {
        if (holds() === decisive) return decisive;
      } catch (e) {
        if (!(e instanceof EvaluationError)) throw e;
        error ??= e;
      }
    }
    if (error) throw error;
    return !decisive;
  }

  #call(e: Extract<Expression, { op: 'call' }>, scope: Scope): Value {
    const { name, target, args } = e;
    if (name === '_&&_' || name === '_||_')
      return this.#decided(
        args.map((a) => () => this.#boolean(a, scope)),
        name === '_||_',
      );
    if (name === '_?_:_') return this.value((this.#boolean(args[0] as Expression, scope) ? args[1] : args[2]) as Expression, scope);
    if (target && args.length === 1 && (name === 'orValue' || name === 'or')) {
      const of = this.value(target, scope);
      if (of instanceof OptionalValue && of.value !== undefined) return name === 'or' ? of : of.value;
    } // what it would be otherwise is not looked at
    const prefix = target && qualifiedName(target);
    const space = prefix === undefined || scope.has(prefix) ? undefined : LIBRARY.get(`${prefix}.${name}`);
    if (space)
      return this.#run(
        e,
        `${prefix}.${name}`,
        false,
        args.map((a) => this.value(a, scope)),
      );
    return this.#run(
      e,
      name,
      target !== undefined,
      (target ? [target, ...args] : args).map((a) => this.value(a, scope)),
    );
  }

  #run(e: Expression, name: string, method: boolean, args: readonly Value[]): Value {
    const known = this.#chosen.get(e);
    const overload = known?.params.every((p, i) => accepts(p, args[i] as Value))
      ? known
      : LIBRARY.get(name)?.find(
          (o) => o.method === method && o.params.length === args.length && o.params.every((p, i) => accepts(p, args[i] as Value)),
        );
    if (overload) return overload.run(args);
    throw /^[a-z]/i.test(name) ? new EvaluationError(`no such overload: ${name}(${args.map(typeName).join(', ')})`) : noOverload();
  }

  #macro(e: Macro, scope: Scope): Value {
    const of = this.value(e.of, scope);
    const [first, second] = e.names as [string, string | undefined];
    const [one, two] = e.parts as [Expression, Expression | undefined];
    if (e.name === 'optMap' || e.name === 'optFlatMap') {
      if (!(of instanceof OptionalValue)) throw noOverload();
      if (of.value === undefined) return NONE;
      const v = this.value(one, new Map(scope).set(first, of.value));
      return e.name === 'optMap' ? new OptionalValue(v) : v;
    }
    const scopes = entriesOf(of, second !== undefined).map(([a, b]) =>
      second === undefined ? new Map(scope).set(first, a) : new Map(scope).set(first, a).set(second, b as Value),
    );
    const items = of instanceof ListValue ? of.items : [...(of as MapValue).entries.keys()];
    const kept = () => (two ? scopes.filter((s) => this.#boolean(one, s)) : scopes);
    const last = two ?? one;
    switch (e.name) {
      case 'all':
      case 'exists':
        return this.#decided(
          scopes.map((s) => () => this.#boolean(one, s)),
          e.name === 'exists',
        );
      case 'existsOne':
        return scopes.filter((s) => this.#boolean(one, s)).length === 1;
      case 'filter':
        return new ListValue(items.filter((_v, i) => this.#boolean(one, scopes[i] as Scope)));
      case 'sortBy':
        return sortedBy(
          items,
          scopes.map((s) => this.value(one, s)),
        );
      case 'map':
      case 'transformList':
        return new ListValue(kept().map((s) => this.value(last, s)));
      case 'transformMap':
        return new MapValue(new Map(kept().map((s) => [keyOf(s.get(first) as Value), this.value(last, s)])));
      default:
        return this.#merged(kept().map((s) => this.value(last, s)));
    }
  }

  #merged(maps: readonly Value[]): MapValue {
    const made = new Map<Key, Value>();
    for (const m of maps) {
      if (!(m instanceof MapValue)) throw noOverload();
      for (const k of m.entries.keys()) {
        if (made.has(k)) throw new EvaluationError(`insert failed: key ${String(k)} already exists`);
        made.set(k, m.entries.get(k) as Value);
      }
    }
    return new MapValue(made);
  }
}

/** What a macro goes over: the entries, or pairs of position or key and entry. */
function entriesOf(of: Value, pairs: boolean): readonly (readonly [Value, Value?])[] {
  if (of instanceof ListValue) return of.items.map((v, i) => (pairs ? [BigInt(i), v] : [v]));
  if (of instanceof MapValue) return [...of.entries.keys()].map((k) => (pairs ? [k, of.entries.get(k) as Value] : [k]));
  throw noOverload();
}

function isPresent(of: Value, field: string): boolean {
  if (!(of instanceof MapValue)) throw noOverload();
  return of.entries.has(field);
}
