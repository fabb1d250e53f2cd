import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { mentions } from './expression.ts';
import { parseExpression } from './parser.ts';
import { DYN, INT, listOf, mapOf, STRING, type Type } from './types.ts';
import { SyntaxFault } from './tokens.ts';
import { EvaluationError, ListValue, MapValue, UnsupportedExpression, type Value } from './value.ts';

const self = new MapValue(
  new Map<string, Value>([
    ['replicas', 3n],
    ['name', 'web-1'],
    ['ratio', 0.5],
    ['list', new ListValue(['b', 'a'], 'set')],
    ['map', new MapValue(new Map([['k', 'v']]))],
  ]),
);
const object: Type = {
  kind: 'object',
  name: 'object',
  fields: new Map<string, Type>([
    ['replicas', INT],
    ['name', STRING],
    ['list', listOf(STRING)],
    ['map', mapOf(STRING, STRING)],
    ['any', DYN],
    ['spec', { kind: 'object', name: 'object.spec', fields: new Map([['size', INT]]) }],
  ]),
};

/** What an expression is worth when it is not checked first, as int-or-string fields are not. */
const run = (text: string) => {
  try {
    return evaluate(parseExpression(text), new Map([['self', self]]));
  } catch (e) {
    return e instanceof UnsupportedExpression ? 'unsupported' : (e as Error).message;
  }
};
const said = (text: string) => {
  const c = compile(text, new Map([['self', object]]));
  return c.issues ?? c.type.kind;
};

