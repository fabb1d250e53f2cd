/** What can be written at the cursor: commands, kinds, names, namespaces, flags and their values. */
import { findType, type Shape } from '#shared/kinds/schema/schema.ts';
import type { Command } from './command.ts';
import { commandOf, commands } from './commands/index.ts';
import type { FlagSpec } from './flags.ts';
import { commandFirst, flagsOf } from './interpreter.ts';
import type { ApiKind, Kinds } from './kinds.ts';
import { wordsOf, type Word } from './words.ts';

/** What completion looks up. */
export interface CompletionSource {
  readonly kinds: Kinds;
  readonly namespace: string;
  namespaces(): readonly string[];
  /** Names of a kind's objects, of a namespace where the kind has any. */
  names(k: ApiKind, namespace: string): readonly string[];
}

/** Something that can stand there, and a word about it. */
export interface Choice {
  readonly text: string;
  readonly detail?: string;
}

/** Choices for the stretch of the line from `from` to `to`. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly choices: readonly Choice[];
}

const MANY = 200;
/** What `auth can-i` asks about. */
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch', 'impersonate', 'bind', 'escalate', '*'];

/** The choices at a place of a line, those that begin with what is there. */
export function complete(line: string, cursor: number, source: CompletionSource): Completion {
  const words = [...wordsOf(line.slice(0, cursor))];
  const typing = words.at(-1);
  const inWord = typing !== undefined && typing.to === cursor;
  const current: Word = inWord ? typing : { text: '', from: cursor, to: cursor };
  const before = commandFirst((inWord ? words.slice(0, -1) : words).map((w) => w.text));
  const { offset, choices } = choicesFor(before, current.text, source);
  const begun = current.text.slice(offset);
  return {
    from: current.from + offset,
    to: cursor,
    choices: choices.filter((c) => c.text.startsWith(begun) && c.text !== begun).slice(0, MANY),
  };
}

interface Offer {
  /** How many letters of the word stay. */ readonly offset: number;
  readonly choices: readonly Choice[];
}

const offer = (texts: readonly string[], offset = 0): Offer => ({ offset, choices: texts.map((t) => ({ text: t })) });

function choicesFor(before: readonly string[], word: string, source: CompletionSource): Offer {
  const [name, ...rest] = before;
  const command = name === undefined ? undefined : commandOf(name);
  if (name === undefined)
    return {
      offset: 0,
      choices: [
        ...commands.map((c) => ({ text: c.name, detail: c.summary })),
        { text: 'help', detail: 'What there is' },
        { text: 'clear', detail: 'Empties the console' },
      ],
    };
  if (!command) return offer(name === 'help' ? commands.map((c) => c.name) : []);
  const flags = flagsOf(command);
  const equals = word.indexOf('=');
  if (word.startsWith('--') && equals > 0)
    return offer(
      valuesOf(
        flags.find((f) => f.name === word.slice(2, equals)),
        source,
      ),
      equals + 1,
    );
  if (word.startsWith('-'))
    return {
      offset: 0,
      choices: flags.flatMap((f) => [
        { text: `--${f.name}`, ...(f.type !== 'switch' && { detail: 'takes a value' }) },
        ...(f.short && !word.startsWith('--') ? [{ text: `-${f.short}`, detail: f.name }] : []),
      ]),
    };
  const waiting = flagWaiting(rest.at(-1), flags);
  if (waiting) return offer(valuesOf(waiting, source));
  return positional(command, argsOf(rest, flags), word, { ...source, namespace: namespaceIn(rest) ?? source.namespace });
}

function valuesOf(f: FlagSpec | undefined, source: CompletionSource): readonly string[] {
  return f?.values === 'namespaces' ? source.namespaces() : (f?.values ?? []);
}

/** The flag that still waits for its value. */
function flagWaiting(word: string | undefined, flags: readonly FlagSpec[]): FlagSpec | undefined {
  const f = flags.find((x) => word === `--${x.name}` || (x.short && word === `-${x.short}`));
  return f && f.type !== 'switch' && f.bare === undefined ? f : undefined;
}

