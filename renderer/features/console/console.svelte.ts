/** The console of a window: what was printed, what runs, and the lines that were typed before. */
import { keyOf } from '#shared/api/ref.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import { kinds as builtIn } from '#shared/kinds/index.ts';
import { BridgeError } from '../../bridge/index.ts';
import type { App } from '../../state/app.svelte.ts';
import { namespaceNames } from '../../state/cluster.svelte.ts';
import type { Given, Line } from './command.ts';
import type { CompletionSource } from './complete.ts';
import { CommandError } from './failure.ts';
import { join } from '../../state/paths.ts';
import { runLine, type ConsoleHost } from './interpreter.ts';
import { Kinds, type ApiKind } from './kinds.ts';

/** A printed line with a number of its own. */
export interface Printed extends Line {
  readonly id: number;
}

const KEPT_LINES = 20_000;
const KEPT_HISTORY = 200;
/** A command that waits looks again this often at most, and at least. */
const LEAST_MS = 150;
const MOST_MS = 1_000;

/** What is asked of the person: a text for '-f -'. */
export interface Asked {
  answer(text: string): void;
  cancel(): void;
  readonly begun: string;
}

/** It lives as long as the window: switching tabs loses nothing. */
export class Console {
  readonly #app: App;
  #abort: AbortController | undefined;
  #next = 0;

  lines = $state.raw<readonly Printed[]>([]);
  /** The line that runs. */
  running = $state<string | undefined>();
  /** Set while a text is asked for. */
  asked = $state.raw<Asked | undefined>();
  /** A text that was pasted into the line: it is offered when a text is asked for. */
  pasted = '';

  constructor(app: App) {
    this.#app = app;
  }

  readonly #kinds: Kinds = $derived.by(
    () => new Kinds(builtIn, this.#app.cluster.table<CustomResourceDefinition>('apiextensions.k8s.io/customresourcedefinitions').all),
  );

  /** The namespace that commands mean where they name none. */
  get namespace(): string {
    return this.#app.view.namespace ?? 'default';
  }

  /** Lines typed before, oldest first. */
  get history(): readonly string[] {
    try {
      const kept: unknown = JSON.parse(this.#app.settings.get('console.history', '[]'));
      return Array.isArray(kept) ? kept.filter((l): l is string => typeof l === 'string') : [];
    } catch {
      return [];
    }
  }

  /** What completion looks up: the window's own mirror. */
  get source(): CompletionSource {
    const { cluster } = this.#app;
    return {
      kinds: this.#kinds,
      namespace: this.namespace,
      namespaces: () => namespaceNames(cluster),
      names: (k: ApiKind, namespace) =>
        (k.namespaced ? cluster.table(k.id).byNamespace.get(namespace) : cluster.table(k.id).all).map((o) => o.metadata.name).sort(),
    };
  }

  /** Runs a line; nothing where another still runs. */
  async run(line: string): Promise<void> {
    if (this.running !== undefined) return;
    this.#print([{ text: line, tone: 'input' }]);
    const text = line.trim();
    if (text === '') return;
    this.#remember(text);
    if (text === 'clear') {
      this.clear();
      return;
    }
    if (this.#app.clock.past)
      return this.#print([
        { text: 'error: you are looking at the past, and the console works on what is now: return to now first', tone: 'error' },
      ]);
    this.running = text;
    this.#abort = new AbortController();
    try {
      await runLine(text, this.#host(), (l) => this.#print(l), this.#abort.signal);
    } finally {
      this.running = undefined;
      this.asked = undefined;
      this.pasted = '';
    }
  }

  /** Ends what runs. */
  end(): void {
    if (!this.#abort || this.running === undefined) return;
    this.#print([{ text: '^C', tone: 'error' }]);
    this.#abort.abort();
    this.asked?.cancel();
  }

  clear(): void {
    this.lines = [];
  }

  #remember(line: string): void {
    const rest = this.history.filter((l) => l !== line);
    this.#app.settings.set('console.history', JSON.stringify([...rest, line].slice(-KEPT_HISTORY)));
  }

  #print(lines: readonly Line[]): void {
    this.lines = [...this.lines, ...lines.map((l) => ({ ...l, id: this.#next++ }))].slice(-KEPT_LINES);
  }

  #host(): ConsoleHost {
    const app = this.#app;
    return {
      send: (r) => {
        if (r.method !== 'GET' && app.readOnly !== undefined) throw new CommandError(app.readOnly);
        return app.bridge.request('api', r);
      },
      kinds: () => this.#kinds,
      namespace: () => this.namespace,
      nowMs: () => (app.document.info?.epochMs ?? 0) + app.clock.state.nowMs,
      playing: () => app.clock.state.playing || app.clock.state.settling,
      changed: (signal) => this.#changed(signal),
      input: (signal) => this.#ask(signal),
      files: (paths) => this.#read(paths),
      keyOf: (k, namespace, name) => keyOf({ resource: k.id, namespace: k.namespaced ? (namespace ?? this.namespace) : '', name }),
      edit: (key) => {
        app.selection.set([key]);
        app.settings.set('inspector.tab', 'yaml');
        app.view.inspectorOpen = true;
      },
      showNamespace: (name) => {
        app.view.namespace = name;
      },
    };
  }

  /** Files of the host's machine; a path that is not whole begins in the folder where files were chosen last, or at home. */
  async #read(paths: readonly string[]): Promise<readonly Given[]> {
    const { files, settings } = this.#app;
    const read: Given[] = [];
    for (const path of paths) {
      const whole = /^(\/|[a-z]:[\\/]|\\\\)/i.test(path)
        ? path
        : join(settings.get('files.folder', '') || (await files.list()).path, path.replace(/^\.[\\/]/, ''));
      try {
        read.push(...(await files.read([whole])));
      } catch (e) {
        if (e instanceof BridgeError && e.message.startsWith('There is nothing at this place'))
          throw new CommandError(`the path "${path}" does not exist`);
        throw e;
      }
    }
    return read;
  }

  /** Something has changed in the cluster, some time has gone by, or the person ended the command. */
  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      let change = false;
      let least = false;
      const settle = () => {
        stop();
        clearTimeout(soon);
        clearTimeout(late);
        resolve();
      };
      const stop = this.#app.cluster.onChange(() => {
        change = true;
        if (least) settle();
      });
      const soon = setTimeout(() => {
        least = true;
        if (change) settle();
      }, LEAST_MS);
      const late = setTimeout(settle, MOST_MS);
      if (signal.aborted) settle();
      else signal.addEventListener('abort', settle, { once: true });
    });
  }

  #ask(signal: AbortSignal): Promise<Given> {
    return new Promise((resolve, reject) => {
      const cancel = () => {
        this.asked = undefined;
        reject(new CommandError('nothing was given', false));
      };
      this.asked = {
        begun: this.pasted,
        cancel,
        answer: (text) => {
          this.asked = undefined;
          resolve({ name: 'STDIN', text });
        },
      };
      signal.addEventListener('abort', cancel, { once: true });
    });
  }
}
