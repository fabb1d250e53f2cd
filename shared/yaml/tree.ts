/**
 * The tree of a document into a plain value, as kubectl would have it: YAML 1.1 scalars, merge keys, aliases written out
 * within bounds. Every fault has a place.
 */
import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair, type Scalar } from 'yaml';
import { setOwn } from '../api/json.ts';
import { isInfinite, plainValue } from './scalars.ts';

/** How deep values may be nested, and how many nodes a document may have once its aliases are written out. */
const MOST_DEEP = 200;
const MOST_NODES = 2_000_000;
const MOST_FROM_ALIASES = 100_000;

/** Something wrong at an offset of the document's text. */
export class TreeFault extends Error {
  readonly offset: number;
  readonly hint: string | undefined;
  constructor(message: string, offset: number, hint?: string) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}

export const offsetOf = (n: unknown): number => (n as Partial<Node> | null | undefined)?.range?.[0] ?? 0;

/** The value of a document. Throws TreeFault. */
export function valueOf(doc: Document.Parsed): unknown {
  let nodes = 0;
  let fromAliases = 0;

  const read = (node: unknown, depth: number, within: ReadonlySet<unknown>): unknown => {
    if (node === null || node === undefined) return null;
    if (depth > MOST_DEEP) throw new TreeFault('this is nested too deeply', offsetOf(node), `Values may be ${MOST_DEEP} levels deep.`);
    if (++nodes > MOST_NODES) throw new TreeFault('this document has too many values', offsetOf(node));
    if (within.size && ++fromAliases > MOST_FROM_ALIASES)
      throw new TreeFault('the aliases of this document stand for too much', offsetOf(node), 'Write the values out.');
    if (isAlias(node)) {
      const target = node.resolve(doc);
      if (!target) throw new TreeFault(`there is no anchor &${node.source} before this`, offsetOf(node));
      if (within.has(target)) throw new TreeFault(`the anchor &${node.source} holds itself`, offsetOf(node));
      return read(target, depth, new Set([...within, target]));
    }
    if (isScalar(node)) return scalar(node);
    if (isSeq(node)) {
      checkTag(node.tag, 'tag:yaml.org,2002:seq', node);
      return node.items.map((item) => read(item, depth + 1, within));
    }
    if (isMap(node)) {
      checkTag(node.tag, 'tag:yaml.org,2002:map', node);
      return map(node.items as readonly Pair[], depth, within);
    }
    throw new TreeFault('this is not a value', offsetOf(node));
  };

  const map = (items: readonly Pair[], depth: number, within: ReadonlySet<unknown>): Record<string, unknown> => {
    const own: Record<string, unknown> = {};
    const places = new Map<string, number>();
    const merged: unknown[] = [];
    for (const { key, value } of items) {
      if (isScalar(key) && key.source === '<<' && key.type === 'PLAIN') {
        merged.push(...mergedMaps(read(value, depth + 1, within), value));
        continue;
      }
      const name = keyText(key);
      if (places.has(name))
        throw new TreeFault(
          `key ${JSON.stringify(name)} already set in map`,
          offsetOf(key),
          `It is set before, at offset ${places.get(name)} of the document; keep one of the two.`,
        );
      places.set(name, offsetOf(key));
      setOwn(own, name, read(value, depth + 1, within));
    }
    for (const m of merged) for (const [k, v] of Object.entries(m as object)) if (!Object.hasOwn(own, k)) setOwn(own, k, v);
    return own;
  };
  return read(doc.contents, 0, new Set());
}

function mergedMaps(value: unknown, node: unknown): readonly unknown[] {
  const maps = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (maps.some((m) => typeof m !== 'object' || m === null || Array.isArray(m)))
    throw new TreeFault('map merge requires map or sequence of maps as the value', offsetOf(node));
  return maps;
}

/** The text of a key: booleans and numbers become text as sigs.k8s.io/yaml writes them. */
export function keyText(key: unknown): string {
  if (isScalar(key)) {
    const value = scalar(key);
    if (value !== null) return typeof value === 'string' ? value : String(value as number);
  }
  throw new TreeFault('a key has to be a text', offsetOf(key), 'Write {{ }} of a template in quotes, or render the template first.');
}

const STANDARD = 'tag:yaml.org,2002:';

function scalar(node: Scalar): unknown {
  const text = node.source ?? String(node.value);
  const { tag } = node;
  const plain = node.type === 'PLAIN' || node.type === undefined;
  if (tag === undefined || tag === '!') {
    if (!plain || tag === '!') return String(node.value);
    if (isInfinite(text)) throw new TreeFault(`${text} is no number that JSON can hold`, offsetOf(node), 'Write it in quotes.');
    return plainValue(String(node.value));
  }
  if (tag === `${STANDARD}str`) return String(node.value);
  const value = plainValue(String(node.value));
  const kinds: Readonly<Record<string, boolean>> = {
    null: value === null,
    bool: typeof value === 'boolean',
    int: isWhole(value),
    float: typeof value === 'number' || isWhole(value),
  };
  const kind = tag.startsWith(STANDARD) ? tag.slice(STANDARD.length) : '';
  if (!Object.hasOwn(kinds, kind)) throw unknownTag(tag, node);
  if (!kinds[kind]) throw new TreeFault(`cannot decode ${JSON.stringify(text)} as a !!${kind}`, offsetOf(node));
  return value;
}

const isWhole = (v: unknown): boolean => v instanceof Number || Number.isInteger(v);

function checkTag(tag: string | undefined, usual: string, node: unknown): void {
  if (tag !== undefined && tag !== usual && tag !== '!') throw unknownTag(tag, node);
}

function unknownTag(tag: string, node: unknown): TreeFault {
  return new TreeFault(
    `unknown tag ${tag.startsWith(STANDARD) ? `!!${tag.slice(STANDARD.length)}` : tag}`,
    offsetOf(node),
    'Kubernetes knows no tags: remove it.',
  );
}
