/**
 * A text that says something else now: what has changed is written into it, and its comments, the order of its keys and
 * the look of all the rest stay. A text that says it already stays to the letter.
 */
import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { equal, isObject, type JsonObject } from '../api/json.ts';
import { plainValue } from './scalars.ts';
import { keyText, valueOf } from './tree.ts';
import { nodeOf, quoteAmbiguous, STYLE, writeManifest } from './write.ts';

/** `text` (one document) so that it says `value`. Ends with a line break. */
export function rewrite(text: string, value: JsonObject): string {
  const doc = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'error' });
  if (doc.errors.length || !isMap(doc.contents)) return writeManifest(value);
  const says = valueOf(doc);
  const quoted = quoteAmbiguous(doc, (plain) => plainValue(plain) === plain);
  const same = equal(says, value);
  if (same && !quoted) return trimmed(text);
  if (!same) {
    if (hasAliases(doc)) return withHeading(doc, writeManifest(value));
    editMap(doc.contents, value);
  }
  return doc.toString({ ...STYLE, indentSeq: indentsLists(text) });
}

const trimmed = (text: string): string => `${text.replace(/^\n+/, '').trimEnd()}\n`;

/** A new text under the comment that the old one began with. */
function withHeading(doc: Document.Parsed, text: string): string {
  const heading = doc.commentBefore ?? (doc.contents as Node | null)?.commentBefore;
  return heading
    ? `${heading
        .split('\n')
        .map((l) => `#${l}`)
        .join('\n')}\n${text}`
    : text;
}

function hasAliases(doc: Document.Parsed): boolean {
  let any = false;
  visit(doc, {
    Alias() {
      any = true;
      return visit.BREAK;
    },
    Pair(_k, p) {
      if (isScalar(p.key) && p.key.value === '<<') any = true;
    },
  });
  return any;
}

/** Whether the lists of a text stand further in than the keys that hold them. */
function indentsLists(text: string): boolean {
  const m = /^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)- /m.exec(text);
  return m !== null && (m[2] as string).length > (m[1] as string).length;
}

/** The value of a part of a tree. */
const part = (node: Node): unknown => valueOf({ contents: node } as unknown as Document.Parsed);

function editMap(map: YAMLMap, value: JsonObject): void {
  const items = map.items as Pair<Node | null, Node | null>[];
  map.items = items.filter((p) => Object.hasOwn(value, keyText(p.key)) && value[keyText(p.key)] !== undefined) as typeof map.items;
  const there = new Map(map.items.map((p) => [keyText(p.key), p as unknown as Pair<Node | null, Node | null>]));
  for (const [key, v] of Object.entries(value)) {
    if (v === undefined) continue;
    const pair = there.get(key);
    if (pair) pair.value = edited(pair.value, v, key);
    else map.items.push(...(nodeOf({ [key]: v }) as YAMLMap).items);
  }
  if (map.items.length > 0 && items.length === 0) map.flow = false;
}

function edited(node: Node | null, value: unknown, field: string): Node {
  if (node && equal(part(node), value)) return node;
  if (isMap(node) && isObject(value)) {
    editMap(node, value);
    return node;
  }
  if (isSeq(node) && Array.isArray(value)) {
    editSeq(node, value, field);
    return node;
  }
  const fresh = nodeOf(value, field) as Node;
  if (isScalar(node) && isScalar(fresh)) keepLook(fresh, node);
  return fresh;
}

/** A scalar that takes another's place keeps its comments, and quotes where it has them. */
function keepLook(fresh: Scalar, old: Scalar): void {
  if (old.comment) fresh.comment = old.comment;
  if (old.commentBefore) fresh.commentBefore = old.commentBefore;
  if (fresh.type === undefined && (old.type === 'QUOTE_DOUBLE' || old.type === 'QUOTE_SINGLE')) fresh.type = old.type;
}

/** Entries go on in those that have their name; in lists without names, in those that say the same, or stand at their place. */
function editSeq(seq: YAMLSeq, value: readonly unknown[], field: string): void {
  const old = seq.items as Node[];
  const taken = new Set<Node>();
  const names = old.map((n) => (isMap(n) && !isObject(n.get('name')) ? n.get('name') : undefined));
  const named = names.every((n, i) => typeof n === 'string' && names.indexOf(n) === i);
  const take = (n: Node | undefined) => {
    if (n === undefined || taken.has(n)) return undefined;
    taken.add(n);
    return n;
  };
  const same = named ? [] : value.map((v) => take(old.find((n) => !taken.has(n) && equal(part(n), v))));
  seq.items = value.map((v, i) => {
    const from = named
      ? take(old[names.indexOf(isObject(v) ? v['name'] : undefined)])
      : (same[i] ?? (old.length === value.length ? take(old[i]) : undefined));
    return from ? edited(from, v, field) : nodeOf(v, field);
  });
  if (seq.items.length > 0 && old.length === 0) seq.flow = false;
}
