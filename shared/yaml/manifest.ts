/** A document of a file as Kubernetes would take it: its value, and where each part of it stands. */
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Pair, type Scalar } from 'yaml';
import type { FieldPath } from '../api/field-path.ts';
import { isObject, type JsonObject } from '../api/json.ts';
import type { ImportNote, SourceFile } from '../ipc/manifests.ts';
import { pieces, type Piece } from './pieces.ts';
import { keyText, offsetOf, TreeFault, valueOf } from './tree.ts';

/** An object that a file holds. */
export interface Manifest {
  readonly file: string;
  /** Counts from 1 within the file. */
  readonly document: number;
  readonly value: JsonObject & { readonly apiVersion: string; readonly kind: string; readonly metadata?: JsonObject };
  /** The document's own YAML; undefined for an entry of a List and for JSON, which have no comments to keep. */
  readonly text: string | undefined;
  /** A note about a part of it; where that is not there, about the nearest that is. `on` says whether its key or its value is meant. */
  note(severity: ImportNote['severity'], message: string, path?: FieldPath, hint?: string, on?: 'key' | 'value'): ImportNote;
  /** The text that a scalar was written as, undefined where there is none. */
  written(path: FieldPath): string | undefined;
}

/** A document that could not be taken. */
export interface Broken {
  readonly note: ImportNote;
}

/** The most characters of one document. */
const LARGEST = 8 * 2 ** 20;

/** The documents of a file one by one, so that a long file can be read in slices. A List gives each of its entries. */
export function* readManifests({ name, text }: SourceFile): Iterable<Manifest | Broken> {
  let document = 0;
  for (const piece of pieces(text)) yield* readPiece(name, ++document, piece);
}

export const isBroken = (m: Manifest | Broken): m is Broken => !('value' in m);

function* readPiece(file: string, document: number, piece: Piece): Iterable<Manifest | Broken> {
  const place = new Places(piece);
  const fault = (message: string, offset?: number, hint?: string): Broken => ({
    note: { file, document, ...place.at(offset ?? firstText(piece.text)), severity: 'error', message, ...(hint ? { hint } : {}) },
  });
  if (piece.text.length > LARGEST) {
    yield fault(
      `this document is too large: ${piece.text.length} characters`,
      0,
      `A document may have ${LARGEST} characters; etcd takes 1.5 MB.`,
    );
    return;
  }
  if (isTooDeep(piece.text)) {
    yield fault('this is nested too deeply', 0);
    return;
  }
  let doc: Document.Parsed;
  let value: unknown;
  try {
    doc = parseDocument(piece.text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'error' });
    const error = doc.errors[0];
    if (error) {
      yield fault(`not YAML: ${firstLine(error.message)}`, error.pos[0], yamlHint(piece.text, error.code, error.pos[0]));
      return;
    }
    value = valueOf(doc);
  } catch (e) {
    if (e instanceof TreeFault) yield fault(e.message, e.offset, duplicateHint(e.hint, place));
    else if (e instanceof RangeError) yield fault('this is nested too deeply');
    else throw e;
    return;
  }
  if (value === null) return;
  const whole: Located = { file, document, doc, place };
  if (isObject(value) && isList(value)) {
    for (const [i, item] of value['items'].entries()) yield accept({ ...whole, base: ['items', i] }, item, undefined);
    return;
  }
  yield accept(whole, value, /^\s*[{[]/.test(piece.text) ? undefined : piece.heading + piece.text);
}

/** Brackets that are open at once before the parser is spared the text; it takes the square of that in time. */
const MOST_OPEN = 5_000;

function isTooDeep(text: string): boolean {
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) {
      if (++open > MOST_OPEN) return true;
    } else if ((c === 0x5d || c === 0x7d) && open > 0) open--;
  }
  return false;
}

function isList(o: JsonObject): o is JsonObject & { readonly items: readonly unknown[] } {
  return typeof o['kind'] === 'string' && o['kind'].endsWith('List') && Array.isArray(o['items']) && typeof o['apiVersion'] === 'string';
}

interface Located {
  readonly file: string;
  readonly document: number;
  readonly doc: Document.Parsed;
  readonly place: Places;
  readonly base?: FieldPath;
}

