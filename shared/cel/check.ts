/** Whether an expression is sound, and of what type it is. Source: cel-go's checker, and its words. */
import { qualifiedName, type Expression } from './expression.ts';
import { LIBRARY } from './library/index.ts';
import { parseInstant, parseSpan } from './library/times.ts';
import { patternFault } from './library/strings.ts';
import { macroType } from './macro.ts';
import type { Overload } from './overload.ts';
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
  type Substitution,
  TIMESTAMP,
  typeOf,
  typeText,
  UINT,
  type Type,
} from './types.ts';
import { Typing, type Declarations, type Issue } from './typing.ts';
import { UintValue, type Value } from './value.ts';

/** What is wrong with an expression (in the order of the text), its type, and which way each function is called. */
export function checkExpression(
  e: Expression,
  variables: Declarations,
): { readonly issues: readonly Issue[]; readonly type: Type; readonly chosen: ReadonlyMap<Expression, Overload> } {
  const typing = new Typing();
  const checker = new Checker(typing);
  const type = checker.type(e, new Map([...TYPE_NAMES, ...variables]));
  return { issues: typing.issues.toSorted((a, b) => a.at - b.at), type: typing.known.resolve(type, true), chosen: checker.chosen };
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
  readonly chosen = new Map<Expression, Overload>();
  readonly #typing: Typing;
  /** Whether entries of a literal may differ in type: in what is formatted they may. */
  #mixed = false;

  constructor(typing: Typing) {
    this.#typing = typing;
  }

  type(e: Expression, scope: Declarations): Type {
    switch (e.op) {
      case 'literal':
        return literalType(e.value);
      case 'name':
        return scope.get(e.name) ?? this.#typing.fault(e.at, `undeclared reference to '${e.name}' (in container '')`);
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
        return listOf(item ?? this.#typing.known.fresh());
      }
      case 'map': {
        let key: Type | undefined;
        let value: Type | undefined;
        for (const x of e.entries) {
          key = this.#joined(x.key.at, key, this.type(x.key, scope));
          value = this.#joined(x.value.at, value, this.#element(this.type(x.value, scope), x.optional, x.value.at));
        }
        return mapOf(key ?? this.#typing.known.fresh(), value ?? this.#typing.known.fresh());
      }
      case 'macro':
        return macroType(this.#typing, e, scope, (part, inside) => this.type(part, inside));
    }
  }

  /** What an entry of a literal holds: of an optional one, what it would. */
  #element(t: Type, optional: boolean, at: number): Type {
    if (!optional) return t;
    const found = this.#typing.known.resolve(t);
    const held = heldBy(found);
    return (
      held ??
      (found.kind === 'dyn' || found.kind === 'error'
        ? found
        : this.#typing.fault(at, `expected type 'optional_type(${typeText(found)})' but found '${typeText(found)}'`))
    );
  }

  #joined(at: number, before: Type | undefined, t: Type): Type {
    if (!before) return t;
    const tried = this.#typing.known.copy();
    const fits = tried.assignable(t, before);
    if (this.#mixed && (!fits || typeText(tried.resolve(t)) !== typeText(tried.resolve(before)))) return DYN;
    if (fits) this.#typing.known = tried;
    if (
      !fits ||
      lessSpecific(this.#typing.known.resolve(t), this.#typing.known.resolve(before)) ||
      lessSpecific(this.#typing.known.resolve(before), this.#typing.known.resolve(t))
    )
      return this.#typing.fault(at, `expected type '${this.#typing.text(before)}' but found '${this.#typing.text(t)}'`);
    return before;
  }

  #field(e: { readonly at: number; readonly field: string }, of: Type, optional: boolean): Type {
    const t = this.#typing.known.resolve(of);
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
        return t.fields.get(e.field) ?? t.fields.get(`__${e.field}__`) ?? this.#typing.fault(e.at, `undefined field '${e.field}'`);
      case 'var':
        this.#typing.known.assignable(DYN, t);
        return DYN;
      case 'dyn':
      case 'error':
        return t;
      default:
        return this.#typing.fault(e.at, `type '${typeText(t)}' does not support field selection`);
    }
  }

  #call(e: Extract<Expression, { op: 'call' }>, scope: Declarations): Type {
    const prefix = e.target && qualifiedName(e.target);
    const name = prefix !== undefined && LIBRARY.has(`${prefix}.${e.name}`) ? `${prefix}.${e.name}` : e.name;
    const method = e.target !== undefined && name === e.name;
    const overloads = LIBRARY.get(name);
    const receiver = method ? [this.type(e.target as Expression, scope)] : [];
    if (!overloads || (prefix === undefined && name.includes('.')))
      return this.#typing.fault(e.at, `undeclared reference to '${e.name}' (in container '')`);
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
    if (result && check && last?.op === 'literal' && !check(last.value)) this.#typing.fault(last.at, `invalid ${name} argument`);
    if (result) return result;
    if (args.some((a) => this.#typing.known.resolve(a).kind === 'error')) return ERROR;
    const [first, ...rest] = args.map((a) => this.#typing.text(a));
    return this.#typing.fault(
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
      const tried = this.#typing.known.copy();
      const signature = tried.instantiate([...o.params, o.result]);
      if (!args.every((a, i) => tried.assignable(a, signature[i] as Type))) continue;
      fit.push(o);
      const own = tried.resolve(signature.at(-1) as Type);
      if (!result) {
        result = own;
        kept = tried;
      } else if (typeText(result) !== typeText(own)) result = DYN;
    }
    if (kept) this.#typing.known = kept;
    if (fit.length === 1) this.chosen.set(e, fit[0] as Overload);
    return result;
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