describe('expressions', () => {
  test.each<readonly [string, unknown]>([
    ['1 + 2 * 3 - -4 == 11 && 7 / 2 == 3 && 7 % 4 == 3', true],
    ['!(self.replicas > 3) && self.replicas in [1, 2, 3]', true],
    ['self.replicas > 2 ? "many" : "few"', 'many'],
    ['!!true && - -1 == 1 && -9223372036854775808 < 0', true],
    ['has(self.name) && !has(self.missing)', true],
    ['self.missing == 1', 'no such key: missing'],
    ['self.missing == 1 || true', true],
    ['false && self.missing == 1', false],
    ['self.missing == 1 && false', false],
    ['self.list == ["a", "b"]', true],
    ['size(self.map) == 1 && "k" in self.map && self.map["k"] == "v"', true],
    ['self.ratio < 1 && self.ratio * 2.0 == 1.0 && 1u == 1 && 2.0 == 2', true],
    ['1 / 0', 'division by zero'],
    ['9223372036854775807 + 1', 'integer overflow'],
    ['"a" + 1', 'no such overload'],
    ['self.replicas.startsWith("a")', 'no such overload: startsWith(int, string)'],
    ['self.list[5]', 'index out of bounds: 5'],
    ['{"a": 1, "a": 2}', 'Failed with repeated key'],
    [
      String.raw`"a\tb" == r"a" + "\t" + 'b' && b"\xffé".size() == 3 && '''a
b'''.size() == 3`,
      true,
    ],
    ['type(1) == int && type("") == string && type(self.list) == list && type(type) == type', true],
    // macros, of one variable and of two
    ['self.list.all(x, x.size() == 1) && self.list.exists(x, x == "a") && self.list.exists_one(x, x == "b")', true],
    ['self.list.map(x, x + "!").filter(y, y != "a!").join(",")', 'b!'],
    ['[1, 2, 3].map(x, x > 1, x * 2) == [4, 6]', true],
    ['self.map.all(k, k == "k")', true],
    ['[5, 6].all(i, v, v == i + 5) && {"a": 1}.exists(k, v, k == "a" && v == 1) && [1, 2].existsOne(i, v, i == 1)', true],
    [
      '[1, 2].transformList(i, v, i > 0, v * 10) == [20] && {"a": 1}.transformMap(k, v, v + 1) == {"a": 2} && ["x"].transformMapEntry(i, v, {v: i}) == {"x": 0}',
      true,
    ],
    ['["bb", "a"].sortBy(x, x.size()) == ["a", "bb"]', true],
    // what may be missing
    ['self.?name.orValue("") == "web-1" && self.?missing.orValue("x") == "x" && !self.?missing.?deeper.hasValue()', true],
    ['self.list[?9].or(optional.of("z")).value() == "z" && [?optional.none(), 1] == [1] && {?"a": optional.of(1)} == {"a": 1}', true],
    ['self.?name.optMap(n, n.size()).orValue(0) == 5 && optional.of(1).optFlatMap(x, optional.none()) == optional.none()', true],
    ['optional.none().value()', 'optional.none() dereference'],
    ['optional.ofNonZeroValue("").hasValue()', false],
    ['[1, 2].first().value() + [1, 2].last().value()', 3n],
    // lists, sets, texts
    ['[1, 2, 3].sum() == 6 && [3, 1].max() == 3 && ![2, 1].isSorted() && [1, 2, 1].lastIndexOf(1) == 2', true],
    [
      '[3, 1, 2].sort() == [1, 2, 3] && [1, 1].distinct() == [1] && [[1], [2, [3]]].flatten() == [1, 2, [3]] && [1, 2, 3].slice(1, 2) == [2] && lists.range(2) == [0, 1] && [1, 2].reverse() == [2, 1]',
      true,
    ],
    ['[].min()', 'min called on empty list'],
    ['sets.contains([1, 2], [2]) && sets.equivalent([1, 1], [1]) && !sets.intersects([1], [2])', true],
    ["self.name.startsWith('web') && self.name.matches('^[a-z]+-[0-9]$') && self.name.split('-')[1] == '1'", true],
    ['"abc 12 d3".findAll("[0-9]+") == ["12", "3"] && "abc 12".find("[0-9]+") == "12" && "A".matches("(?i)a")', true],
    ['"tacocat".substring(0, 4).upperAscii() + " x ".trim() + "aXa".replace("a", "b", 1) + "abc".charAt(1)', 'TACOxbXab'],
    ['"héllo".indexOf("l") == 2 && "ab".lastIndexOf("b") == 1 && "a,b,c".split(",", 2) == ["a", "b,c"]', true],
    ['"%s has %d of %.2f, %x %e".format(["a", 2, 1.5, 255, 12.0])', 'a has 2 of 1.50, ff 1.200000×10⁰¹'],
    ['"abc".substring(5)', 'index out of range: 5'],
    ['strings.quote("a\\"b")', '"a\\"b"'],
    // times
    ['duration("1h30m") > duration("80m") && duration("90s").getMinutes() == 1 && string(duration("1.5s")) == "1.5s"', true],
    [
      'timestamp("2026-01-02T03:04:05.5Z") + duration("1h") == timestamp("2026-01-02T06:04:05.5+02:00") && timestamp("2026-03-01T00:00:00Z").getDayOfYear() == 59 && timestamp("2026-03-01T00:00:00Z").getHours("-01:30") == 22',
      true,
    ],
    [
      'int(timestamp("1970-01-01T00:01:00Z")) == 60 && string(timestamp("2026-01-02T03:04:05.500Z")) == "2026-01-02T03:04:05.5Z" && string(timestamp("2026-01-02T03:04:05+01:00")) == "2026-01-02T03:04:05+01:00"',
      true,
    ],
    ['timestamp("2026-01-01T00:00:00Z").getHours("Europe/Berlin")', 'unsupported'],
    ['string(1000000.0) + string(1.5) + string(12)', '1e+061.512'],
    ['int("x")', "type conversion error from 'string' to 'int'"],
    // what Kubernetes adds
    [
      'quantity("1Gi").isGreaterThan(quantity("1G")) && quantity("50k").add(20).sub(quantity("20")) == quantity("50000") && quantity("2").asInteger() == 2 && !isQuantity("1Q") && quantity("1500m").asApproximateFloat() == 1.5',
      true,
    ],
    ['quantity("1500m").asInteger()', 'cannot convert value to integer'],
    [
      'ip("10.0.0.1").family() == 4 && ip("::1").isLoopback() && isIP("1.2.3.4") && !isIP("1.2.3.04") && !isIP("::ffff:1.2.3.4") && ip.isCanonical("::1") && !ip.isCanonical("::0:1") && string(ip("::0:1")) == "::1"',
      true,
    ],
    [
      'ip("1.2.3.256")',
      'IP Address "1.2.3.256" parse error during conversion from string: ParseAddr("1.2.3.256"): IPv4 field has value >255',
    ],
    [
      'cidr("10.0.0.0/8").containsIP("10.1.2.3") && cidr("10.0.0.0/8").containsCIDR("10.1.0.0/16") && cidr("10.0.0.1/8").masked() == cidr("10.0.0.0/8") && cidr("fd00::/8").prefixLength() == 8 && !isCIDR("10.0.0.0/33")',
      true,
    ],
    [
      'url("https://user@example.com:80/a b?k=1&k=2").getHost() == "example.com:80" && url("https://[::1]:80/").getHostname() == "::1" && url("https://e.com/a b").getEscapedPath() == "/a%20b" && url("https://e.com/?k=1&k=2").getQuery() == {"k": ["1", "2"]} && isURL("/path") && !isURL("../x") && !isURL("https://a:b:c/")',
      true,
    ],
    [
      'semver("1.2.3").isLessThan(semver("1.10.0")) && semver("1.0.0-rc.1").compareTo(semver("1.0.0")) == -1 && isSemver("v1.0", true) && !isSemver("v1.0") && semver("01.01.01", true) == semver("1.1.1")',
      true,
    ],
    [
      '!format.dns1123Label().validate("my-name").hasValue() && format.named("uuid").value().validate("x").value() == ["does not match the UUID format"] && !format.named("nope").hasValue()',
      true,
    ],
  ])('%s', (text, value) => {
    expect(run(text)).toEqual(value);
  });

  test('tell whether they speak of what was', () => {
    expect(['self.a.all(x, x == oldSelf)', 'self.oldSelf == "oldSelf"'].map((t) => mentions(parseExpression(t), 'oldSelf'))).toEqual([
      true,
      false,
    ]);
  });
});

