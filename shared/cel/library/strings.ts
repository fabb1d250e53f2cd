/** Texts and regular expressions. Source: cel-go's ext/strings (version 2); Kubernetes' regex library. */
import { RE2JS } from 're2js';
import { quoted } from '../../api/errors.ts';
import { fn, method, type Overload } from '../overload.ts';
import { EvaluationError, ListValue } from '../value.ts';
import { formatted } from './format-text.ts';

const count = (n: bigint) => Number(n);
const texts = (parts: readonly string[]) => new ListValue(parts);

/** A regular expression; `illegal` is what is said before why it is none. */
function regex(pattern: string, illegal = ''): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (e) {
    throw new EvaluationError(`${illegal}${regexComplaint(e)}`);
  }
}

/** Go's words for a pattern that cannot be read. */
function regexComplaint(e: unknown): string {
  const { message } = e as Error;
  return message.startsWith('error parsing regexp') ? message : `error parsing regexp: ${message}`;
}

/** Why a pattern cannot be read; undefined where it can. */
export function patternFault(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (e) {
    return regexComplaint(e);
  }
}

function charAt(s: string, i: bigint): string {
  const chars = [...s];
  if (count(i) < 0 || count(i) > chars.length) throw new EvaluationError(`index out of range: ${i}`);
  return chars[count(i)] ?? '';
}

function indexOf(s: string, part: string, from = 0n): bigint {
  const chars = [...s];
  const sought = [...part];
  if (part === '') return from;
  if (count(from) < 0) throw new EvaluationError(`index out of range: ${from}`);
  if (count(from) >= chars.length) return -1n;
  for (let i = count(from); i <= chars.length - sought.length; i++) if (sought.every((c, k) => chars[i + k] === c)) return BigInt(i);
  return -1n;
}

function lastIndexOf(s: string, part: string, from?: bigint): bigint {
  const chars = [...s];
  const sought = [...part];
  if (part === '') return from ?? BigInt(chars.length);
  if (from !== undefined && count(from) < 0) throw new EvaluationError(`index out of range: ${from}`);
  if (from !== undefined && count(from) >= chars.length) return -1n;
  for (let i = Math.min(chars.length - sought.length, from === undefined ? chars.length : count(from)); i >= 0; i--)
    if (sought.every((c, k) => chars[i + k] === c)) return BigInt(i);
  return -1n;
}

function substring(s: string, from: bigint, to?: bigint): string {
  const chars = [...s];
  const start = count(from);
  const end = to === undefined ? chars.length : count(to);
  if (start < 0 || start > chars.length) throw new EvaluationError(`index out of range: ${start}`);
  if (end < 0 || end > chars.length) throw new EvaluationError(`index out of range: ${end}`);
  if (start > end) throw new EvaluationError(`invalid substring range. start: ${start}, end: ${end}`);
  return chars.slice(start, end).join('');
}

const pieces = (s: string, by: string): readonly string[] => (by === '' ? [...s] : s.split(by));

function split(s: string, by: string, limit = -1n): ListValue {
  const parts = pieces(s, by);
  const n = count(limit);
  return texts(n < 0 || parts.length <= n ? parts : n === 0 ? [] : [...parts.slice(0, n - 1), parts.slice(n - 1).join(by)]);
}

function replace(s: string, from: string, to: string, limit = -1n): string {
  let out = '';
  let rest = s;
  let n = count(limit);
  if (from === '') {
    const chars = [...s];
    return chars.map((c) => (n === 0 ? c : (n--, to + c))).join('') + (n === 0 ? '' : to);
  }
  for (let at = rest.indexOf(from); at >= 0 && n !== 0; at = rest.indexOf(from), n--) {
    out += rest.slice(0, at) + to;
    rest = rest.slice(at + from.length);
  }
  return out + rest;
}

function join(l: ListValue, by = ''): string {
  return l.items
    .map((x) => {
      if (typeof x !== 'string') throw new EvaluationError('no such overload');
      return x;
    })
    .join(by);
}

function find(s: string, pattern: string): string {
  const m = regex(pattern, 'Illegal regex: ').matcher(s);
  return m.find() ? (m.group() ?? '') : '';
}

function findAll(s: string, pattern: string, limit = -1n): ListValue {
  const m = regex(pattern, 'Illegal regex: ').matcher(s);
  const found: string[] = [];
  while ((limit < 0n || found.length < count(limit)) && m.find()) found.push(m.group() ?? '');
  return texts(found);
}

const matches = (s: string, pattern: string) => regex(pattern).matcher(s).find();
const SPACE = /^[\s\u0085]+|[\s\u0085]+$/g;

export const STRINGS: readonly Overload[] = [
  method('string.contains(string): bool', (s: string, x: string) => s.includes(x)),
  method('string.startsWith(string): bool', (s: string, x: string) => s.startsWith(x)),
  method('string.endsWith(string): bool', (s: string, x: string) => s.endsWith(x)),
  method('string.matches(string): bool', matches),
  fn('matches(string, string): bool', matches),
  method('string.find(string): string', find),
  method('string.findAll(string): list(string)', findAll),
  method('string.findAll(string, int): list(string)', findAll),
  method('string.charAt(int): string', charAt),
  method('string.indexOf(string): int', indexOf),
  method('string.indexOf(string, int): int', indexOf),
  method('string.lastIndexOf(string): int', lastIndexOf),
  method('string.lastIndexOf(string, int): int', lastIndexOf),
  method('string.lowerAscii(): string', (s: string) => s.replace(/[A-Z]/g, (c) => c.toLowerCase())),
  method('string.upperAscii(): string', (s: string) => s.replace(/[a-z]/g, (c) => c.toUpperCase())),
  method('string.trim(): string', (s: string) => s.replace(SPACE, '')),
  method('string.replace(string, string): string', replace),
  method('string.replace(string, string, int): string', replace),
  method('string.split(string): list(string)', split),
  method('string.split(string, int): list(string)', split),
  method('string.substring(int): string', substring),
  method('string.substring(int, int): string', substring),
  method('list(string).join(): string', join),
  method('list(string).join(string): string', join),
  method('string.format(list(dyn)): string', (s: string, args: ListValue) => formatted(s, args.items)),
  fn('strings.quote(string): string', (s: string) => quoted(s)),
];
