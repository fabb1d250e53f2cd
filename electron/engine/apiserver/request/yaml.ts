/** YAML bodies. What is wrong with one is said as Kubernetes' own reader says it. Source: go-yaml (yaml.go, scannerc.go, parserc.go). */
import { quoted } from '#shared/api/errors.ts';
import { parseDocument, type YAMLParseError } from 'yaml';

/** A text that is no YAML. The message begins with 'yaml: '. */
export class YamlError extends Error {}

/** What a text holds, and the keys that come twice in it, each in words. */
export interface ReadYaml {
  readonly value: unknown;
  readonly repeated: readonly string[];
}

const MOST_ALIASES = 100;

/** Reads one document. Throws YamlError. */
export function readYaml(text: string): ReadYaml {
  const document = parseDocument(text, { version: '1.1', merge: true });
  const broken = document.errors.find((e) => e.code !== 'DUPLICATE_KEY');
  const repeated = document.errors.filter((e) => e.code === 'DUPLICATE_KEY').map((e) => alreadySet(e, text));
  if (broken) throw new YamlError(`yaml: ${complaint(broken, text)}`);
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown, repeated };
  } catch (e) {
    if (!(e instanceof ReferenceError)) throw e;
    const unknown = /before the alias\): (.*)$/.exec(e.message)?.[1];
    throw new YamlError(
      unknown === undefined ? 'yaml: document contains excessive aliasing' : `yaml: unknown anchor '${unknown}' referenced`,
    );
  }
}

/** What strict reading says of a key that came before. */
function alreadySet({ linePos, pos }: YAMLParseError, text: string): string {
  const key = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^:\n]*)/.exec(text.slice(pos[0]))?.[0].trim() ?? '';
  return `line ${linePos?.[0].line ?? 1}: key ${quoted(String(parseDocument(key).toJS()))} already set in map`;
}

/** Refuses in the words of strict reading. */
export const UNMARSHAL_ERRORS = 'yaml: unmarshal errors:\n  ';

/** The scanner names the line it stands in, the parser the one before; neither names the first. */
function complaint({ code, message, linePos }: YAMLParseError, text: string): string {
  const line = (linePos?.[0].line ?? 1) - 1;
  const end = text.split('\n').length - 1;
  const scanner = (what: string, at = line) => (at ? `line ${at + 1}: ${what}` : what);
  const parser = (what: string, at = line) => (at ? `line ${at}: ${what}` : what);
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return scanner('mapping values are not allowed in this context');
    case 'TAB_AS_INDENT':
    case 'BAD_SCALAR_START':
      return scanner('found character that cannot start any token');
    case 'MISSING_CHAR':
    case 'BAD_INDENT':
      if (message.startsWith('Missing closing')) return scanner('found unexpected end of stream', end);
      if (message.startsWith('Flow map')) return parser("did not find expected ',' or '}'", end);
      if (message.startsWith('Flow sequence'))
        return parser(/[[,]\s*$/.test(text) ? 'did not find expected node content' : "did not find expected ',' or ']'", end);
      return parser('did not find expected key');
    case 'UNEXPECTED_TOKEN':
      return message.includes('block-seq-ind')
        ? scanner('block sequence entries are not allowed in this context')
        : parser("did not find expected '-' indicator");
    default:
      return parser('did not find expected key');
  }
}
