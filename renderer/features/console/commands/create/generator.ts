/** What makes an object of a name and flags, and how such flags are read. Source: kubectl's cmd/create. */
import type { Run } from '../../command.ts';
import { CommandError } from '../../failure.ts';
import type { FlagSpec } from '../../flags.ts';

/** An object as it is sent: what the server fills in is not there. */
export type Body = Readonly<Record<string, unknown>>;

/** One of `create`'s own commands. */
export interface Generator {
  /** What follows `create`: 'deployment', or 'secret generic' where a kind has several. */
  readonly name: string;
  /** Other words for the first of it: 'deploy'. */
  readonly aliases?: readonly string[];
  readonly flags: readonly FlagSpec[];
  /** Throws CommandError where a flag is missing or cannot be read. */
  make(r: Run, name: string): Body;
}

/** The value of a flag that has to be there. */
export function needed(r: Run, flag: string): string {
  const value = r.flags.text(flag);
  if (value === undefined) throw new CommandError(`required flag(s) "${flag}" not set`);
  return value;
}

/** '--from-literal key=value', any number of them. */
export function literals(r: Run): Readonly<Record<string, string>> {
  return Object.fromEntries(
    r.flags.each('from-literal').map((l) => {
      const at = l.indexOf('=');
      if (at < 1) throw new CommandError(`invalid literal source ${l}, expected key=value`);
      return [l.slice(0, at), l.slice(at + 1)];
    }),
  );
}

/** 'a=b' for each of a list. */
export function pairs(list: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(list.map((p) => p.split('=') as [string, string]));
}

/** A number where it is one: ports and percentages are either. */
export function intOrText(value: string): number | string {
  return /^\d+$/.test(value) ? Number(value) : value;
}
