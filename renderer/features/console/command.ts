/** A command of the console, and what it is given to work with. */
import type { ApiObject } from '#shared/api/object.ts';
import type { Ms } from '#shared/api/time.ts';
import type { Api } from './api.ts';
import type { Flags, FlagSpec } from './flags.ts';
import type { ApiKind, Kinds } from './kinds.ts';

/** A stretch of a printed line that leads to an object. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly key: string;
}

/** A printed line. */
export interface Line {
  readonly text: string;
  readonly tone?: 'error' | 'input';
  readonly link?: Link;
}

/** A text of somebody's: what is pasted, or a file. */
export interface Given {
  readonly name: string;
  readonly text: string;
}

/** What a run of a command has. */
export interface Run {
  readonly api: Api;
  readonly kinds: Kinds;
  readonly flags: Flags;
  readonly args: readonly string[];
  /** What follows '--'. */
  readonly rest: readonly string[];
  /** -n, or the namespace the window shows, or default. */
  readonly namespace: string;
  /** Over once the person ends it with Ctrl+C. */
  readonly signal: AbortSignal;
  /** Whether time runs: while it stands nothing is worth waiting for. */
  readonly playing: () => boolean;
  /** Virtual now, in ms since 1970. */
  nowMs(): Ms;
  /** Prints a line, or several; a link is counted in the last. */
  out(text: string, link?: Link): void;
  error(text: string): void;
  /** Something of several did not work; it is said once the rest is done. */
  failed(e: unknown, doing?: string): void;
  /** Settles when something in the cluster has changed, or the person ends the command. */
  changed(): Promise<void>;
  /** The text for '-f -': asks for it. */
  input(): Promise<Given>;
  files(paths: readonly string[]): Promise<readonly Given[]>;
  /** The log key of an object of the design. */
  keyOf(k: ApiKind, namespace: string | undefined, name: string): string;
  /** Shows an object's YAML in the inspector, to be edited. */
  edit(key: string): void;
  /** The window shows this namespace from now on. */
  showNamespace(name: string): void;
}

/** What may stand where a command takes words that are no flags. */
export type Positional = 'resource' | 'kind' | 'node' | 'pod' | 'none';

/** A command. */
export interface Command {
  readonly name: string;
  /** One line for `help`. */
  readonly summary: string;
  readonly flags?: readonly FlagSpec[];
  /** The words that may follow it first ('rollout status'). */
  readonly subcommands?: readonly string[];
  readonly positional?: Positional;
  run(r: Run): Promise<void>;
}

/** Kinds for printing that a command made something of: 'deployment.apps/web scaled', its name a link. */
export function report(r: Run, k: ApiKind, o: Pick<ApiObject, 'metadata'>, what: string): void {
  const kind = k.group ? `${k.kind.toLowerCase()}.${k.group}` : k.kind.toLowerCase();
  const { name, namespace } = o.metadata;
  const dry = r.flags.text('dry-run');
  const suffix = dry === 'server' ? ' (server dry run)' : dry === 'client' ? ' (dry run)' : '';
  if (r.flags.text('output') === 'name')
    r.out(`${kind}/${name}`, { from: kind.length + 1, to: kind.length + 1 + name.length, key: r.keyOf(k, namespace, name) });
  else r.out(`${kind}/${name} ${what}${suffix}`, { from: 0, to: kind.length + 1 + name.length, key: r.keyOf(k, namespace, name) });
}

/** How strictly the server reads what a person wrote: kubectl refuses unknown fields unless --validate says otherwise. */
export function validation(r: Run): { readonly fieldValidation: string } {
  const said = r.flags.text('validate') ?? 'strict';
  return { fieldValidation: said === 'false' || said === 'ignore' ? 'Ignore' : said === 'warn' ? 'Warn' : 'Strict' };
}

/** The query that dry run means. */
export function dryRun(r: Run): { readonly dryRun?: string } {
  return r.flags.text('dry-run') === 'server' ? { dryRun: 'All' } : {};
}
