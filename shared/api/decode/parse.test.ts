import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUntyped } from './decode.ts';
import { DecodeError } from './error.ts';
import { parseJson } from './parse.ts';

describe('JSON text', () => {
  test.each([
    ['', 'unexpected end of JSON input'],
    ['{"a":', 'unexpected end of JSON input'],
    ['{"a"', 'unexpected end of JSON input'],
    ['"\\u12', 'unexpected end of JSON input'],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 2}', "invalid character '2' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['tru}', "invalid character '}' in literal true (expecting 'e')"],
    ['01', "invalid character '1' after top-level value"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['"\n"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
    ['['.repeat(5000), "invalid character '[' exceeded max depth"],
  ])('%s', (text, message) => expect(() => parseJson(text)).toThrow(new DecodeError(message)));

  test('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (v) => {
        const text = JSON.stringify(v);
        expect(JSON.stringify(decodeUntyped({ kind: 'X', v: parseJson(text).value }).value)).toBe(
          JSON.stringify({ kind: 'X', v: JSON.parse(text), metadata: {} }),
        );
      }),
      { seed: 7 },
    );
  });
});
