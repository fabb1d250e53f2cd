/** Whether an expression is sound, and of what type it is. Source: cel-go's checker, and its words. */
import { LIBRARY } from './library/index.ts';
import { parseInstant, parseSpan } from './library/times.ts';
import { patternFault } from './library/strings.ts';
import type { Overload } from './overload.ts';
import { qualifiedName, type Expression, type Macro } from './expression.ts';
import {
  BOOL,
  BYTES,
  DOUBLE,
  DYN,
  DURATION,
  ERROR,
  heldBy,
  INT,
  lessSpecific,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  STRING,
  Substitution,
  TIMESTAMP,
  typeOf,
  typeText,
  UINT,
  type Type,
} from './types.ts';
import { UintValue, type Value } from './value.ts';

/** Variables' types by name. */
export type Declarations = ReadonlyMap<string, Type>;

/** Something wrong in an expression: where (an offset), and what. */
export interface Issue {
  readonly at: number;
  readonly message: string;
}

/** What is wrong with an expression (in the order of the text), its type, and which way each function is called. */
export function checkExpression(
  e: Expression,
  variables: Declarations,
): { readonly issues: readonly Issue[]; readonly type: Type; readonly chosen: ReadonlyMap<Expression, Overload> } {
  const checker = new Checker();
  const type = checker.type(e, new Map([...TYPE_NAMES, ...variables]));
  return { issues: checker.issues.toSorted((a, b) => a.at - b.at), type: checker.resolved(type), chosen: checker.chosen };
}

const TYPE_NAMES: Declarations = new Map<string, Type>([
  ['bool', typeOf(BOOL)],
  ['int', typeOf(INT)],
  ['uint', typeOf(UINT)],
  ['double', typeOf(DOUBLE)],
  ['string', typeOf(STRING)],
  ['bytes', typeOf(BYTES)],
  ['null_type', typeOf(NULL)],
  ['list', typeOf(listOf(DYN))],
  ['map', typeOf(mapOf(DYN, DYN))],
  ['type', typeOf(typeOf(DYN))],
  ['google.protobuf.Timestamp', typeOf(TIMESTAMP)],
  ['google.protobuf.Duration', typeOf(DURATION)],
  ['optional_type', typeOf(optionalOf(DYN))],
  ...['kubernetes.Quantity', 'net.IP', 'net.CIDR', 'kubernetes.URL', 'kubernetes.Semver', 'kubernetes.NamedFormat'].map(
    (name) => [name, typeOf({ kind: 'opaque', name })] as const,
  ),
]);

/** Literals that are looked into, and by what. */
const LITERALS: Readonly<Record<string, (v: Value) => boolean>> = {
  duration: (v) => typeof v !== 'string' || parseSpan(v) !== undefined,
  timestamp: (v) =>
    typeof v === 'string' ? parseInstant(v) !== undefined : typeof v !== 'bigint' || (v >= -62_135_596_800n && v < 253_402_300_800n),
  matches: (v) => typeof v !== 'string' || patternFault(v) === undefined,
};

class Checker {
  readonly issues: Issue[] = [];
  readonly chosen = new Map<Expression, Overload>();
  /** Whether entries of a literal may differ in type: in what is formatted they may. */
  #mixed = false;
  #known = new Substitution();

  resolved(t: Type): Type {
    return this.#known.resolve(t, true);
  }

