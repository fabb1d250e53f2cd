/** What can be written at a place of an object's YAML: fields of its type, from the generated schema. */
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { JsonObject } from '#shared/api/json.ts';

/** A type as shared/kinds/generated/schema.json says it. */
interface Shape { readonly type?: string; readonly ref?: string; readonly items?: Shape }
/** The types, by name. */
export interface Schema { readonly types: Readonly<Record<string, { readonly fields: Readonly<Record<string, Shape>>; readonly required?: readonly string[] }>> }
/** What fields mean, by type and name. */
export type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Where the cursor is: the keys down to the map it would add to, and what of that map is there already. */
export interface Place {
  readonly path: readonly string[];
  readonly siblings: ReadonlySet<string>;
  /** The key whose value is being written, where it is a value. */
  readonly key?: string;
}

/** A line that holds a key, and where: the key's column, and that of the dash before it. */
interface Keyed { readonly name: string; readonly column: number; readonly dash: number | undefined }

const KEYED = /^(\s*)((?:- +)*)([\w./-]+)\s*:/;

function keyedLine(line: string): Keyed | undefined {
  const m = KEYED.exec(line);
  return m ? { name: m[3] as string, column: (m[1] as string).length + (m[2] as string).length, dash: m[2] ? (m[1] as string).length : undefined } : undefined;
}

/** Reads the place from indentation, which an unfinished text still has. */
export function placeAt(before: string, after: string): Place {
  const lines = before.split('\n'), current = lines.pop() ?? '';
  const start = /^(\s*)((?:- +)*)/.exec(current) as RegExpExecArray;
  const innermost = (start[1] as string).length + (start[2] as string).length;
  const path: string[] = [], siblings = new Set<string>();
  let column = innermost;
  // A key left of this owns the map we are in; a list may stand no deeper than the key that owns it.
  let bound = start[2] ? (start[1] as string).length + 1 : column;
  for (const line of lines.toReversed()) {
    if (line.startsWith('---')) break;
    const k = keyedLine(line);
    if (!k) continue;
    if (k.column < bound) {
      path.unshift(k.name);
      column = k.column;
      bound = k.dash === undefined ? column : k.dash + 1;
    } else if (k.column === column && bound === column) {
      if (path.length === 0) siblings.add(k.name);
      if (k.dash !== undefined) bound = k.dash + 1;
    }
  }
  for (const line of after.split('\n').slice(1)) {
    const k = keyedLine(line);
    if (!k) continue;
    if (k.column < innermost || k.dash !== undefined) break;
    if (k.column === innermost) siblings.add(k.name);
  }
  const key = keyedLine(current)?.name;
  return { path, siblings, ...(key !== undefined && { key }) };
}

/** The type at the end of a path of keys; lists are passed through to their elements. */
export function typeAt(schema: Schema, root: string, path: readonly string[]): string | undefined {
  let type: string | undefined = root;
  for (const key of path) {
    const shape: Shape | undefined = type === undefined ? undefined : schema.types[type]?.fields[key];
    type = shape && elementOf(shape).ref;
  }
  return type;
}

function elementOf(s: Shape): Shape {
  return s.type === 'array' && s.items ? elementOf(s.items) : s;
}

/** Completes fields of the object's type. The schema is read when it is first needed. */
export function completeFrom(root: string, load: () => Promise<{ readonly schema: Schema; readonly descriptions: Descriptions }>): CompletionSource {
  return async (c: CompletionContext): Promise<CompletionResult | null> => {
    const word = c.matchBefore(/[\w./-]*/);
    if (!c.explicit && (!word || word.from === word.to)) return null;
    const { schema, descriptions } = await load();
    const text = c.state.doc.toString(), place = placeAt(text.slice(0, word?.from ?? c.pos), text.slice(c.pos));
    const type = typeAt(schema, root, place.path), fields = type === undefined ? undefined : schema.types[type]?.fields;
    if (!fields || type === undefined) return null;
    const from = word?.from ?? c.pos;
    if (place.key !== undefined) return fields[place.key]?.type === 'boolean' ? { from, options: [{ label: 'true' }, { label: 'false' }] } : null;
    const required = schema.types[type]?.required ?? [];
    const options = Object.entries(fields).filter(([name]) => !place.siblings.has(name)).map(([name, s]): Completion => ({
      label: name, detail: nameOf(s), apply: `${name}: `, boost: required.includes(name) ? 1 : 0,
      ...(descriptions[type]?.[name] !== undefined && { info: descriptions[type]?.[name] }),
    }));
    return { from, options, validFor: /^[\w./-]*$/ };
  };
}

function nameOf(s: Shape): string {
  if (s.type === 'array') return `${s.items ? nameOf(s.items) : ''}[]`;
  return s.ref ?? s.type ?? '';
}

/** Reads the generated schema, once. */
export function loadSchema(): Promise<{ readonly schema: Schema; readonly descriptions: Descriptions }> {
  loaded ??= Promise.all([import('#shared/kinds/generated/schema.json'), import('#shared/kinds/generated/descriptions.json')])
    .then(([schema, descriptions]) => ({ schema: schema.default as unknown as Schema, descriptions: descriptions.default as unknown as JsonObject as Descriptions }));
  return loaded;
}

let loaded: ReturnType<typeof loadSchema> | undefined;
