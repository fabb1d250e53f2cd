import { expect, test } from 'vitest';
import { canonicalDuration, canonicalMicroTime, canonicalTime } from './times.ts';

test('times are refused in the words of Go', () => {
  const refuse = (text: string, canonical = canonicalTime) => {
    try {
      canonical(text);
    } catch (e) {
      return (e as Error).message;
    }
    return 'accepted';
  };
  expect(refuse('2026-13-01T00:00:00Z')).toBe('parsing time "2026-13-01T00:00:00Z": month out of range');
  expect(refuse('2026-02-30T00:00:00Z')).toBe('parsing time "2026-02-30T00:00:00Z": day out of range');
  expect(refuse('2026-02-03')).toBe('parsing time "2026-02-03" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"');
  expect(refuse('2026-02-03T00:00:00Zx')).toBe('parsing time "2026-02-03T00:00:00Zx": extra text: "x"');
  expect(refuse('2026-02-03T00:00:00Z', canonicalMicroTime)).toBe(
    'parsing time "2026-02-03T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
  );
  expect(canonicalMicroTime('2026-02-03T01:00:00.123456+01:00')).toBe('2026-02-03T00:00:00.123456Z');
  expect(canonicalTime('2026-02-03T00:00:00.9Z')).toBe('2026-02-03T00:00:00Z');
  expect(canonicalTime('0001-01-01T00:00:00Z')).toBeNull();
});

test.each([
  ['90s', '1m30s'],
  ['1h', '1h0m0s'],
  ['1.5ms', '1.5ms'],
  ['-2m', '-2m0s'],
  ['0', '0s'],
  ['1500us', '1.5ms'],
])('span %s', (text, canonical) => expect(canonicalDuration(text)).toBe(canonical));
