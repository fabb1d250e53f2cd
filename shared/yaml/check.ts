/**
 * Whether a value fits the type of its kind: every unknown field and every value of the wrong type, each with its path.
 * The API would refuse them too, but only the first, and without a place in the file.
 */
import { milliOf } from '../api/quantity.ts';
import { isNumber, type ExactNumber } from '../api/decode/number.ts';
import { pathText, type FieldPath } from '../api/field-path.ts';
import { isObject, type JsonObject } from '../api/json.ts';
import { typeOf, type Shape, type Type } from '../kinds/schema/schema.ts';

/** Something that does not fit. `onKey`: the key itself is wrong. */
export interface Misfit {
  readonly path: FieldPath;
  readonly onKey: boolean;
  readonly message: string;
  readonly hint?: string;
}

/** Misfits reported of one object; a hundred say enough. */
const MOST = 100;

/** All that does not fit, in the order it stands. `written` gives the text that a scalar was written as. */
export function misfits(value: JsonObject, type: string, written: (path: FieldPath) => string | undefined): readonly Misfit[] {
  const found: Misfit[] = [];
  const report = (m: Misfit) => {
    if (found.length < MOST) found.push(m);
  };

  const object = (o: JsonObject, t: Type, path: FieldPath) => {
    for (const [key, v] of Object.entries(o)) {
      const field = t.fields.get(key);
      const at = [...path, key];
      if (field) check(v, field.shape, at);
      else report({ path: at, onKey: true, message: `unknown field ${JSON.stringify(pathText(at))}`, ...hinted(unknownHint(key, v, t)) });
    }
  };

  const wrong = (v: unknown, want: string, path: FieldPath, hint?: string) => {
    report({ path, onKey: false, message: `${pathText(path)} must be ${want}, not ${describe(v, written(path))}`, ...hinted(hint) });
  };

  const check = (v: unknown, shape: Shape, path: FieldPath): void => {
    if (v === null || v === undefined) return;
    switch (shape.kind) {
      case 'object':
        if (isObject(v)) object(v, typeOf(shape.type), path);
        else wrong(v, 'a mapping', path, Array.isArray(v) ? "Leave out the '- '." : 'Indent its fields below it.');
        return;
      case 'list':
        if (Array.isArray(v))
          v.forEach((item, i) => {
            check(item, shape.items, [...path, i]);
          });
        else wrong(v, 'a list', path, "Begin each entry with '- '.");
        return;
      case 'map':
        if (isObject(v)) for (const [key, item] of Object.entries(v)) check(item, shape.items, [...path, key]);
        else wrong(v, 'a mapping', path, Array.isArray(v) ? "Write 'key: value', without '- '." : undefined);
        return;
      case 'string':
      case 'time':
      case 'microTime':
      case 'duration':
      case 'bytes':
        if (typeof v !== 'string')
          wrong(v, 'a text', path, isScalar(v) ? `Write it in quotes: ${JSON.stringify(written(path) ?? String(v))}` : undefined);
        return;
      case 'boolean':
        if (typeof v !== 'boolean')
          wrong(v, 'true or false', path, typeof v === 'string' && /^(true|false)$/i.test(v) ? 'Write it without quotes.' : undefined);
        return;
      case 'integer':
        if (!isNumber(v) || !isWhole(v))
          wrong(v, 'a whole number', path, typeof v === 'string' && /^\d+$/.test(v) ? `Write it without quotes: ${v}` : undefined);
        return;
      case 'number':
        if (!isNumber(v)) wrong(v, 'a number', path);
        return;
      case 'intOrString':
        if (typeof v !== 'string' && !(isNumber(v) && isWhole(v))) wrong(v, 'a whole number or a text', path);
        return;
      case 'quantity':
        if (typeof v !== 'string' && !isNumber(v)) wrong(v, 'a quantity', path, 'Write a number with a unit, such as 250m or 64Mi.');
        else if (!isQuantity(v)) wrong(v, 'a quantity', path, 'Write a number with a unit, such as 250m or 64Mi.');
        return;
      case 'any':
        return;
    }
  };
  object(value, typeOf(type), []);
  return found;
}

const hinted = (hint: string | undefined) => (hint ? { hint } : {});
const isScalar = (v: unknown) => typeof v === 'boolean' || isNumber(v);
const isWhole = (v: number | ExactNumber) => typeof v !== 'number' || Number.isInteger(v);

function isQuantity(v: unknown): boolean {
  try {
    milliOf(String(v as string));
    return true;
  } catch {
    return false;
  }
}

function describe(v: unknown, written: string | undefined): string {
  if (Array.isArray(v)) return 'a list';
  if (isObject(v)) return 'a mapping';
  if (typeof v === 'string') return `the text ${JSON.stringify(v.length > 40 ? `${v.slice(0, 40)}…` : v)}`;
  if (typeof v === 'boolean')
    return written !== undefined && written !== String(v) ? `${written} (which YAML reads as ${v})` : `the boolean ${v}`;
  return `the number ${written ?? String(v)}`;
}

/** Which field was meant: one that is spelt alike, or one of a part of this. */
function unknownHint(key: string, value: unknown, t: Type): string | undefined {
  const near = nearest(key, [...t.fields.keys()]);
  if (near) return `Did you mean ${JSON.stringify(near)}?`;
  for (const f of t.fields.values())
    if (f.shape.kind === 'object' && f.name !== 'status' && typeOf(f.shape.type).fields.has(key))
      return `${JSON.stringify(key)} belongs into ${JSON.stringify(f.name)}: check the indentation.`;
  return value === null ? 'Check the indentation: what stands below may belong here.' : undefined;
}

/** The name among some that another was meant for, undefined where none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const low = name.toLowerCase();
  const most = Math.max(1, Math.floor(name.length / 4));
  let best: string | undefined;
  let least = most + 1;
  for (const n of names) {
    const d = n.toLowerCase() === low ? 0 : distance(low, n.toLowerCase(), most);
    if (d < least) {
      best = n;
      least = d;
    }
  }
  return best;
}

/** Edits from one text to another (letters in, out, changed, swapped with the next); more than `most` counts as infinite. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let d = Math.min((old[j] as number) + 1, (row[j - 1] as number) + 1, (old[j - 1] as number) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, (older[j - 2] as number) + 1);
      row.push(d);
    }
    [older, old] = [old, row];
  }
  return old[b.length] as number;
}
