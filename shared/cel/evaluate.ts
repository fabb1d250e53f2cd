/** Evaluates expressions. Source: the CEL language definition, "Evaluation" and "Macros". */
import { call } from './functions.ts';
import { UnsupportedExpression, type Expression } from './syntax.ts';
import { compare, EvaluationError, ListValue, MapValue, noOverload, same, type Key, type Value } from './value.ts';

/** Variables by name. */
export type Scope = ReadonlyMap<string, Value>;

const MAX_INT = 2n ** 63n - 1n, MIN_INT = -(2n ** 63n), MAX_STEPS = 200_000;

/** The value of an expression. Throws EvaluationError as the rules say, UnsupportedExpression for what is not known here. */
export function evaluate(e: Expression, scope: Scope): Value {
  return new Evaluation().value(e, scope);
}

class Evaluation {
  #steps = 0;

  value(e: Expression, scope: Scope): Value {
    if (++this.#steps > MAX_STEPS) throw new UnsupportedExpression('too many steps');
    switch (e.op) {
      case 'literal': return e.value;
      case 'name': { const v = scope.get(e.name); if (v === undefined) throw new UnsupportedExpression(`name ${e.name}`); return v; }
      case 'select': return member(this.value(e.of, scope), unescapedName(e.field));
      case 'index': return indexed(this.value(e.of, scope), this.value(e.by, scope));
      case 'list': return new ListValue(e.items.map((i) => this.value(i, scope)));
      case 'map': return new MapValue(new Map(e.entries.map(([k, v]) => [keyOf(this.value(k, scope)), this.value(v, scope)])));
      case 'not': return !this.#boolean(e.of, scope);
      case 'negate': { const v = this.value(e.of, scope); if (typeof v === 'bigint') return inRange(-v); if (typeof v === 'number') return -v; throw noOverload(); }
      case 'choose': return this.#boolean(e.when, scope) ? this.value(e.then, scope) : this.value(e.otherwise, scope);
      case 'binary': return e.sign === '&&' || e.sign === '||' ? this.#logic(e.left, e.right, e.sign === '||', scope) : binary(e.sign, this.value(e.left, scope), this.value(e.right, scope));
      case 'call': return this.#call(e, scope);
    }
  }

  #boolean(e: Expression, scope: Scope): boolean {
    const v = this.value(e, scope);
    if (typeof v !== 'boolean') throw noOverload();
    return v;
  }