describe('what is wrong is told as cel-go tells it', () => {
  test.each<readonly [string, string]>([
    ['self.foo > 1', "ERROR: <input>:1:5: undefined field 'foo'\n | self.foo > 1\n | ....^"],
    ['has(self.foo)', "ERROR: <input>:1:4: undefined field 'foo'\n | has(self.foo)\n | ...^"],
    ['foo == 1', "ERROR: <input>:1:1: undeclared reference to 'foo' (in container '')\n | foo == 1\n | ^"],
    [
      'self.name > 1',
      "ERROR: <input>:1:11: found no matching overload for '_>_' applied to '(string, int)'\n | self.name > 1\n | ..........^",
    ],
    [
      'self.name == null',
      "ERROR: <input>:1:11: found no matching overload for '_==_' applied to '(string, null)'\n | self.name == null\n | ..........^",
    ],
    ['self.name.foo()', "ERROR: <input>:1:14: undeclared reference to 'foo' (in container '')\n | self.name.foo()\n | .............^"],
    [
      'self.replicas.startsWith("a")',
      "ERROR: <input>:1:25: found no matching overload for 'startsWith' applied to 'int.(string)'\n | self.replicas.startsWith(\"a\")\n | ........................^",
    ],
    [
      '1 in self.list',
      "ERROR: <input>:1:3: found no matching overload for '@in' applied to '(int, list(string))'\n | 1 in self.list\n | ..^",
    ],
    ['[1, "a"]', "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, \"a\"]\n | ....^"],
    [
      'self.list.all(x, x)',
      "ERROR: <input>:1:14: found no matching overload for '_&&_' applied to '(bool, string)'\n | self.list.all(x, x)\n | .............^",
    ],
    [
      'self.name.all(x, true)',
      "ERROR: <input>:1:5: expression of type 'string' cannot be range of a comprehension (must be list, map, or dynamic)\n | self.name.all(x, true)\n | ....^",
    ],
    ['self.name.size', "ERROR: <input>:1:10: type 'string' does not support field selection\n | self.name.size\n | .........^"],
    ['self.name\n  .matches("(")', 'ERROR: <input>:2:12: invalid matches argument\n |   .matches("(")\n | ...........^'],
    [
      'cel.bind(x, 1, x)',
      "ERROR: <input>:1:1: undeclared reference to 'cel' (in container '')\n | cel.bind(x, 1, x)\n | ^\nERROR: <input>:1:9: undeclared reference to 'bind' (in container '')\n | cel.bind(x, 1, x)\n | ........^",
    ],
    [
      '1 +',
      "ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | 1 +\n | ...^",
    ],
    ['self a', "ERROR: <input>:1:6: Syntax error: extraneous input 'a' expecting <EOF>\n | self a\n | .....^"],
    ['size(self.list', "ERROR: <input>:1:15: Syntax error: missing ')' at '<EOF>'\n | size(self.list\n | ..............^"],
    ['self.true', "ERROR: <input>:1:6: Syntax error: mismatched input 'true' expecting IDENTIFIER\n | self.true\n | .....^"],
    ['[1, self.any]', "ERROR: <input>:1:9: expected type 'int' but found 'dyn'\n | [1, self.any]\n | ........^"],
    ['timestamp(-62135596801)', 'ERROR: <input>:1:11: invalid timestamp argument\n | timestamp(-62135596801)\n | ..........^'],
    [
      'true ? 1 : "a"',
      "ERROR: <input>:1:6: found no matching overload for '_?_:_' applied to '(bool, int, string)'\n | true ? 1 : \"a\"\n | .....^",
    ],
  ])('%s', (text, words) => {
    expect(said(text)).toBe(words);
  });

  test.each<readonly [string, string]>([
    ['self.spec == null || self.spec.size > 1', 'bool'],
    ['self.any + 1 == 2', 'bool'],
    ['self.?spec.?size.orValue(1) > 0', 'bool'],
    ['self.map.transformList(k, v, k + v)', 'list'],
    ['[].sum()', 'dyn'],
    ['self.list.map(x, {"a": x})[0].a', 'string'],
    ['ip(self.name).family()', 'int'],
    ['self.spec.?size', 'opaque'],
    ['self.list[?0].orValue("")', 'string'],
    ['type(self.any) == string ? 1 : 2', 'int'],
    ['"%s %d".format(["a", 1])', 'string'],
    ['type(ip("::1")) == net.IP', 'bool'],
  ])('%s is %s', (text, kind) => {
    expect(said(text)).toBe(kind);
  });
});

