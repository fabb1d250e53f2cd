/** From one type to another, and sizes. Source: cel-go's common/stdlib and common/types. */
import { base64Bytes, textOfBase64, utf8 } from '../../api/base64.ts';
import { fn, method, type Overload } from '../overload.ts';
import {
  EvaluationError,
  type Instant,
  type Span,
  typeName,
  TypeValue,
  UintValue,
  type ListValue,
  type MapValue,
  type Value,
} from '../value.ts';
import { doubleText } from '../../api/double-text.ts';
import { instant, int, span, uint } from './operators.ts';
import { instantText, parseInstant, parseSpan, spanText } from './times.ts';

const failed = (from: string, to: string) => new EvaluationError(`type conversion error from '${from}' to '${to}'`);

function whole(n: number): bigint {
  if (!Number.isFinite(n) || n >= 2 ** 63 || n <= -(2 ** 63)) throw new EvaluationError('integer overflow');
  return BigInt(Math.trunc(n));
}

function wholeText(text: string, to: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw failed('string', to);
  const n = BigInt(text.replace(/^\+/, ''));
  if (to === 'int' ? n >= 2n ** 63n || n < -(2n ** 63n) : n < 0n || n >= 2n ** 64n) throw failed('string', to);
  return n;
}

function double(text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (/^nan$/i.test(text)) return Number.NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  throw failed('string', 'double');
}

function bool(text: string): boolean {
  if (['true', 'True', 'TRUE', 't', '1'].includes(text)) return true;
  if (['false', 'False', 'FALSE', 'f', '0'].includes(text)) return false;
  throw failed('string', 'bool');
}

function textOf(bytes: Uint8Array): string {
  const text = textOfBase64(base64Bytes([...bytes]));
  if (text.includes('\ufffd')) throw new EvaluationError('invalid UTF-8 in bytes, cannot convert to string');
  return text;
}

function timeOf(text: string): Instant {
  const t = parseInstant(text);
  if (!t) throw failed('string', 'google.protobuf.Timestamp');
  return instant(t.nanos, t.offset);
}

function spanOf(text: string): Span {
  const nanos = parseSpan(text);
  if (nanos === undefined) throw failed('string', 'google.protobuf.Duration');
  return span(nanos);
}

const length = (s: string) => BigInt([...s].length);
const SECOND = 1_000_000_000n;

export const CONVERSIONS: readonly Overload[] = [
  fn('size(string): int', length),
  method('string.size(): int', length),
  fn('size(bytes): int', (b: Uint8Array) => BigInt(b.length)),
  method('bytes.size(): int', (b: Uint8Array) => BigInt(b.length)),
  fn('size(list(A)): int', (l: ListValue) => BigInt(l.items.length)),
  method('list(A).size(): int', (l: ListValue) => BigInt(l.items.length)),
  fn('size(map(A, B)): int', (m: MapValue) => BigInt(m.entries.size)),
  method('map(A, B).size(): int', (m: MapValue) => BigInt(m.entries.size)),
  fn('dyn(A): dyn', (v: Value) => v),
  fn('type(A): type(A)', (v: Value) => new TypeValue(typeName(v))),
  fn('int(int): int', (n: bigint) => n),
  fn('int(double): int', whole),
  fn('int(string): int', (s: string) => wholeText(s, 'int')),
  fn('int(uint): int', (n: UintValue) => int(n.value)),
  fn('int(timestamp): int', (t: Instant) => (t.nanos - (((t.nanos % SECOND) + SECOND) % SECOND)) / SECOND),
  fn('int(duration): int', (d: Span) => d.nanos),
  fn('uint(uint): uint', (n: UintValue) => n),
  fn('uint(int): uint', (n: bigint) => uint(n)),
  fn('uint(double): uint', (n: number) => uint(whole(n))),
  fn('uint(string): uint', (s: string) => new UintValue(wholeText(s, 'uint'))),
  fn('double(double): double', (n: number) => n),
  fn('double(int): double', (n: bigint) => Number(n)),
  fn('double(uint): double', (n: UintValue) => Number(n.value)),
  fn('double(string): double', double),
  fn('bool(bool): bool', (b: boolean) => b),
  fn('bool(string): bool', bool),
  fn('string(string): string', (s: string) => s),
  fn('string(bool): string', String),
  fn('string(int): string', String),
  fn('string(uint): string', (n: UintValue) => String(n.value)),
  fn('string(double): string', doubleText),
  fn('string(bytes): string', textOf),
  fn('string(timestamp): string', (t: Instant) => instantText(t)),
  fn('string(duration): string', (d: Span) => spanText(d.nanos)),
  fn('bytes(bytes): bytes', (b: Uint8Array) => b),
  fn('bytes(string): bytes', (s: string) => Uint8Array.from(utf8(s))),
  fn('timestamp(timestamp): timestamp', (t: Instant) => t),
  fn('timestamp(string): timestamp', timeOf),
  fn('timestamp(int): timestamp', (n: bigint) => instant(n * SECOND)),
  fn('duration(duration): duration', (d: Span) => d),
  fn('duration(string): duration', spanOf),
  fn('duration(int): duration', (n: bigint) => span(n)),
];
