/**
 * Reads an expression of the Common Expression Language. Source: the CEL language definition, "Grammar"; cel-go's parser
 * (positions, and words of what is wrong).
 */
import type { Expression } from './expression.ts';
import { SyntaxFault, tokens, type Token } from './tokens.ts';
import type { Value } from './value.ts';

const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!=', '<=', '>=', '<', '>', 'in'], ['+', '-'], ['*', '/', '%']];
const MAX_DEPTH = 250;
/** Words that are part of the language. */
export const KEYWORDS: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);
/** Words that are kept for later, and name nothing. */
export const RESERVED: ReadonlySet<string> = new Set([
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
]);
const STARTS = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);

/** How many arguments make a call a macro, and how many of those are variables' names. */
const MACROS: Readonly<Record<string, readonly (readonly [args: number, names: number])[]>> = {
  all: [
    [2, 1],
    [3, 2],
  ],
  exists: [
    [2, 1],
    [3, 2],
  ],
  exists_one: [[2, 1]],
  existsOne: [
    [2, 1],
    [3, 2],
  ],
  filter: [[2, 1]],
  map: [
    [2, 1],
    [3, 1],
  ],
  transformList: [
    [3, 2],
    [4, 2],
  ],
  transformMap: [
    [3, 2],
    [4, 2],
  ],
  transformMapEntry: [
    [3, 2],
    [4, 2],
  ],
  sortBy: [[2, 1]],
  optMap: [[2, 1]],
  optFlatMap: [[2, 1]],
};

/** The name of a binary operator as a function. */
const operator = (sign: string) => (sign === 'in' ? '@in' : `_${sign}_`);