test('whatever is written, it is read or refused, and comes to a value or to an error of the language', () => {
  const word = fc.constantFrom(
    'self',
    'self.name',
    'self.list',
    'self.map',
    'x',
    'true',
    'null',
    '1',
    '-1',
    '1.5',
    '9223372036854775807',
    '"a"',
    "r'\\\\d'",
    'b"é"',
    '1u',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '?',
    ':',
    '.',
    '.?',
    '[?',
    ',',
    '+',
    '-',
    '*',
    '/',
    '%',
    '!',
    '&&',
    '||',
    '==',
    '<',
    ' in ',
    '.all(x, x)',
    '.map(x, x)',
    '.exists(i, v, i)',
    '.size()',
    'size(',
    '.matches("(")',
    '.substring(',
    '.split(',
    '.join()',
    '.sort()',
    '.format([',
    'duration("1h")',
    'timestamp("2026-01-01T00:00:00Z")',
    'quantity("1Gi")',
    'ip("::1")',
    'url("/x")',
    'semver("1.0.0")',
    '.slice(1, 2)',
    'lists.range(',
    'optional.of(',
    '.orValue(',
    'type(',
    'int(',
    'string(',
    'has(',
    '"%.3f %e %x"',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const text = words.join('');
      compile(text, new Map([['self', object]]));
      try {
        evaluate(parseExpression(text), new Map([['self', self]]));
      } catch (e) {
        if (!(e instanceof SyntaxFault || e instanceof EvaluationError || e instanceof UnsupportedExpression)) throw e;
      }
    }),
    { seed: 20261, numRuns: 5000 },
  );
});

test('what is nested too deep is refused', () => {
  expect(
    [compile('('.repeat(300) + '1' + ')'.repeat(300), new Map()), compile(Array(20_000).fill('1').join('+'), new Map())].map((c) =>
      c.issues?.split('\n')[0]?.split(': ').slice(1).join(': '),
    ),
  ).toEqual(['<input>:1:251: expression recursion limit exceeded: 250', '<input>:1:1: expression recursion limit exceeded: 250']);
});
