/** Runs a line: finds its command, reads its flags, and says in kubectl's words what went wrong. */
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import { Api } from './api.ts';
import type { Command, Given, Line, Run } from './command.ts';
import { commandOf, commands } from './commands/index.ts';
import { CommandError, failureText } from './failure.ts';
import { list, parseFlags, text, toggle, type FlagSpec } from './flags.ts';
import type { Kinds } from './kinds.ts';
import { align, TABLE } from './tab-writer.ts';
import { wordsOf } from './words.ts';

/** Flags that every command takes. */
export const GLOBAL: readonly FlagSpec[] = [
  text('namespace', 'n', 'namespaces'),
  text('as'),
  list('as-group'),
  toggle('help', 'h'),
  text('request-timeout'),
  text('v'),
  text('context'),
  text('field-manager'),
  toggle('warnings-as-errors'),
];

/** What the console has of the window. */
export interface ConsoleHost extends Pick<Run, 'nowMs' | 'playing' | 'keyOf' | 'edit' | 'showNamespace' | 'files'> {
  send(r: ApiRequest): Promise<ApiResponse>;
  kinds(): Kinds;
  namespace(): string;
  changed(signal: AbortSignal): Promise<void>;
  input(signal: AbortSignal): Promise<Given>;
}

/** The flags of a command with those of all; its own come first. */
export function flagsOf(c: Command): readonly FlagSpec[] {
  const own = c.flags ?? [];
  return [
    ...own,
    ...GLOBAL.filter((g) => !own.some((f) => f.name === g.name)).map((g) =>
      g.short && own.some((f) => f.short === g.short) ? { ...g, short: '' } : g,
    ),
  ];
}

/** Runs a line to its end. Nothing it does is thrown: all is printed. */
export async function runLine(
  line: string,
  host: ConsoleHost,
  print: (lines: readonly Line[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const error = (said: string) => {
    if (said)
      print(
        said
          .trimEnd()
          .split('\n')
          .map((t) => ({ text: t, tone: 'error' as const })),
      );
  };
  const failures: (readonly [e: unknown, doing?: string])[] = [];
  try {
    const words = wordsOf(line);
    const open = words.at(-1)?.open;
    if (open) throw new CommandError(`the quote ${open} is not closed`);
    const [name = '', ...args] = commandFirst(words.map((w) => w.text));
    if (name === '') return help(undefined, print);
    if (name === 'help' || name === '--help' || name === '-h') return help(args[0] === undefined ? undefined : commandOf(args[0]), print);
    if (args.some((a) => a === '|' || a === '>' || a === '&&'))
      throw new CommandError('the console knows no pipes and no redirection; -o jsonpath, -l and --field-selector pick out what you want');
    const command = commandOf(name);
    if (!command) throw new CommandError(`unknown command "${name}" for "kubectl"${similar(name)}`);
    const parsed = parseFlags(args, flagsOf(command), name);
    const { flags } = parsed;
    if (flags.on('help')) return help(command, print);
    const as = flags.text('as');
    const groups = flags.each('as-group');
    if (groups.length > 0 && !as) throw new CommandError('requesting groups or user-extra for without impersonating a user');
    await command.run({
      api: new Api(
        host.send,
        { ...(as && { 'impersonate-user': as }), ...(groups.length > 0 && { 'impersonate-group': groups.join(',') }) },
        (text_) => error(`Warning: ${text_}`),
      ),
      kinds: host.kinds(),
      ...parsed,
      namespace: flags.text('namespace') ?? host.namespace(),
      signal,
      nowMs: () => host.nowMs(),
      playing: () => host.playing(),
      out: (said, link) => {
        const lines = said.split('\n');
        print(lines.map((t, i) => ({ text: t, ...(link && i === lines.length - 1 && { link }) })));
      },
      error,
      failed: (e, doing) => {
        failures.push([e, doing]);
      },
      changed: () => host.changed(signal),
      input: () => host.input(signal),
      files: (paths) => host.files(paths),
      keyOf: host.keyOf,
      edit: (key) => host.edit(key),
      showNamespace: (ns) => host.showNamespace(ns),
    });
  } catch (e) {
    failures.push([e]);
  }
  if (!signal.aborted) for (const [e, doing] of failures) error(failureText(e, doing));
}

/** The words with the command first: 'kubectl' may stand before it, and flags of every command. */
export function commandFirst(words: readonly string[]): readonly string[] {
  const own = words[0] === 'kubectl' || words[0] === 'k' ? words.slice(1) : words;
  let i = 0;
  while (own[i]?.startsWith('-')) {
    const word = own[i] as string;
    const f = GLOBAL.find((g) => word === `--${g.name}` || word === `-${g.short}`);
    if (own.length === 1 || f?.name === 'help') return own;
    i += f && f.type !== 'switch' ? 2 : 1;
  }
  return [...own.slice(i), ...own.slice(0, i)];
}

function similar(name: string): string {
  const near = commands.filter((c) => distance(c.name, name) <= 2).map((c) => c.name);
  return near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((n) => `\t${n}`).join('\n')}`.replace(/\t/g, '        ');
}

/** How many letters differ (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] as number;
}

function help(command: Command | undefined, print: (lines: readonly Line[]) => void): void {
  const say = (texts: readonly string[]) => print(texts.map((t) => ({ text: t })));
  if (!command)
    return say([
      "kubectl's commands, on this design. Tab completes, ↑ and ↓ bring back earlier lines, Ctrl+C ends what runs.",
      '',
      ...align(
        commands.map((c) => `  ${c.name}\t${c.summary}`),
        TABLE,
      ),
      '',
      '  clear   Empties the console',
    ]);
  say([
    `${command.summary}.`,
    '',
    ...(command.subcommands ? [`Usage:  ${command.name} (${command.subcommands.join(' | ')})`] : [`Usage:  ${command.name} [flags]`]),
    '',
    'Flags:',
    ...align(
      flagsOf(command).map(
        (f) =>
          `  ${f.short ? `-${f.short}, ` : '    '}--${f.name}\t${f.type === 'switch' ? '' : Array.isArray(f.values) ? f.values.join(' | ') : f.values === 'namespaces' ? 'a namespace' : 'text'}`,
      ),
      TABLE,
    ),
  ]);
}