  /** An error counts only where the other side does not decide. */
  #logic(left: Expression, right: Expression, decisive: boolean, scope: Scope): boolean {
    let error: EvaluationError | undefined;
    for (const side of [left, right]) {
      try {
        if (this.#boolean(side, scope) === decisive) return decisive;
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
    if (!target && name === 'has') return this.#has(args, scope);
    if (target && MACROS.has(name) && args[0]?.op === 'name') return this.#macro(name, this.value(target, scope), args, scope);
    return call(name, target && this.value(target, scope), args.map((a) => this.value(a, scope)));
  }

  #has([e, ...more]: readonly Expression[], scope: Scope): boolean {
    if (e?.op !== 'select' || more.length) throw new UnsupportedExpression('has');
    const of = this.value(e.of, scope);
    if (!(of instanceof MapValue)) throw noOverload();
    return of.entries.has(unescapedName(e.field));
  }

  #macro(name: string, of: Value, [variable, first, second, ...more]: readonly Expression[], scope: Scope): Value {
    if (variable?.op !== 'name' || !first || more.length || (second && name !== 'map')) throw new UnsupportedExpression(name);
    const items = of instanceof ListValue ? of.items : of instanceof MapValue ? [...of.entries.keys()] : undefined;
    if (!items) throw noOverload();
    const within = (v: Value): Scope => new Map(scope).set(variable.name, v);
    switch (name) {
      case 'all': case 'exists': return this.#quantified(items, first, name === 'exists', within);
      case 'exists_one': case 'existsOne': return items.filter((v) => this.#boolean(first, within(v))).length === 1;
      case 'filter': return new ListValue(items.filter((v) => this.#boolean(first, within(v))));
      default: return new ListValue(second ? items.filter((v) => this.#boolean(first, within(v))).map((v) => this.value(second, within(v))) : items.map((v) => this.value(first, within(v))));
    }
  }

  #quantified(items: readonly Value[], condition: Expression, decisive: boolean, within: (v: Value) => Scope): boolean {
    let error: EvaluationError | undefined;
    for (const v of items) {
      try {
        if (this.#boolean(condition, within(v)) === decisive) return decisive;
      } catch (e) {
        if (!(e instanceof EvaluationError)) throw e;
        error ??= e;
      }
    }
    if (error) throw error;
    return !decisive;
  }
}

const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'existsOne', 'filter', 'map']);

/** Field names that are no names of the language are written with words for their signs. */
function unescapedName(name: string): string {
  const keyword = /^__(\w+)__$/.exec(name);
  if (keyword && KEYWORDS.has(keyword[1] as string)) return keyword[1] as string;
  return name.replace(/__(underscores|dot|dash|slash)__/g, (_all, sign: string) => SIGNS[sign] as string);
}

const SIGNS: Readonly<Record<string, string>> = { underscores: '__', dot: '.', dash: '-', slash: '/' };
const KEYWORDS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while']);

function member(of: Value, field: string): Value {
  if (!(of instanceof MapValue)) throw noOverload();
  const v = of.entries.get(field);
  if (v === undefined) throw new EvaluationError(`no such key: ${field}`);
  return v;
}

function indexed(of: Value, by: Value): Value {
  if (of instanceof ListValue) {
    if (typeof by !== 'bigint') throw noOverload();
    const v = by < 0n ? undefined : of.items[Number(by)];
    if (v === undefined) throw new EvaluationError(`index out of bounds: ${by}`);
    return v;
  }
  return member(of, keyOf(by) as string);
}

function keyOf(v: Value): Key {
  if (typeof v === 'string' || typeof v === 'bigint' || typeof v === 'boolean') return v;
  throw noOverload();
}

function inRange(n: bigint): bigint {
  if (n > MAX_INT || n < MIN_INT) throw new EvaluationError('integer overflow');
  return n;
}

function binary(sign: string, a: Value, b: Value): Value {
  switch (sign) {
    case '==': return same(a, b);
    case '!=': return !same(a, b);
    case '<': return compare(a, b) < 0;
    case '<=': return compare(a, b) <= 0;
    case '>': return compare(a, b) > 0;
    case '>=': return compare(a, b) >= 0;
    case 'in': return b instanceof ListValue ? b.items.some((x) => same(a, x)) : b instanceof MapValue ? b.entries.has(keyOf(a)) : fail();
    default: return arithmetic(sign, a, b);
  }
}

function fail(): never { throw noOverload(); }

function arithmetic(sign: string, a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if ((sign === '/' || sign === '%') && b === 0n) throw new EvaluationError(sign === '/' ? 'division by zero' : 'modulus by zero');
    return inRange(sign === '+' ? a + b : sign === '-' ? a - b : sign === '*' ? a * b : sign === '/' ? a / b : a % b);
  }
  if (typeof a === 'number' && typeof b === 'number' && sign !== '%') return sign === '+' ? a + b : sign === '-' ? a - b : sign === '*' ? a * b : a / b;
  if (sign === '+' && typeof a === 'string' && typeof b === 'string') return a + b;
  if (sign === '+' && a instanceof ListValue && b instanceof ListValue) {
    if (a.listType === 'map') throw new UnsupportedExpression('sum of keyed lists');
    return new ListValue(a.listType === 'set' ? [...a.items, ...b.items.filter((x) => !a.items.some((y) => same(x, y)))] : [...a.items, ...b.items], a.listType);
  }
  throw noOverload();
}
