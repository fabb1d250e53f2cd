/** Flags as kubectl reads them: --name value, --name=value, -n value, -nvalue, -A; anything may stand between. */
import { CommandError } from './failure.ts';

/** A flag of a command. A switch takes no value unless it is given with '='. */
export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  readonly type: 'text' | 'list' | 'switch';
  /** What it stands for where it is given without a value ('--dry-run'). */
  readonly bare?: string;
  /** What can follow, for completion; 'namespaces' and 'files' are looked up. */
  readonly values?: readonly string[] | 'namespaces';
}

/** The flags of a line. */
export class Flags {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** A switch: true where it is given and not as '=false'. */
  on(name: string): boolean {
    return this.has(name) && this.text(name) !== 'false';
  }

  /** The last value given. */
  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** All values given, those with commas taken apart. */
  list(name: string): readonly string[] {
    return (this.#values.get(name) ?? []).flatMap((v) => v.split(',')).filter((v) => v !== '');
  }

  /** All values given, as they are. */
  each(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** A whole number; throws where the text is none. */
  number(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^-?\d+$/.test(text))
      throw new CommandError(`invalid argument "${text}" for "--${name}" flag: strconv.ParseInt: parsing "${text}": invalid syntax`);
    return Number(text);
  }
}

/** Takes flags and other words apart. What follows a bare '--' is no flag. Throws CommandError in kubectl's words. */
export function parseFlags(
  words: readonly string[],
  specs: readonly FlagSpec[],
  command: string,
): { readonly flags: Flags; readonly args: readonly string[]; readonly rest: readonly string[] } {
  const values = new Map<string, string[]>();
  const args: string[] = [];
  const put = (name: string, value: string) => values.set(name, [...(values.get(name) ?? []), value]);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '--') return { flags: new Flags(values), args, rest: words.slice(i + 1) };
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
      const spec = specs.find((s) => s.name === name);
      if (!spec) throw new CommandError(`unknown flag: --${name}\nSee 'kubectl ${command} --help' for usage.`);
      if (equals >= 0) put(name, word.slice(equals + 1));
      else if (spec.type === 'switch') put(name, 'true');
      else if (spec.bare !== undefined) put(name, spec.bare);
      else if (i + 1 < words.length) put(name, words[++i] as string);
      else throw new CommandError(`flag needs an argument: --${name}\nSee 'kubectl ${command} --help' for usage.`);
    } else if (word.startsWith('-') && word.length > 1) i = shorts(word, i);
    else args.push(word);
  }
  return { flags: new Flags(values), args, rest: [] };

  function shorts(word: string, at: number): number {
    for (let c = 1; c < word.length; c++) {
      const short = word[c] as string;
      const spec = specs.find((s) => s.short === short);
      if (!spec) throw new CommandError(`unknown shorthand flag: '${short}' in ${word}\nSee 'kubectl ${command} --help' for usage.`);
      if (spec.type === 'switch') {
        put(spec.name, 'true');
        continue;
      }
      const attached = word.slice(c + 1).replace(/^=/, '');
      if (attached !== '') put(spec.name, attached);
      else if (at + 1 < words.length) put(spec.name, words[++at] as string);
      else throw new CommandError(`flag needs an argument: '${short}' in ${word}\nSee 'kubectl ${command} --help' for usage.`);
      return at;
    }
    return at;
  }
}

/** A flag that takes a text. */
export const text = (name: string, short?: string, values?: FlagSpec['values']): FlagSpec => ({
  name,
  type: 'text',
  ...(short && { short }),
  ...(values && { values }),
});
/** A flag that may be given more than once. */
export const list = (name: string, short?: string): FlagSpec => ({ name, type: 'list', ...(short && { short }) });
/** A flag that is on or off. */
export const toggle = (name: string, short?: string): FlagSpec => ({ name, type: 'switch', ...(short && { short }) });
