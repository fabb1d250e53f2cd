/**
 * JSON text to values, with what JSON.parse forgets: keys that come twice, numbers as they were written, and messages
 * in the words of Go's scanner. '__proto__' is a plain key; depth is bounded.
 * Source: sigs.k8s.io/json, whose scanner reports the first byte that does not fit.
 */
import { setOwn } from '../json.ts';
import { GO_ESCAPES } from '../errors.ts';
import { DecodeError } from './error.ts';
import { ExactNumber } from './number.ts';

/** How deep values may be nested. */
export const MAX_DEPTH = 1000;

/** The fields of those objects in which a key came more than once, as they came; other objects are not in it. */
export type Repeats = ReadonlyMap<object, readonly (readonly [key: string, value: unknown])[]>;

/** A parsed text. Numbers that a double cannot give back are ExactNumbers. */
export interface Parsed {
  readonly value: unknown;
  readonly repeats: Repeats;
}

/** Parses JSON. Throws DecodeError: "unexpected end of JSON input", "invalid character 'x' looking for beginning of value". */
export function parseJson(text: string): Parsed {
  const parser = new Parser(text);
  const value = parser.document();
  return { value, repeats: parser.repeats };
}

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const OPEN = 123;
const CLOSE = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const MINUS = 45;
const PLUS = 43;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '\\': '\\', '/': '/', '"': '"' };