  #fault(at: number, message: string): Type {
    this.issues.push({ at, message });
    return ERROR;
  }

  #text(t: Type): string {
    return typeText(this.#known.resolve(t));
  }

  type(e: Expression, scope: Declarations): Type {
    switch (e.op) {
      case 'literal':
        return literalType(e.value);
      case 'name':
        return scope.get(e.name) ?? this.#fault(e.at, `undeclared reference to '${e.name}' (in container '')`);
      case 'select': {
        const name = qualifiedName(e);
        const known = name === undefined ? undefined : scope.get(name);
        return known ?? this.#field(e, this.type(e.of, scope), e.optional);
      }
      case 'has': {
        this.#field(e, this.type(e.of, scope), false);
        return BOOL;
      }
      case 'call':
        return this.#call(e, scope);
      case 'list': {
        let item: Type | undefined;
        for (const i of e.items) item = this.#joined(i.value.at, item, this.#element(this.type(i.value, scope), i.optional, i.value.at));
        return listOf(item ?? this.#known.fresh());
      }
      case 'map': {
        let key: Type | undefined;
        let value: Type | undefined;
        for (const x of e.entries) {
          key = this.#joined(x.key.at, key, this.type(x.key, scope));
          value = this.#joined(x.value.at, value, this.#element(this.type(x.value, scope), x.optional, x.value.at));
        }
        return mapOf(key ?? this.#known.fresh(), value ?? this.#known.fresh());
      }
      case 'macro':
        return this.#macro(e, scope);
    }
  }

  /** What an entry of a literal holds: of an optional one, what it would. */
  #element(t: Type, optional: boolean, at: number): Type {
    if (!optional) return t;
    const found = this.#known.resolve(t);
    const held = heldBy(found);
    return (
      held ??
      (found.kind === 'dyn' || found.kind === 'error'
        ? found
        : this.#fault(at, `expected type 'optional_type(${typeText(found)})' but found '${typeText(found)}'`))
    );
  }

  #joined(at: number, before: Type | undefined, t: Type): Type {
    if (!before) return t;
    const tried = this.#known.copy();
    const fits = tried.assignable(t, before);
    if (this.#mixed && (!fits || typeText(tried.resolve(t)) !== typeText(tried.resolve(before)))) return DYN;
    if (fits) this.#known = tried;
    if (
      !fits ||
      lessSpecific(this.#known.resolve(t), this.#known.resolve(before)) ||
      lessSpecific(this.#known.resolve(before), this.#known.resolve(t))
    )
      return this.#fault(at, `expected type '${this.#text(before)}' but found '${this.#text(t)}'`);
    return before;
  }

  #field(e: { readonly at: number; readonly field: string }, of: Type, optional: boolean): Type {
    const t = this.#known.resolve(of);
    const held = heldBy(t);
    const inner = held ?? t;
    const found = this.#member(e, inner);
    return held || optional ? (heldBy(found) ? found : optionalOf(found)) : found;
  }

  #member(e: { readonly at: number; readonly field: string }, t: Type): Type {
    switch (t.kind) {
      case 'map':
        return t.value;
      case 'object':
        return t.fields.get(e.field) ?? t.fields.get(`__${e.field}__`) ?? this.#fault(e.at, `undefined field '${e.field}'`);
      case 'var':
        this.#known.assignable(DYN, t);
        return DYN;
      case 'dyn':
      case 'error':
        return t;
      default:
        return this.#fault(e.at, `type '${typeText(t)}' does not support field selection`);
    }
  }

  #call(e: Extract<Expression, { op: 'call' }>, scope: Declarations): Type {
    const prefix = e.target && qualifiedName(e.target);
    const name = prefix !== undefined && LIBRARY.has(`${prefix}.${e.name}`) ? `${prefix}.${e.name}` : e.name;
    const method = e.target !== undefined && name === e.name;
    const overloads = LIBRARY.get(name);
    const receiver = method ? [this.type(e.target as Expression, scope)] : [];
    if (!overloads || (prefix === undefined && name.includes('.')))
      return this.#fault(e.at, `undeclared reference to '${e.name}' (in container '')`);
    const mixed = this.#mixed;
    this.#mixed ||= name === 'format';
    const args = [...receiver, ...e.args.map((a) => this.type(a, scope))];
    this.#mixed = mixed;
    const result = this.#resolved(
      e,
      overloads.filter((o) => o.method === method),
      args,
    );
    const check = LITERALS[name];
    const last = e.args.at(-1);
    if (result && check && last?.op === 'literal' && !check(last.value)) this.#fault(last.at, `invalid ${name} argument`);
    if (result) return result;
    if (args.some((a) => this.#known.resolve(a).kind === 'error')) return ERROR;
    const [first, ...rest] = args.map((a) => this.#text(a));
    return this.#fault(
      e.at,
      `found no matching overload for '${name}' applied to '${method ? `${first}.(${rest.join(', ')})` : `(${[...(first === undefined ? [] : [first]), ...rest].join(', ')})`}'`,
    );
  }

  /** The type of a call by its overloads: dyn where several that fit differ. */
  #resolved(e: Expression, overloads: readonly Overload[], args: readonly Type[]): Type | undefined {
    let result: Type | undefined;
    let kept: Substitution | undefined;
    const fit: Overload[] = [];
    for (const o of overloads) {
      if (o.params.length !== args.length) continue;
      const tried = this.#known.copy();
      const signature = tried.instantiate([...o.params, o.result]);
      if (!args.every((a, i) => tried.assignable(a, signature[i] as Type))) continue;
      fit.push(o);
      const own = tried.resolve(signature.at(-1) as Type);
      if (!result) {
        result = own;
        kept = tried;
      } else if (typeText(result) !== typeText(own)) result = DYN;
    }
    if (kept) this.#known = kept;
    if (fit.length === 1) this.chosen.set(e, fit[0] as Overload);
    return result;
  }

  #macro(e: Macro, scope: Declarations): Type {
    const of = this.#known.resolve(this.type(e.of, scope));
    if (e.name === 'optMap' || e.name === 'optFlatMap') return this.#optional(e, of, scope);
    const range = this.#range(e, of);
    const [first, second] = e.names as [string, string | undefined];
    const map = of.kind === 'map';
    const inside = new Map(scope);
    if (second === undefined) inside.set(first, range.one);
    else inside.set(first, range.first).set(second, range.second);
    const condition = (part: Expression, found: string, more = '') => {
      const t = this.#known.resolve(this.type(part, inside));
      if (!this.#known.assignable(t, BOOL))
        this.#fault(
          e.at,
          `found no matching overload for '${found}' applied to '${found === '_?_:_' ? `(${typeText(t)}, ${more}, ${more})` : `(bool, ${typeText(t)})`}'`,
        );
    };
    const [one, two] = e.parts as [Expression, Expression | undefined];
    const filtered = (result: () => Type, text: (t: Type) => string): Type => {
      if (!two) return result();
      condition(one, '_?_:_', text(result()));
      return result();
    };
    const last = two ?? one;
    const body = () => this.type(last, inside);
    switch (e.name) {
      case 'all':
        condition(one, '_&&_');
        return BOOL;
      case 'exists':
        condition(one, '_||_');
        return BOOL;
      case 'existsOne':
        condition(one, '_?_:_', 'int');
        return BOOL;
      case 'filter': {
        const t = listOf(range.one);
        condition(one, '_?_:_', this.#text(t));
        return t;
      }
      case 'sortBy':
        body();
        return listOf(range.one);
      case 'map':
      case 'transformList': {
        let t: Type | undefined;
        return filtered(
          () => (t ??= listOf(body())),
          (x) => this.#text(x),
        );
      }
      case 'transformMap': {
        let t: Type | undefined;
        return filtered(
          () => (t ??= mapOf(map ? range.first : INT, body())),
          (x) => this.#text(x),
        );
      }
      default: {
        let t: Type | undefined;
        return filtered(
          () => {
            if (t) return t;
            const made = this.#known.resolve(body());
            return (t =
              made.kind === 'map' || made.kind === 'dyn'
                ? made
                : this.#fault(last.at, `expected type 'map(dyn, dyn)' but found '${typeText(made)}'`));
          },
          (x) => this.#text(x),
        );
      }
    }
  }

  /** What a macro goes over, for one variable and for two. */
  #range(e: Macro, of: Type): { readonly one: Type; readonly first: Type; readonly second: Type } {
    if (of.kind === 'list') return { one: of.of, first: INT, second: of.of };
    if (of.kind === 'map') return { one: of.key, first: of.key, second: of.value };
    if (of.kind === 'dyn' || of.kind === 'error' || of.kind === 'var') return { one: DYN, first: DYN, second: DYN };
    const wrong = this.#fault(
      e.of.at,
      `expression of type '${typeText(of)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
    );
    return { one: wrong, first: wrong, second: wrong };
  }

  #optional(e: Macro, of: Type, scope: Declarations): Type {
    const held =
      heldBy(of) ??
      (of.kind === 'dyn' || of.kind === 'error'
        ? DYN
        : this.#fault(e.at, `found no matching overload for 'hasValue' applied to '${typeText(of)}.()'`));
    const body = this.type(e.parts[0] as Expression, new Map(scope).set(e.names[0] as string, held));
    if (e.name === 'optMap') return optionalOf(body);
    const found = this.#known.resolve(body);
    return heldBy(found) || found.kind === 'dyn' || found.kind === 'error'
      ? found
      : this.#fault(e.at, `found no matching overload for '_?_:_' applied to '(bool, ${typeText(found)}, optional_type(dyn))'`);
  }
}

function literalType(v: unknown): Type {
  switch (typeof v) {
    case 'bigint':
      return INT;
    case 'number':
      return DOUBLE;
    case 'string':
      return STRING;
    case 'boolean':
      return BOOL;
    default:
      return v === null ? NULL : v instanceof UintValue ? UINT : BYTES;
  }
}
