import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { mentions, parseExpression, UnsupportedExpression } from './syntax.ts';
import { ListValue, MapValue, type Value } from './value.ts';

const self = new MapValue(new Map<string, Value>([['replicas', 3n], ['name', 'web-1'], ['ratio', 0.5], ['list', new ListValue(['b', 'a'], 'set')], ['x-y', 1n], ['map', new MapValue(new Map([['k', 'v']]))]]));
const run = (text: string) => { try { return evaluate(parseExpression(text), new Map([['self', self]])); } catch (e) { return e instanceof UnsupportedExpression ? 'unsupported' : (e as Error).message; } };

describe('expressions', () => {
  test.each<readonly [string, unknown]>([
    ['1 + 2 * 3 - -4 == 11 && 7 / 2 == 3 && 7 % 4 == 3', true], ['!(self.replicas > 3) && self.replicas in [1, 2, 3]', true], ['self.replicas > 2 ? "many" : "few"', 'many'],
    ['has(self.name) && !has(self.missing)', true], ['self.missing == 1', 'no such key: missing'], ['self.missing == 1 || true', true], ['false && self.missing == 1', false],
    ['self.list.all(x, x.size() == 1) && self.list.exists(x, x == "a") && self.list.exists_one(x, x == "b")', true], ['self.list == ["a", "b"]', true], ['self.list.map(x, x + "!").filter(y, y != "a!").join(",")', 'b!'],
    ["self.name.startsWith('web') && self.name.matches('^[a-z]+-[0-9]$') && self.name.split('-')[1] == '1'", true], ['size(self.map) == 1 && "k" in self.map && self.map["k"] == "v"', true],
    ['self.x__dash__y == 1', true], ['self.ratio < 1.0 && self.ratio * 2.0 == 1.0', true], ['1 / 0', 'division by zero'], ['9223372036854775807 + 1', 'integer overflow'], ['"a" + 1', 'no such overload'], ['self.list[5]', 'index out of bounds: 5'],
    ['[1, 2, 3].sum() == 6 && [3, 1].max() == 3 && ![2, 1].isSorted()', true], ['self.map.all(k, k == "k")', true], [String.raw`"a\tb" == r"a" + "\t" + 'b'`, true], ['"abc".substring(1, 2) + "abcb".lastIndexOf("b").string()', 'unsupported'],
    ['self.?name.orValue("")', 'unsupported'], ['1u == 1u', 'unsupported'], ['timestamp("2026-01-01T00:00:00Z")', 'unsupported'], ['(', 'unsupported'],
  ])('%s', (text, value) => { expect(run(text)).toEqual(value); });

  test('tell whether they speak of what was', () => {
    expect(['self.a.all(x, x == oldSelf)', 'self.oldSelf == "oldSelf"'].map((t) => mentions(parseExpression(t), 'oldSelf'))).toEqual([true, false]);
  });
});