/** What must be said of any object before it can be looked at: that it is one, and which. */
function accept(where: Located, value: unknown, text: string | undefined): Manifest | Broken {
  const note: Manifest['note'] = (severity, message, path = [], hint, on = 'value') => {
    const { file, document, doc, place, base = [] } = where;
    return { file, document, ...place.at(find(doc, [...base, ...path], on).offset), severity, message, ...(hint ? { hint } : {}) };
  };
  const broken = (message: string, path: FieldPath, hint: string): Broken => ({ note: note('error', message, path, hint) });
  if (!isObject(value)) return broken('this is not a Kubernetes object', [], 'An object is a mapping with apiVersion, kind and metadata.');
  const { apiVersion, kind, metadata } = value;
  const about = { apiVersion, kind };
  for (const [field, example] of [
    ['apiVersion', 'apiVersion: apps/v1'],
    ['kind', 'kind: Deployment'],
  ] as const) {
    const v = about[field];
    if (v === undefined || v === null || v === '')
      return broken(
        `${field} is missing`,
        [],
        (value['apiVersion'] ?? value['kind'])
          ? `Add a line such as "${example}".`
          : 'This is not a Kubernetes object: one begins with apiVersion and kind.',
      );
    if (typeof v !== 'string') return broken(`${field} must be a text`, [field], `Write a line such as "${example}".`);
  }
  if (metadata !== undefined && metadata !== null && !isObject(metadata))
    return broken('metadata must be a mapping', ['metadata'], 'It holds at least a name.');
  return {
    file: where.file,
    document: where.document,
    value: value as Manifest['value'],
    text,
    note,
    written: (path) => writtenAt(where.doc, [...(where.base ?? []), ...path]),
  };
}

/** Lines and columns of a piece, counted within the file. */
class Places {
  readonly #starts: number[] = [0];
  readonly #linesBefore: number;

  constructor({ text, linesBefore }: Piece) {
    this.#linesBefore = linesBefore;
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#starts.push(i + 1);
  }

  at(offset: number): { readonly line: number; readonly column: number } {
    let lo = 0;
    let hi = this.#starts.length - 1;
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1;
      if ((this.#starts[mid] as number) <= offset) lo = mid;
      else hi = mid - 1;
    }
    return { line: this.#linesBefore + lo + 1, column: offset - (this.#starts[lo] as number) + 1 };
  }
}

/** The node at a path and where it stands; where the path leads nowhere, the nearest on the way, and `whole` is false. */
function find(
  doc: Document.Parsed,
  path: FieldPath,
  on: 'key' | 'value',
): { readonly node: unknown; readonly offset: number; readonly whole: boolean } {
  let node: unknown = doc.contents;
  let offset = offsetOf(node);
  for (const [i, part] of path.entries()) {
    if (isAlias(node)) node = node.resolve(doc);
    if (isMap(node)) {
      const pair = (node.items as readonly Pair[]).find((p) => isScalar(p.key) && keyOf(p.key) === String(part));
      if (!pair) return { node, offset, whole: false };
      offset = offsetOf((i === path.length - 1 && on === 'key') || pair.value === null ? pair.key : pair.value);
      node = pair.value;
    } else if (isSeq(node) && node.items[Number(part)] !== undefined) {
      node = node.items[Number(part)];
      offset = offsetOf(node);
    } else return { node, offset, whole: false };
  }
  return { node, offset, whole: true };
}

function writtenAt(doc: Document.Parsed, path: FieldPath): string | undefined {
  const { node, whole } = find(doc, path, 'value');
  return whole && isScalar(node) ? node.source : undefined;
}

function keyOf(key: Scalar): string {
  try {
    return keyText(key);
  } catch {
    return String(key.value);
  }
}

const firstText = (text: string): number => Math.max(0, text.search(/^[ \t]*[^#\s]/m));

const firstLine = (message: string): string =>
  (message.split('\n')[0] as string).replace(/ at line \d+, column \d+:?$/, '').replace(/^./, (c) => c.toLowerCase());

/** What to do about a fault of syntax. */
function yamlHint(text: string, code: string, offset: number): string | undefined {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] as string;
  if (/\{\{.*\}\}/.test(line) || /^\s*\{\{/m.test(text))
    return 'This is a template: render it first (helm template), then import the result.';
  if (code === 'TAB_AS_INDENT') return 'Indent with spaces.';
  if (
    code === 'BAD_INDENT' ||
    code === 'BLOCK_AS_IMPLICIT_KEY' ||
    code === 'MULTILINE_IMPLICIT_KEY' ||
    code === 'BAD_COLLECTION_ITEM_INDENT'
  )
    return 'Check the indentation here and in the line above; a text that holds ": " goes in quotes.';
  return 'Check quotes, brackets and indentation here.';
}

const duplicateHint = (hint: string | undefined, place: Places): string | undefined =>
  hint?.replace(/at offset (\d+) of the document/, (_, o: string) => `in line ${place.at(Number(o)).line}`);
