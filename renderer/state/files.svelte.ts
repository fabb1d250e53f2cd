/** Asking the person for files and folders: by the system's dialogs where the host has them, else by a picker in the page. */
import type { Bridge } from '#shared/ipc/contract.ts';
import type { FolderListing, HostInfo } from '#shared/ipc/host.ts';
import type { SourceFile } from '#shared/ipc/manifests.ts';

/** What is asked for. */
export type Question =
  | { readonly ask: 'open'; readonly what: 'document' | 'manifests' | 'folder' }
  | { readonly ask: 'save'; readonly what: 'document' | 'file' | 'folder'; readonly suggested: string };

/** A question that the picker in the page has to answer, with [] where the person thinks better of it. */
export interface Asked {
  readonly question: Question;
  answer(paths: readonly string[]): void;
}

export class Files {
  /** The question the picker shows. */
  asked = $state.raw<Asked | undefined>(undefined);
  readonly #bridge: Bridge;
  readonly #host: () => HostInfo | undefined;

  constructor(bridge: Bridge, host: () => HostInfo | undefined) {
    this.#bridge = bridge;
    this.#host = host;
  }

  /** The paths chosen to be opened; [] where none were. */
  async chooseOpen(what: 'document' | 'manifests' | 'folder'): Promise<readonly string[]> {
    if (this.#host()?.nativeDialogs) return this.#bridge.request('dialog.open', { what });
    return this.#ask({ ask: 'open', what });
  }

  /** The path chosen to be written; undefined where none was. */
  async chooseSave(what: 'document' | 'file' | 'folder', suggested: string): Promise<string | undefined> {
    if (this.#host()?.nativeDialogs) return (await this.#bridge.request('dialog.save', { what, suggested })) ?? undefined;
    return (await this.#ask({ ask: 'save', what, suggested }))[0];
  }

  /** The contents of a folder of the host's machine. */
  list(path?: string): Promise<FolderListing> {
    return this.#bridge.request('files.list', path === undefined ? {} : { path });
  }

  read(paths: readonly string[]): Promise<readonly SourceFile[]> {
    return this.#bridge.request('files.read', { paths });
  }

  #ask(question: Question): Promise<readonly string[]> {
    this.asked?.answer([]);
    return new Promise((resolve) => {
      this.asked = {
        question,
        answer: (paths) => {
          this.asked = undefined;
          resolve(paths);
        },
      };
    });
  }
}
