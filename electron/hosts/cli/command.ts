/** What a command of the command line is. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A command line that makes no sense, said so that it can be mended. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** An option as node:util reads it, with what it says of itself in the help: the sign of its value, and what it is for. */
type Option = NonNullable<ParseArgsConfig['options']>[string] & { readonly value?: string; readonly says: string };
type Options = Readonly<Record<string, Option>>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>['values'];

interface CommandOf<O extends Options> {
  /** What stands behind the name: 'SCENARIO.yaml'. */
  readonly takes: string;
  /** One line. */
  readonly summary: string;
  readonly options: O;
  /** Does it. What throws is a refusal. */
  run(values: Values<O>, positionals: readonly string[]): Promise<void> | void;
}

/** A command that can be called by what was typed. */
export interface Command {
  readonly summary: string;
  /** How it is written. */
  usage(name: string): string;
  /** Usage, summary, and each option. */
  help(name: string): string;
  /** Throws a CommandError where what was typed cannot be read. */
  run(name: string, args: readonly string[]): Promise<void>;
}

/** Defines a command. Every command also takes --help. */
export function defineCommand<const O extends Options>({ takes, summary, options, run }: CommandOf<O>): Command {
  const written = Object.entries<Option>(options).map(([name, o]) => ({
    flag: `--${name}${o.value === undefined ? '' : ` ${o.value}`}`,
    says: o.says,
  }));
  const usage = (name: string) => ['drydock', name, takes, ...written.map(({ flag }) => `[${flag}]`)].filter((w) => w !== '').join(' ');
  const widest = Math.max(0, ...written.map(({ flag }) => flag.length));
  return {
    summary,
    usage,
    help: (name) => [`${usage(name)}\n\n${summary}`, ...written.map(({ flag, says }) => `  ${flag.padEnd(widest)}  ${says}`)].join('\n'),
    async run(name, args) {
      if (args.includes('--help') || args.includes('-h')) {
        console.log(this.help(name));
        return;
      }
      const { values, positionals } = read(name);
      await run(values, positionals);

      function read(called: string) {
        try {
          return parseArgs({ args: [...args], allowPositionals: true, options });
        } catch (e) {
          throw new CommandError(`${(e as Error).message.replace(/\. To specify a positional.*/s, '')}\n${usage(called)}`);
        }
      }
    },
  };
}
