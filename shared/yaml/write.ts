/**
 * Values as YAML that no reader misreads: texts that YAML 1.1 or 1.2 would take for something else stand in quotes, long
 * lines stay whole, keys stand in the order Kubernetes' own documentation has them.
 */
import { Document, Pair, Scalar, visit, YAMLMap, YAMLSeq, type ToStringOptions } from 'yaml';
import { isObject } from '../api/json.ts';
import { needsQuotes } from './scalars.ts';

/** How documents are written. */
export const STYLE: ToStringOptions = {
  lineWidth: 0,
  indentSeq: false,
  blockQuote: 'literal',
  flowCollectionPadding: false,
  minContentWidth: 0,
};

const FIRST: Readonly<Record<string, readonly string[]>> = {
  '': ['apiVersion', 'kind', 'metadata'],
  metadata: ['name', 'generateName', 'namespace', 'labels', 'annotations'],
  containers: ['name', 'image'],
  initContainers: ['name', 'image'],
};

/** A value as a tree. `field` is the name of the field it is for: it decides which keys come first. */
export function nodeOf(value: unknown, field = '?'): YAMLMap | YAMLSeq | Scalar {
  if (Array.isArray(value)) {
    const list = new YAMLSeq();
    list.items = value.map((v) => nodeOf(v, field));
    if (value.length === 0) list.flow = true;
    return list;
  }
  if (isObject(value) && !(value instanceof Number)) {
    const map = new YAMLMap();
    const first = (FIRST[field] ?? []).filter((k) => Object.hasOwn(value, k));
    const keys = [...first, ...Object.keys(value).filter((k) => !first.includes(k))];
    map.items = keys.filter((k) => value[k] !== undefined).map((k) => new Pair(textNode(k), nodeOf(value[k], k)));
    if (map.items.length === 0) map.flow = true;
    return map;
  }
  if (typeof value === 'string') return textNode(value);
  return plainNode(String(value as number | boolean | null));
}

function plainNode(text: string): Scalar {
  const node = new Scalar(text);
  node.type = 'PLAIN';
  return node;
}

function textNode(text: string): Scalar {
  const node = new Scalar(text);
  if (needsQuotes(text)) node.type = 'QUOTE_DOUBLE';
  else if (text.includes('\n')) node.type = 'BLOCK_LITERAL';
  return node;
}

/** An object as a document. Ends with a line break. */
export function writeManifest(value: object): string {
  const doc = new Document(undefined, { schema: 'failsafe' });
  doc.contents = nodeOf(value, '') as typeof doc.contents;
  return doc.toString(STYLE);
}

/** Puts texts in quotes that stand without but could be misread. True where there were any. */
export function quoteAmbiguous(doc: Document.Parsed, isText: (plain: string) => boolean): boolean {
  let any = false;
  visit(doc, {
    Scalar(_key, node) {
      if (node.type !== 'PLAIN' || typeof node.value !== 'string' || !needsQuotes(node.value) || !isText(node.value)) return;
      node.type = 'QUOTE_DOUBLE';
      any = true;
    },
  });
  return any;
}

/** Documents as one file. */
export function joinDocuments(texts: readonly string[]): string {
  return texts.map((t) => (t.endsWith('\n') ? t : `${t}\n`)).join('---\n');
}
