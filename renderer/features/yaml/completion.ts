/** What can be written at a place of an object's YAML: the fields and values that its schema has there. */
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { FormField, FormSchema, ObjectSchema } from '../../designer/inspector/form/form-schema.ts';

/** Where the cursor is: the keys down to the map it would add to, and what of that map is there already. */
export interface Place {
  readonly path: readonly string[];
  readonly siblings: ReadonlySet<string>;
  /** The key whose value is being written, where it is a value. */
  readonly key?: string;
}

/** A line that holds a key, and where: the key's column, and that of the dash before it. */
interface Keyed {
  readonly name: string;
  readonly column: number;
  readonly dash: number | undefined;
}

const KEYED = /^(\s*)((?:- +)*)([\w./-]+)\s*:/;

function keyedLine(line: string): Keyed | undefined {
  const m = KEYED.exec(line);
  return m
    ? { name: m[3] as string, column: (m[1] as string).length + (m[2] as string).length, dash: m[2] ? (m[1] as string).length : undefined }
    : undefined;
}

/** Reads the place from indentation, which an unfinished text still has. */
export function placeAt(before: string, after: string): Place {
  const lines = before.split('\n');
  const current = lines.pop() ?? '';
  const start = /^(\s*)((?:- +)*)/.exec(current) as RegExpExecArray;
  const innermost = (start[1] as string).length + (start[2] as string).length;
  const path: string[] = [];
  const siblings = new Set<string>();
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

/** The object at the end of a path of keys, which pass through lists to their entries; undefined where the schema has none there. */
export function objectAt(root: FormSchema, path: readonly string[]): ObjectSchema | undefined {
  let s: FormSchema | undefined = entryOf(root);
  for (const key of path) {
    if (s?.kind === 'map') s = entryOf(s.items);
    else s = s?.kind === 'object' ? entryOf(s.fields().get(key)?.schema) : undefined;
  }
  return s?.kind === 'object' ? s : undefined;
}

function entryOf(s: FormSchema | undefined): FormSchema | undefined {
  return s?.kind === 'list' ? entryOf(s.items) : s;
}

/** Completes fields of an object, and the values of those that have few. */
export function completeFrom(root: FormSchema): CompletionSource {
  return async (c: CompletionContext): Promise<CompletionResult | null> => {
    const word = c.matchBefore(/[\w./-]*/);
    if (!c.explicit && (!word || word.from === word.to)) return null;
    const text = c.state.doc.toString();
    const from = word?.from ?? c.pos;
    const place = placeAt(text.slice(0, from), text.slice(c.pos));
    const fields = objectAt(root, place.path)?.fields();
    if (!fields) return null;
    if (place.key !== undefined) {
      const options = valuesOf(fields.get(place.key)?.schema).map((label) => ({ label }));
      return options.length > 0 ? { from, options, validFor: /^[\w./-]*$/ } : null;
    }
    const { describe } = await import('#shared/kinds/schema/descriptions.ts');
    const about = ({ description: d }: FormField) => (typeof d === 'string' ? d : describe(d.type, d.field));
    const options = [...fields.values()]
      .filter((f) => !place.siblings.has(f.name))
      .map((f): Completion => ({
        label: f.name,
        detail: nameOf(f.schema),
        apply: `${f.name}: `,
        boost: f.required ? 1 : 0,
        ...(about(f) && { info: about(f) }),
      }));
    return { from, options, validFor: /^[\w./-]*$/ };
  };
}

/** What a field may be, where that is a few words. */
export function valuesOf(s: FormSchema | undefined): readonly string[] {
  const one = entryOf(s);
  return one?.kind !== 'scalar' ? [] : one.scalar === 'boolean' ? ['true', 'false'] : (one.values ?? []);
}

function nameOf(s: FormSchema): string {
  return s.kind === 'list' ? `${nameOf(s.items)}[]` : s.kind === 'scalar' ? s.scalar : s.kind;
}