/** Reads an expression. Throws SyntaxFault. */
export function parseExpression(text: string): Expression {
  return new Parser(tokens(text)).all();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  constructor(list: readonly Token[]) {
    this.#tokens = list;
  }

  all(): Expression {
    const e = this.#whole();
    const next = this.#peek();
    if (next.type === 'end') return e;
    throw new SyntaxFault(
      next.at,
      `Syntax error: ${(this.#tokens[this.#at + 1] as Token).type === 'end' ? 'extraneous' : 'mismatched'} input '${next.text}' expecting <EOF>`,
    );
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }
  #is(sign: string): boolean {
    const t = this.#peek();
    return (t.type === 'sign' || t.type === 'name') && t.text === sign;
  }
  #take(): Token {
    const t = this.#peek();
    if (t.type !== 'end') this.#at++;
    return t;
  }
  #expect(sign: string): Token {
    if (this.#is(sign)) return this.#take();
    const t = this.#peek();
    throw new SyntaxFault(
      t.at,
      t.type === 'end' ? `Syntax error: missing '${sign}' at '<EOF>'` : `Syntax error: mismatched input '${t.text}' expecting '${sign}'`,
    );
  }

  #whole(): Expression {
    if (++this.#depth > MAX_DEPTH) throw new SyntaxFault(this.#peek().at, `expression recursion limit exceeded: ${MAX_DEPTH}`);
    const when = this.#binary(0);
    if (this.#is('?')) {
      const { at } = this.#take();
      const then = this.#binary(0);
      this.#expect(':');
      const otherwise = this.#whole();
      this.#depth--;
      return { op: 'call', at, name: '_?_:_', args: [when, then, otherwise] };
    }
    this.#depth--;
    return when;
  }

  #binary(level: number): Expression {
    const signs = LEVELS[level];
    if (!signs) return this.#unary();
    let left = this.#binary(level + 1);
    while (signs.some((s) => this.#is(s))) {
      const { at, text } = this.#take();
      left = { op: 'call', at, name: operator(text), args: [left, this.#binary(level + 1)] };
    }
    return left;
  }

  #unary(): Expression {
    const sign = this.#is('!') ? '!' : this.#is('-') ? '-' : undefined;
    if (!sign) return this.#member(this.#primary());
    const { at } = this.#peek();
    let times = 0;
    let last = at;
    while (this.#is(sign)) {
      last = this.#take().at;
      times++;
    }
    const next = this.#peek();
    let of: Expression;
    if (sign === '-' && next.type === 'number' && (typeof next.value === 'bigint' || typeof next.value === 'number')) {
      this.#take();
      times--;
      of = this.#member({ op: 'literal', at: last, value: typeof next.value === 'bigint' ? ranged(-next.value, last) : -next.value });
    } else of = this.#member(this.#primary());
    return times % 2 === 0 ? of : { op: 'call', at, name: `${sign}_`, args: [of] };
  }

  #member(first: Expression): Expression {
    let e = first;
    for (;;) {
      if (this.#is('.')) {
        const { at } = this.#take();
        const optional = this.#is('?');
        if (optional) this.#take();
        const field = this.#take();
        if (field.type !== 'name' || KEYWORDS.has(field.text))
          throw new SyntaxFault(
            field.at,
            field.type === 'end'
              ? "Syntax error: no viable alternative at input '.'"
              : `Syntax error: mismatched input '${field.text}' expecting IDENTIFIER`,
          );
        if (this.#is('(') && !optional) {
          const open = this.#peek().at;
          e = this.#called(field.text, open, this.#args(), e);
        } else e = { op: 'select', at, of: e, field: field.text, optional };
      } else if (this.#is('[')) {
        const { at } = this.#take();
        const optional = this.#is('?');
        if (optional) this.#take();
        const by = this.#whole();
        this.#expect(']');
        e = { op: 'call', at, name: optional ? '_[?_]' : '_[_]', args: [e, by] };
      } else return e;
    }
  }

  #args(): readonly Expression[] {
    this.#expect('(');
    const items: Expression[] = [];
    if (!this.#is(')')) {
      do items.push(this.#whole());
      while (this.#more());
    }
    this.#expect(')');
    return items;
  }

  #more(): boolean {
    if (!this.#is(',')) return false;
    this.#take();
    return true;
  }

  /** A call, or the macro that it is. */
  #called(name: string, at: number, args: readonly Expression[], target: Expression | undefined): Expression {
    if (!target && name === 'has' && args.length === 1) {
      const [e] = args as [Expression];
      if (e.op !== 'select' || e.optional) throw new SyntaxFault(e.at, 'invalid argument to has() macro');
      return { op: 'has', at, of: e.of, field: e.field };
    }
    const form = target && Object.hasOwn(MACROS, name) ? MACROS[name]?.find(([n]) => n === args.length) : undefined;
    if (!target || !form) return { op: 'call', at, name, target, args };
    const names = args.slice(0, form[1]).map((a) => {
      if (a.op !== 'name')
        throw new SyntaxFault(
          a.at,
          name.startsWith('opt') ? `${name}() variable name must be a simple identifier` : 'argument must be a simple name',
        );
      return a.name;
    });
    return { op: 'macro', at, name: name === 'exists_one' ? 'existsOne' : name, of: target, names, parts: args.slice(form[1]) };
  }

  #primary(): Expression {
    const t = this.#take();
    const { at } = t;
    if (t.type === 'number' || t.type === 'string')
      return { op: 'literal', at, value: typeof t.value === 'bigint' ? ranged(t.value, at) : (t.value as Value) };
    if (t.type === 'name' && t.text !== 'in') {
      if (t.text === 'true' || t.text === 'false') return { op: 'literal', at, value: t.text === 'true' };
      if (t.text === 'null') return { op: 'literal', at, value: null };
      if (RESERVED.has(t.text)) throw new SyntaxFault(at, `reserved identifier: ${t.text}`);
      if (this.#is('{')) throw new SyntaxFault(this.#peek().at, `undeclared reference to '${t.text}' (in container '')`);
      if (!this.#is('(')) return { op: 'name', at, name: t.text };
      const open = this.#peek().at;
      return this.#called(t.text, open, this.#args(), undefined);
    }
    if (t.text === '.' && t.type === 'sign') return this.#primary();
    if (t.text === '(' && t.type === 'sign') {
      const e = this.#whole();
      this.#expect(')');
      return e;
    }
    if (t.text === '[' && t.type === 'sign')
      return {
        op: 'list',
        at,
        items: this.#until(']', () => {
          const optional = this.#optional();
          return { optional, value: this.#whole() };
        }),
      };
    if (t.text === '{' && t.type === 'sign')
      return {
        op: 'map',
        at,
        entries: this.#until('}', () => {
          const optional = this.#optional();
          const key = this.#whole();
          this.#expect(':');
          return { optional, key, value: this.#whole() };
        }),
      };
    throw new SyntaxFault(at, `Syntax error: mismatched input '${t.text}' expecting ${STARTS}`);
  }

  #optional(): boolean {
    if (!this.#is('?')) return false;
    this.#take();
    return true;
  }

  #until<T>(end: string, one: () => T): readonly T[] {
    const items: T[] = [];
    while (!this.#is(end)) {
      items.push(one());
      if (!this.#more()) break;
    }
    this.#expect(end);
    return items;
  }
}

function ranged(n: bigint, at: number): bigint {
  if (n > MAX_INT || n < MIN_INT) throw new SyntaxFault(at, 'invalid int literal');
  return n;
}
