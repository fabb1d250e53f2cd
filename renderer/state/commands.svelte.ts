/** Everything a person can do, once: menu, command palette, shortcuts and tooltips are readings of it. */
import { SvelteMap } from 'svelte/reactivity';
import { formatKeys, matches, type KeyPress } from './keys.ts';

/** Under which head the palette and the list of shortcuts show it. */
export type CommandGroup = 'Document' | 'Edit' | 'Time' | 'View' | 'Add' | 'Selection' | 'Help';

export interface Command {
  readonly id: string;
  /** An imperative, as a menu says it. */
  readonly label: string;
  readonly group: CommandGroup;
  /** 'Mod+Shift+Z'; the first is shown. */
  readonly keys?: readonly string[];
  /** Further words by which the palette finds it. */
  readonly words?: string;
  /** Reactive; always, unless given. */
  enabled?(): boolean;
  run(): void | Promise<void>;
  /** Works while a text is being edited too; only sensible for keys with Mod. */
  readonly inText?: boolean;
  /** Not offered by the palette. */
  readonly hidden?: boolean;
}

/** What a key press was about: whether a text field or a control with a meaning for plain keys has the focus. */
export interface KeyContext {
  readonly text: boolean;
  readonly control: boolean;
}

/** The registry. */
export class Commands {
  readonly mac: boolean;
  readonly #byId = new SvelteMap<string, Command>();
  readonly #failed: (e: unknown) => void;

  /** `failed` hears what a command's run throws or rejects with. */
  constructor(mac: boolean, failed: (e: unknown) => void) {
    this.mac = mac;
    this.#failed = failed;
  }

  /** Adds commands; returns what takes them out again. A later one of the same id replaces the earlier. */
  register(commands: readonly Command[]): () => void {
    for (const c of commands) this.#byId.set(c.id, c);
    return () => {
      for (const c of commands) if (this.#byId.get(c.id) === c) this.#byId.delete(c.id);
    };
  }

  all(): readonly Command[] {
    return [...this.#byId.values()];
  }

  get(id: string): Command | undefined {
    return this.#byId.get(id);
  }

  /** True where the command is there and can run now. */
  can(id: string): boolean {
    const c = this.#byId.get(id);
    return c !== undefined && (c.enabled?.() ?? true);
  }

  /** Runs a command if it can; what fails is told, not thrown. */
  run(id: string): void {
    const c = this.#byId.get(id);
    if (!c || !this.can(id)) return;
    try {
      Promise.resolve(c.run()).catch(this.#failed);
    } catch (e) {
      this.#failed(e);
    }
  }

  /** The shortcut of a command as it is shown; '' where it has none. */
  keysOf(id: string): string {
    const keys = this.#byId.get(id)?.keys?.[0];
    return keys === undefined ? '' : formatKeys(keys, this.mac);
  }

  /** The command a key press means where it is made; undefined where it means nothing to us. */
  forKey(e: KeyPress, where: KeyContext): Command | undefined {
    for (const c of this.#byId.values()) {
      for (const keys of c.keys ?? []) {
        if (!matches(keys, e, this.mac)) continue;
        if (where.text && !c.inText) continue;
        if (where.control && (keys === 'Space' || keys === 'Enter')) continue;
        return c;
      }
    }
    return undefined;
  }
}
