import { expect, test } from 'vitest';
import { readYaml, YamlError } from './yaml.ts';

test.each([
  ['a: b: c', 'yaml: mapping values are not allowed in this context'],
  ['x: 1\na: [\n', 'yaml: line 2: did not find expected node content'],
  ['a: 1\n\tb: 2', 'yaml: line 2: found character that cannot start any token'],
  ['a: *x', "yaml: unknown anchor 'x' referenced"],
  [
    `a: &a [x]\n${'bcdefghijklmnop'
      .split('')
      .map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefghijklmnop'[i]}`).join(',')}]`)
      .join('\n')}`,
    'yaml: document contains excessive aliasing',
  ],
])('%j is no YAML', (text, why) => {
  expect(() => readYaml(text)).toThrow(new YamlError(why));
});

test('of a key that comes twice the last counts, and it is told', () => {
  const { value, repeated } = readYaml('a: 1\na: 2\n"b": {c: 1, c: 2}');
  expect(value).toEqual({ a: 2, b: { c: 2 } });
  expect(repeated).toEqual(['line 2: key "a" already set in map', 'line 3: key "c" already set in map']);
});
