/** Names of fields as rules write them, and paths to fields. Source: apiserver's cel/escaping; apiextensions' ValidFieldPath. */
import { KEYWORDS, RESERVED } from '../../cel/parser.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { propertySchema, valueSchema } from './structural-pruning.ts';

/** Names that rules can write only escaped. */
const WORDS_OF_CEL: ReadonlySet<string> = new Set([...KEYWORDS, ...RESERVED]);
const WORDS: Readonly<Record<string, string>> = { __: '__underscores__', '.': '__dot__', '-': '__dash__', '/': '__slash__' };
const SIGNS: Readonly<Record<string, string>> = { underscores: '__', dot: '.', dash: '-', slash: '/' };

/** 'my-field' as 'my__dash__field'; undefined where a rule cannot speak of the field. */
export function escaped(name: string): string | undefined {
  if (WORDS_OF_CEL.has(name)) return `__${name}__`;
  return /^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(name) ? name.replace(/__|[-./]/g, (sign) => WORDS[sign] as string) : undefined;
}

/** The field that a rule speaks of; undefined where the name is none. */
export function unescaped(name: string): string | undefined {
  let fine = true;
  const field = name.replace(/__([^_]+)__/g, (all, word: string) => {
    const sign = SIGNS[word];
    if (sign !== undefined) return sign;
    if (!WORDS_OF_CEL.has(word) || all.length !== name.length) fine = false;
    return word;
  });
  return fine ? field : undefined;
}

/** A path as errors write it, with the schema it leads to; or what is wrong with it. */
export type FieldPath = { readonly path: string; readonly first: string; readonly schema: JSONSchemaProps } | { readonly wrong: string };

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', "'": "'", '\\': '\\' };

/** Follows a path such as ".spec.foo" or ".spec['foo.bar']" into a schema. */
export function fieldPath(text: string, s: JSONSchemaProps, brackets = true): FieldPath {
  const tokens = text.match(/'(?:[^'\\]|\\.)*'|[.[\]]|[^.[\]]+/g) ?? [];
  let schema = s;
  let path = '';
  let first = '';
  const wrong = (words: string): FieldPath => ({ wrong: words });
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as string;
    const bracket = token === '[';
    if (bracket && !brackets) return wrong('array notation is not allowed');
    if (!bracket && token !== '.') return wrong(`expected [ or . but got: ${token}`);
    let name = tokens[++i];
    if (name === undefined) return wrong('unexpected end of JSON path');
    if (bracket) {
      if (!/^'.*'$/s.test(name)) return wrong(`expected single quoted string but got ${name}`);
      const odd = /\\[^abfnrtv'\\]/.exec(name)?.[0];
      if (odd) return wrong(`invalid string literal: invalid escape char ${odd}`);
      name = name.slice(1, -1).replace(/\\(.)/g, (_all, c: string) => ESCAPES[c] as string);
    }
    const values = schema.properties ? undefined : valueSchema(schema);
    const next = schema.properties ? propertySchema(schema, name) : values;
    if (!next) return wrong('does not refer to a valid field');
    path = values ? `${path}[${name}]` : path ? `${path}.${name}` : name;
    first ||= name;
    schema = next;
    if (bracket) {
      const end = tokens[++i];
      if (end === undefined) return wrong('unexpected end of JSON path');
      if (end !== ']') return wrong(`expected ] but got ${end}`);
    }
  }
  return { path, first, schema };
}
