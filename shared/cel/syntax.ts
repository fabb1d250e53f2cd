/**
 * Expressions of the Common Expression Language as trees. What Kubernetes' rules seldom use (optionals, bytes, unsigned
 * numbers, messages) is refused. Source: the CEL language definition, "Grammar".
 */

/** A tree. Integers are bigints, doubles numbers. */
export type Expression =
  | { readonly op: 'literal'; readonly value: bigint | number | string | boolean | null }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'select'; readonly of: Expression; readonly field: string }
  | { readonly op: 'index'; readonly of: Expression; readonly by: Expression }
  | { readonly op: 'call'; readonly name: string; readonly target?: Expression; readonly args: readonly Expression[] }
  | { readonly op: 'list'; readonly items: readonly Expression[] }
  | { readonly op: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly op: 'not' | 'negate'; readonly of: Expression }
  | { readonly op: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly op: 'choose'; readonly when: Expression; readonly then: Expression; readonly otherwise: Expression };

/** An expression, or a part of one, that this reading of the language does not know. */
export class UnsupportedExpression extends Error {}

interface Token { readonly type: 'number' | 'string' | 'name' | 'sign' | 'end'; readonly text: string; readonly value?: bigint | number | string }

const TOKEN = /\s+|\/\/[^\n]*|(0[xX][0-9a-fA-F]+|\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|\d+)(u?)|([rR]?)("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|([A-Za-z_][A-Za-z0-9_]*)|(&&|\|\||[=!<>]=|[-+*/%!<>?:.,()[\]{}])/y;

function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex, m = TOKEN.exec(text);
    if (!m) throw new UnsupportedExpression(`unexpected ${text.slice(at, at + 10)}`);
    const [, number, unsigned, raw, string, name, sign] = m;
    if (number !== undefined) {
      if (unsigned) throw new UnsupportedExpression('unsigned numbers');
      found.push({ type: 'number', text: number, value: /^(0[xX][0-9a-fA-F]+|\d+)$/.test(number) ? BigInt(number) : Number(number) });
    } else if (string !== undefined) {
      const inner = string.startsWith('"""') || string.startsWith("'''") ? string.slice(3, -3) : string.slice(1, -1);
      found.push({ type: 'string', text: string, value: raw ? inner : unescaped(inner) });
    } else if (name !== undefined) found.push({ type: 'name', text: name });
    else if (sign !== undefined) found.push({ type: 'sign', text: sign });
  }
  return [...found, { type: 'end', text: '' }];
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"', '`': '`', '?': '?' };

function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))/gs, (_all, x?: string, u?: string, U?: string, octal?: string, c?: string) => {
    const hex = x ?? u ?? U;
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    const known = ESCAPES[c as string];
    if (known === undefined) throw new UnsupportedExpression(`escape \\${c}`);
    return known;
  });
}

const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!=', '<=', '>=', '<', '>', 'in'], ['+', '-'], ['*', '/', '%']];
const MAX_DEPTH = 100;

/** Reads an expression. Throws UnsupportedExpression. */
export function parseExpression(text: string): Expression {
  const list = tokens(text);
  let at = 0, depth = 0;
  const peek = () => list[at] as Token, is = (sign: string) => { const t = peek(); return (t.type === 'sign' || t.type === 'name') && t.text === sign; };
  const take = () => list[at++] as Token;
  const expect = (sign: string) => { if (!is(sign)) throw new UnsupportedExpression(`expected ${sign} before ${peek().text}`); at++; };

  function whole(): Expression {
    if (++depth > MAX_DEPTH) throw new UnsupportedExpression('nested too deep');
    const when = binary(0);
    depth--;
    if (!is('?')) return when;
    at++;
    const then = whole();
    expect(':');
    return { op: 'choose', when, then, otherwise: whole() };
  }

  function binary(level: number): Expression {
    const signs = LEVELS[level];
    if (!signs) return unary();
    let left = binary(level + 1);
    while (signs.some(is)) { const sign = take().text; left = { op: 'binary', sign, left, right: binary(level + 1) }; }
    return left;
  }

  function unary(): Expression {
    if (is('!')) { at++; return { op: 'not', of: unary() }; }
    if (is('-')) { at++; return { op: 'negate', of: unary() }; }
    return member();
  }

  function member(): Expression {
    let e = primary();
    for (;;) {
      if (is('.')) {
        at++;
        const field = take();
        if (field.type !== 'name') throw new UnsupportedExpression(`field ${field.text}`);
        e = is('(') ? { op: 'call', name: field.text, target: e, args: args() } : { op: 'select', of: e, field: field.text };
      } else if (is('[')) {
        at++;
        const by = whole();
        expect(']');
        e = { op: 'index', of: e, by };
      } else return e;
    }
  }

  function args(): readonly Expression[] { expect('('); return until(')'); }

  function until(end: string): readonly Expression[] {
    const items: Expression[] = [];
    while (!is(end)) { items.push(whole()); if (!is(end)) expect(','); }
    expect(end);
    return items;
  }

  function primary(): Expression {
    const t = take();
    if (t.type === 'number' || t.type === 'string') return { op: 'literal', value: t.value as bigint | number | string };
    if (t.type === 'name') {
      if (t.text === 'true' || t.text === 'false') return { op: 'literal', value: t.text === 'true' };
      if (t.text === 'null') return { op: 'literal', value: null };
      if (is('{')) throw new UnsupportedExpression('messages');
      return is('(') ? { op: 'call', name: t.text, args: args() } : { op: 'name', name: t.text };
    }
    if (t.text === '(') { const e = whole(); expect(')'); return e; }
    if (t.text === '[') return { op: 'list', items: until(']') };
    if (t.text === '{') {
      const entries: (readonly [Expression, Expression])[] = [];
      while (!is('}')) { const key = whole(); expect(':'); entries.push([key, whole()]); if (!is('}')) expect(','); }
      expect('}');
      return { op: 'map', entries };
    }
    throw new UnsupportedExpression(`unexpected ${t.text || 'end'}`);
  }

  const e = whole();
  if (peek().type !== 'end') throw new UnsupportedExpression(`unexpected ${peek().text}`);
  return e;
}

/** Whether an expression speaks of a variable. */
export function mentions(e: Expression, name: string): boolean {
  switch (e.op) {
    case 'literal': return false;
    case 'name': return e.name === name;
    case 'select': case 'not': case 'negate': return mentions(e.of, name);
    case 'index': return mentions(e.of, name) || mentions(e.by, name);
    case 'call': return (e.target ? mentions(e.target, name) : false) || e.args.some((a) => mentions(a, name));
    case 'list': return e.items.some((i) => mentions(i, name));
    case 'map': return e.entries.some(([k, v]) => mentions(k, name) || mentions(v, name));
    case 'binary': return mentions(e.left, name) || mentions(e.right, name);
    case 'choose': return mentions(e.when, name) || mentions(e.then, name) || mentions(e.otherwise, name);
  }
}
