/** The words of an expression, with where they stand. Source: the CEL language definition, "Syntax"; cel-go's lexer. */
import { utf8 } from '../api/base64.ts';
import { UintValue, type Value } from './value.ts';

/** `at` is an offset into the text. A literal's value is made ready. */
export interface Token {
  readonly type: 'number' | 'string' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
  readonly value?: Value;
}

/** What keeps a text from being an expression: where, and why. */
export class SyntaxFault extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const TOKEN =
  /\s+|\/\/[^\n]*|(0[xX][0-9a-fA-F]+|\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|\d+)([uU]?)|([rRbB]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*')|([A-Za-z_][A-Za-z0-9_]*)|(&&|\|\||[=!<>]=|[-+*/%!<>?:.,()[\]{}])/y;
const RAW = /([rR]|[bB][rR]|[rR][bB])("""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n\r]*"|'[^'\n\r]*')/y;

/** Splits a text. Throws SyntaxFault. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    RAW.lastIndex = at;
    const raw = RAW.exec(text);
    if (raw) {
      found.push({ type: 'string', text: raw[0], at, value: literal(inner(raw[2] as string), true, /[bB]/.test(raw[1] as string), at) });
      at = RAW.lastIndex;
      continue;
    }
    TOKEN.lastIndex = at;
    const m = TOKEN.exec(text);
    if (!m) throw new SyntaxFault(at, `Syntax error: token recognition error at: '${text.slice(at, at + 1)}'`);
    const [, number, unsigned, prefix, string, name, sign] = m;
    if (number !== undefined) found.push({ type: 'number', text: m[0], at, value: numberOf(number, unsigned !== '', at) });
    else if (string !== undefined) found.push({ type: 'string', text: m[0], at, value: literal(inner(string), false, prefix !== '', at) });
    else if (name !== undefined) found.push({ type: 'name', text: name, at });
    else if (sign !== undefined) found.push({ type: 'sign', text: sign, at });
    at = TOKEN.lastIndex;
  }
  return [...found, { type: 'end', text: '<EOF>', at: text.length }];
}

const inner = (quoted: string) => (quoted.startsWith('"""') || quoted.startsWith("'''") ? quoted.slice(3, -3) : quoted.slice(1, -1));

function numberOf(text: string, unsigned: boolean, at: number): Value {
  if (!/^(0[xX][0-9a-fA-F]+|\d+)$/.test(text)) return Number(text);
  const n = BigInt(text);
  if (unsigned) {
    if (n >= 2n ** 64n) throw new SyntaxFault(at, 'invalid uint literal');
    return new UintValue(n);
  }
  return n; // whether it is too large is seen with its sign
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '`': '`',
  '?': '?',
};

function literal(text: string, raw: boolean, bytes: boolean, at: number): Value {
  if (!bytes) return raw ? text : (unescaped(text, at, (point) => String.fromCodePoint(point)) as string);
  const out: number[] = [];
  if (raw) out.push(...utf8(text));
  else for (const part of pieces(text, at)) out.push(...(typeof part === 'number' ? [part & 255] : utf8(part)));
  return Uint8Array.from(out);
}

function unescaped(text: string, at: number, point: (code: number) => string): string {
  return pieces(text, at)
    .map((p) => (typeof p === 'number' ? point(p) : p))
    .join('');
}

/** A text with its escapes: those by number are numbers. */
function pieces(text: string, at: number): readonly (string | number)[] {
  const found: (string | number)[] = [];
  let last = 0;
  for (const m of text.matchAll(/\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([\s\S]))/g)) {
    const hex = m[1] ?? m[2] ?? m[3];
    const known = m[5] === undefined ? undefined : ESCAPES[m[5]];
    if (m[5] !== undefined && known === undefined) throw new SyntaxFault(at, `Syntax error: token recognition error at: '${m[0]}'`);
    found.push(text.slice(last, m.index), known ?? (hex === undefined ? Number.parseInt(m[4] as string, 8) : Number.parseInt(hex, 16)));
    last = m.index + m[0].length;
  }
  return [...found, text.slice(last)];
}
