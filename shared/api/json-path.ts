/**
 * JSONPath as kubectl, printer columns and selectable fields use it: '.spec.size', "['a.b']", '[0]', '[-1:]', '[*]',
 * '..name', "[?(@.type=='Ready')]". Source: client-go's util/jsonpath; "JSONPath Support".
 */
import { isObject, type JsonObject } from './json.ts';

/** A path made ready: what it finds in a value, in order; missing keys find nothing. */
export type JsonPath = (value: unknown) => readonly unknown[];

/** A path that cannot be read. */
export class JsonPathError extends Error {}

type Step = (values: readonly unknown[], root: unknown) => readonly unknown[];

/** Reads a path without its braces. Throws JsonPathError. */
export function parseJsonPath(text: string): JsonPath {
  const reader = { text, at: text.startsWith('$') || text.startsWith('@') ? 1 : 0 };
  const steps: Step[] = [];
  while (reader.at < text.length) steps.push(readStep(reader));
  return (value) => steps.reduce<readonly unknown[]>((found, step) => step(found, value), [value]);
}

interface Reader {
  readonly text: string;
  at: number;
}

function readStep(r: Reader): Step {
  const { text } = r;
  if (text.startsWith('..', r.at)) {
    r.at += 2;
    if (text[r.at] === '[') {
      const inner = readBracket(r);
      return (values, root) => inner(values.flatMap(descendants), root);
    }
    const name = readName(r);
    return (values) => values.flatMap(descendants).flatMap((v) => (name === '*' ? children(v) : member(v, name)));
  }
  if (text[r.at] === '.') {
    r.at++;
    if (text[r.at] === '[') return readBracket(r);
    const name = readName(r);
    return (values) => values.flatMap((v) => (name === '*' ? children(v) : member(v, name)));
  }
  if (text[r.at] === '[') return readBracket(r);
  if (r.at === 0) {
    const name = readName(r);
    return (values) => values.flatMap((v) => member(v, name));
  }
  throw new JsonPathError(`unrecognized character in action: ${text.slice(r.at)}`);
}

/** A name up to the next dot or bracket; a backslash makes the next character part of it. */
function readName(r: Reader): string {
  let name = '';
  for (; r.at < r.text.length; r.at++) {
    const c = r.text[r.at] as string;
    if (c === '\\' && r.at + 1 < r.text.length) name += r.text[++r.at];
    else if (c === '.' || c === '[') break;
    else name += c;
  }
  return name;
}

function readBracket(r: Reader): Step {
  const end = closing(r.text, r.at);
  const inner = r.text.slice(r.at + 1, end).trim();
  r.at = end + 1;
  const filter = /^\?\((.*)\)$/s.exec(inner);
  if (filter) {
    const holds = readFilter((filter[1] as string).trim());
    return (values, root) => values.flatMap((v) => (Array.isArray(v) ? v.filter((x) => holds(x, root)) : []));
  }
  const parts = splitOutside(inner, ',').map((p) => readSubscript(p.trim()));
  return (values) => values.flatMap((v) => parts.flatMap((p) => p(v)));
}

/** Where the bracket that opens at `from` closes; quotes hide brackets. */
function closing(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let i = from; i < text.length; i++) {
    const c = text[i] as string;
    if (quote) {
      if (c === quote) quote = '';
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '[' || c === '(') depth++;
    else if ((c === ']' || c === ')') && --depth === 0) return i;
  }
  throw new JsonPathError('unterminated array');
}

function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let quote = '';
  for (const c of text) {
    if (quote ? c === quote : c === "'" || c === '"') quote = quote ? '' : c;
    if (c === separator && !quote) {
      parts.push(part);
      part = '';
    } else part += c;
  }
  return [...parts, part];
}

function readSubscript(text: string): (v: unknown) => readonly unknown[] {
  const quoted = /^(['"])(.*)\1$/s.exec(text);
  if (quoted) return (v) => member(v, quoted[2] as string);
  if (text === '*') return children;
  if (/^-?\d+$/.test(text)) {
    const n = Number(text);
    return (v) => (Array.isArray(v) && v.at(n) !== undefined ? [v.at(n)] : []);
  }
  const slice = /^(-?\d*):(-?\d*)(?::(\d+))?$/.exec(text);
  if (!slice) throw new JsonPathError(`invalid array index ${text}`);
  const [, from, to, by] = slice;
  const step = Number(by ?? 1);
  return (v) => (Array.isArray(v) ? v.slice(from ? Number(from) : 0, to ? Number(to) : undefined).filter((_, i) => i % step === 0) : []);
}

const OPERATORS = ['==', '!=', '<=', '>=', '<', '>'] as const;

/** A condition on an entry: that a path leads somewhere, or how what it leads to compares. */
function readFilter(text: string): (entry: unknown, root: unknown) => boolean {
  const operator = operatorIn(text);
  const side = (part: string) => readOperand(part.trim());
  if (!operator) {
    const path = side(text);
    return (entry, root) => path(entry, root).length > 0;
  }
  const left = side(text.slice(0, operator.at));
  const right = side(text.slice(operator.at + operator.sign.length));
  return (entry, root) => left(entry, root).some((a) => right(entry, root).some((b) => compare(a, b, operator.sign)));
}

function operatorIn(text: string): { readonly at: number; readonly sign: string } | undefined {
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (quote ? c === quote : c === "'" || c === '"') {
      quote = quote ? '' : c;
      continue;
    }
    const sign = quote ? undefined : OPERATORS.find((o) => text.startsWith(o, i));
    if (sign) return { at: i, sign };
  }
  return undefined;
}

function readOperand(text: string): (entry: unknown, root: unknown) => readonly unknown[] {
  const quoted = /^(['"])(.*)\1$/s.exec(text);
  if (quoted) return () => [quoted[2]];
  if (text === 'true' || text === 'false') return () => [text === 'true'];
  if (/^-?\d+(\.\d+)?$/.test(text)) return () => [Number(text)];
  const path = parseJsonPath(text);
  return (entry, root) => path(text.startsWith('$') ? root : entry);
}

function compare(a: unknown, b: unknown, sign: string): boolean {
  switch (sign) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    default: {
      if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) return false;
      const [x, y] = [a, b as typeof a];
      return sign === '<' ? x < y : sign === '>' ? x > y : sign === '<=' ? x <= y : x >= y;
    }
  }
}

const member = (v: unknown, name: string): readonly unknown[] => (isObject(v) && Object.hasOwn(v, name) ? [v[name]] : []);
const children = (v: unknown): readonly unknown[] => (Array.isArray(v) ? v : isObject(v) ? Object.values(v as JsonObject) : []);

function descendants(v: unknown): readonly unknown[] {
  return [v, ...children(v).flatMap(descendants)];
}

/** A value that was found, as text: lists and maps as JSON. */
export function jsonPathText(v: unknown): string {
  return typeof v === 'object' && v !== null
    ? JSON.stringify(v)
    : v === null || v === undefined
      ? ''
      : String(v as string | number | boolean);
}