class Parser {
  readonly repeats = new Map<object, [string, unknown][]>();
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    this.#space();
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#unexpected('after top-level value');
    return value;
  }

  #value(): unknown {
    const c = this.#text.charCodeAt(this.#at);
    if (c === QUOTE) return this.#string();
    if (c === OPEN) return this.#object();
    if (c === OPEN_LIST) return this.#list();
    if ((c >= ZERO && c <= NINE) || c === MINUS) return this.#number();
    switch (this.#text[this.#at]) {
      case 't':
        return this.#literal('true', true);
      case 'f':
        return this.#literal('false', false);
      case 'n':
        return this.#literal('null', null);
      default:
        return this.#unexpected('looking for beginning of value');
    }
  }

  #object(): object {
    this.#enter();
    const object: Record<string, unknown> = {};
    let repeated: [string, unknown][] | undefined;
    this.#at++;
    this.#space();
    if (this.#text.charCodeAt(this.#at) === CLOSE) return this.#leave(object);
    for (;;) {
      if (this.#text.charCodeAt(this.#at) !== QUOTE) this.#unexpected('looking for beginning of object key string');
      const key = this.#string();
      this.#space();
      if (this.#text.charCodeAt(this.#at) !== COLON) this.#unexpected('after object key');
      this.#at++;
      this.#space();
      const value = this.#value();
      if (object[key] !== undefined && Object.hasOwn(object, key) && !repeated)
        this.repeats.set(object, (repeated = Object.entries(object)));
      repeated?.push([key, value]);
      setOwn(object, key, value);
      this.#space();
      const next = this.#text.charCodeAt(this.#at);
      if (next === CLOSE) return this.#leave(object);
      if (next !== COMMA) this.#unexpected('after object key:value pair');
      this.#at++;
      this.#space();
    }
  }

  #list(): unknown[] {
    this.#enter();
    const list: unknown[] = [];
    this.#at++;
    this.#space();
    if (this.#text.charCodeAt(this.#at) === CLOSE_LIST) return this.#leave(list);
    for (;;) {
      list.push(this.#value());
      this.#space();
      const next = this.#text.charCodeAt(this.#at);
      if (next === CLOSE_LIST) return this.#leave(list);
      if (next !== COMMA) this.#unexpected('after array element');
      this.#at++;
      this.#space();
    }
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH) this.#unexpected('exceeded max depth');
  }

  #leave<T>(value: T): T {
    this.#depth--;
    this.#at++;
    return value;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at + 1;
    for (let i = start; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === QUOTE) {
        this.#at = i + 1;
        return text.slice(start, i);
      }
      if (c === BACKSLASH || c < 32) return this.#escaped(start, i);
    }
    return this.#end();
  }

  /** The rest of a string from its first escape on. */
  #escaped(start: number, from: number): string {
    const text = this.#text;
    let out = text.slice(start, from);
    for (let i = from; i < text.length;) {
      const c = text.charCodeAt(i);
      if (c === QUOTE) {
        this.#at = i + 1;
        return out.toWellFormed();
      }
      if (c < 32) this.#unexpectedAt(i, 'in string literal');
      if (c !== BACKSLASH) {
        out += text[i++] as string;
        continue;
      }
      const escape = text[i + 1];
      if (escape === undefined) return this.#end();
      if (escape === 'u') {
        for (let k = i + 2; k < i + 6; k++) {
          if (k >= text.length) return this.#end();
          if (!/[0-9a-fA-F]/.test(text[k] as string)) this.#unexpectedAt(k, 'in \\u hexadecimal character escape');
        }
        out += String.fromCharCode(parseInt(text.slice(i + 2, i + 6), 16));
        i += 6;
      } else {
        const plain = SIMPLE_ESCAPES[escape];
        if (plain === undefined) this.#unexpectedAt(i + 1, 'in string escape code');
        out += plain as string;
        i += 2;
      }
    }
    return this.#end();
  }

  #number(): unknown {
    const text = this.#text;
    const start = this.#at;
    let i = start;
    if (text.charCodeAt(i) === MINUS) i++;
    let c = text.charCodeAt(i);
    if (c === ZERO) i++;
    else if (c > ZERO && c <= NINE) i = this.#digits(i);
    else this.#unexpectedAt(i, 'in numeric literal');
    c = text.charCodeAt(i);
    const whole = c !== DOT && (c | 32) !== 101;
    if (c === DOT) {
      if (!this.#isDigit(i + 1)) this.#unexpectedAt(i + 1, 'after decimal point in numeric literal');
      i = this.#digits(i + 1);
      c = text.charCodeAt(i);
    }
    if ((c | 32) === 101) {
      i++;
      c = text.charCodeAt(i);
      if (c === PLUS || c === MINUS) i++;
      if (!this.#isDigit(i)) this.#unexpectedAt(i, 'in exponent of numeric literal');
      i = this.#digits(i);
    }
    this.#at = i;
    if (whole && i - start <= 15) return +text.slice(start, i) + 0;
    return new ExactNumber(text.slice(start, i));
  }

  #isDigit(i: number): boolean {
    const c = this.#text.charCodeAt(i);
    return c >= ZERO && c <= NINE;
  }

  #digits(i: number): number {
    while (this.#isDigit(i)) i++;
    return i;
  }

  #literal<T>(word: string, value: T): T {
    for (let k = 1; k < word.length; k++)
      if (this.#text[this.#at + k] !== word[k]) this.#unexpectedAt(this.#at + k, `in literal ${word} (expecting '${word[k]}')`);
    this.#at += word.length;
    return value;
  }

  #space(): void {
    for (;;) {
      const c = this.#text.charCodeAt(this.#at);
      if (c === 32 || c === 10 || c === 13 || c === 9) this.#at++;
      else return;
    }
  }

  #unexpected(context: string): never {
    return this.#unexpectedAt(this.#at, context);
  }

  #unexpectedAt(i: number, context: string): never {
    const point = this.#text.codePointAt(i);
    if (point === undefined) return this.#end();
    throw new DecodeError(`invalid character ${quotedByte(firstByte(point))} ${context}`);
  }

  #end(): never {
    throw new DecodeError('unexpected end of JSON input');
  }
}

/** Go's scanner goes by bytes of UTF-8: it complains of the first of a character. */
function firstByte(point: number): number {
  return point < 0x80 ? point : point < 0x800 ? 0xc0 | (point >> 6) : point < 0x10000 ? 0xe0 | (point >> 12) : 0xf0 | (point >> 18);
}

const CONTROL: Readonly<Record<string, string>> = { ...GO_ESCAPES, "'": "\\'" };

/** A byte as Go's scanner names it: 'x', '\n', '\x7f', '\u0081', as if it were a character of its own. */
export function quotedByte(byte: number): string {
  const c = String.fromCharCode(byte);
  const hex = byte.toString(16);
  const unprintable =
    (byte >= 0x80 && byte <= 0xa0) || byte === 0xad
      ? `\\u${hex.padStart(4, '0')}`
      : byte < 32 || byte === 127
        ? `\\x${hex.padStart(2, '0')}`
        : c;
  return `'${CONTROL[c] ?? unprintable}'`;
}