/** The words that are no flags and no values of flags. */
function argsOf(words: readonly string[], flags: readonly FlagSpec[]): readonly string[] {
  return words.filter((w, i) => !w.startsWith('-') && !flagWaiting(words[i - 1], flags));
}

function namespaceIn(words: readonly string[]): string | undefined {
  const i = words.findIndex((w) => w === '-n' || w === '--namespace');
  return i >= 0 ? words[i + 1] : words.find((w) => w.startsWith('--namespace='))?.slice(12);
}

function positional(c: Command, args: readonly string[], word: string, source: CompletionSource): Offer {
  if (c.subcommands && args.length === 0) return offer(c.subcommands);
  const left = c.subcommands ? args.slice(1) : args;
  const slash = word.indexOf('/');
  const names = (k: ApiKind | undefined) => (k ? source.names(k, source.namespace) : []);
  if (c.positional === 'kind') return fieldsOf(word, source);
  if (c.name === 'auth' && args[0] === 'can-i')
    return left.length === 0 ? offer(VERBS) : left.length === 1 ? kindsOf(word, source) : offer(names(source.kinds.find(left[1] ?? '')));
  if (c.name === 'create' && args[0] === 'token') return offer(left.length === 0 ? names(source.kinds.find('serviceaccounts')) : []);
  if (c.positional === 'none' || c.positional === undefined)
    return offer(c.name === 'top' && left.length === 0 ? names(source.kinds.find(args[0] ?? '')) : []);
  if (slash > 0) return offer(names(source.kinds.find(word.slice(0, slash))), slash + 1);
  if (c.positional === 'pod' && left.length === 0)
    return {
      offset: 0,
      choices: [
        ...names(source.kinds.find('pods')).map((t) => ({ text: t })),
        ...['deployment/', 'statefulset/', 'job/', 'daemonset/'].map((t) => ({ text: t, detail: 'one of its pods' })),
      ],
    };
  if (c.positional === 'node')
    return offer([...names(source.kinds.find('nodes')), ...(c.name === 'taint' && left.length === 0 ? ['nodes'] : [])]);
  if (left.length > 0)
    return left[0]?.includes('/')
      ? kindsOf(word, source)
      : offer(names(source.kinds.find(left[0] as string)).filter((n) => !left.includes(n)));
  return kindsOf(word, source);
}

/** Kinds by their plural; a short name is completed to what it stands for. */
function kindsOf(word: string, { kinds }: CompletionSource): Offer {
  const comma = word.lastIndexOf(',') + 1;
  const begun = word.slice(comma);
  const listable = kinds.all.filter((k, i, all) => k.verbs.includes('get') && all.findIndex((x) => x.plural === k.plural) === i);
  return {
    offset: comma,
    choices: [
      ...listable
        .filter((k) => k.plural.startsWith(begun))
        .map((k) => ({ text: k.plural, ...(k.shortNames.length > 0 && { detail: k.shortNames.join(', ') }) })),
      ...(comma === 0 ? [{ text: 'all', detail: 'workloads and services' }] : []),
    ],
  };
}

/** 'deploy.spec.str': the fields of the type that the dots lead to. */
function fieldsOf(word: string, { kinds }: CompletionSource): Offer {
  const parts = word.split('.');
  const kind = kinds.find(parts[0] ?? '');
  if (parts.length === 1) return kindsOf(word, { kinds } as CompletionSource);
  let type = kind?.type === undefined ? undefined : findType(kind.type);
  for (const name of parts.slice(1, -1)) type = inner(type?.fields.get(name)?.shape);
  return offer([...(type?.fields.keys() ?? [])], word.lastIndexOf('.') + 1);
}

function inner(s: Shape | undefined): ReturnType<typeof findType> {
  return s?.kind === 'object' ? findType(s.type) : s?.kind === 'list' || s?.kind === 'map' ? inner(s.items) : undefined;
}

/** The longest text that all choices begin with. */
export function commonStart(choices: readonly Choice[]): string {
  const [first = '', ...rest] = choices.map((c) => c.text);
  let n = first.length;
  for (const r of rest) while (!r.startsWith(first.slice(0, n))) n--;
  return first.slice(0, n);
}
