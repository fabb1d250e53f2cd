/** What one decoding keeps track of: where it is, the first type that did not fit, and what strict decoding would refuse. */
import { quoted } from '../errors.ts';
import { DecodeError } from './error.ts';
import { ExactNumber } from './number.ts';
import { MAX_DEPTH, type Repeats } from './parse.ts';

/** How many strict errors are kept, as in sigs.k8s.io/json. */
const MOST_STRICT_ERRORS = 100;

export class Decoding {
  /** The names of the struct fields that lead to the value in hand; maps and lists on the way are not named. */
  readonly fields: string[] = [];
  /** The whole path: names, map keys and list indices. */
  readonly path: (string | number)[] = [];
  /** The Go name of the innermost struct on the way. */
  struct = '';
  readonly repeats: Repeats;
  readonly #strict = new Set<string>();
  #mismatch: string | undefined;

  constructor(repeats: Repeats) {
    this.repeats = repeats;
  }

  /** What strict decoding refuses, in the order it was met. */
  get strict(): readonly string[] {
    return [...this.#strict];
  }

  /** Notes that a value is not of its type. Decoding goes on; the first note becomes the error. */
  mismatch(value: unknown, goType: string): undefined {
    this.note(this.typeError(describe(value), goType));
    return undefined;
  }

  /** Notes an error that decoding goes on after. */
  note(message: string): void {
    this.#mismatch ??= message;
  }

  /** "json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container". */
  typeError(what: string, goType: string): string {
    const where = this.fields.length ? `struct field ${this.struct}.${this.fields.join('.')}` : 'value';
    return `json: cannot unmarshal ${what} into Go ${where} of type ${goType}`;
  }

  unknownField(name: string): void {
    this.#refuse('unknown field', name);
  }
  duplicateField(name: string): void {
    this.#refuse('duplicate field', name);
  }

  #refuse(what: string, name: string): void {
    if (this.#strict.size < MOST_STRICT_ERRORS) this.#strict.add(`${what} ${quoted(pathText([...this.path, name]))}`);
  }

  /** Steps into a part; refuses to go deeper than values may be. */
  enter(part: string | number): void {
    if (this.path.push(part) > MAX_DEPTH) throw new DecodeError('exceeded max depth');
  }

  leave(): void {
    this.path.pop();
  }

  /** Ends the decoding: throws what was noted. */
  finish(): void {
    if (this.#mismatch !== undefined) throw new DecodeError(this.#mismatch);
  }
}

/** What Go calls a JSON value that does not fit. */
export function describe(v: unknown): string {
  if (Array.isArray(v)) return 'array';
  switch (typeof v) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return 'number';
    default:
      return v instanceof ExactNumber ? 'number' : 'object';
  }
}

function pathText(path: readonly (string | number)[]): string {
  let text = '';
  for (const part of path) text += typeof part === 'number' ? `[${part}]` : text ? `.${part}` : part;
  return text;
}
