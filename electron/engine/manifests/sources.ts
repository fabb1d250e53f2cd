/** The texts that objects were imported from: kept beside the log, so that comments and the order of keys come out again. */
import type { Revision } from '../store/log.ts';

/** What an object was imported from. */
export interface Source {
  /** The write that the text became. */
  readonly revision: Revision;
  /** One YAML document, without what a server fills in. */
  readonly text: string;
}

/** A port: the document keeps one text for each log key, the newest. */
export interface Sources {
  get(key: string): Source | undefined;
  put(key: string, source: Source): void;
}

/** Sources of what need not outlive the process. */
export class MemorySources implements Sources {
  readonly #byKey = new Map<string, Source>();
  get(key: string): Source | undefined {
    return this.#byKey.get(key);
  }
  put(key: string, source: Source): void {
    this.#byKey.set(key, source);
  }
}
