/** Numbers of the command line. */
import { CommandError } from './command.ts';

/** A number that counts something. */
export function wholeNumber(name: string, text: string, most: number): number {
  const n = Number(text);
  if (text.trim() === '' || !Number.isInteger(n) || n < 0 || n > most)
    throw new CommandError(`--${name} is a whole number up to ${most}, not ${JSON.stringify(text)}`);
  return n;
}
