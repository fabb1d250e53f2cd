/**
 * One open document: its cluster, the pace of its time, and when what was written becomes durable. Everything that any
 * window, kubectl or script does to a design goes through here.
 */
import { ApiError } from '#shared/api/errors.ts';
import type { ClockState } from '#shared/ipc/clock.ts';
import type { DocumentInfo } from '#shared/ipc/documents.ts';
import type { Ms } from '#shared/api/time.ts';
import { basename } from 'node:path';
import { Cluster } from '#engine/cluster.ts';
import { Timeline } from '#engine/timeline/timeline.ts';
import { DesignDocument } from '#electron/storage/document.ts';
import { DocumentError } from '#electron/storage/document-error.ts';
import { Pace } from './pace.ts';
import { Signal } from './signal.ts';
import type { Wall } from './wall.ts';

/** While the loops are busy, what they wrote is committed this often. */
const COMMIT_EVERY_MS = 250;

export class Session {
  readonly document: DesignDocument;
  readonly cluster: Cluster;
  readonly timeline: Timeline;
  readonly pace: Pace;
  /** Told when time moved, or plays differently, or something was written. */
  readonly moved = new Signal<void>();
  /** Told when what info() says has changed. */
  readonly infoChanged = new Signal<void>();
  readonly #wall: Wall;
  readonly #draft: boolean;
  #fault: string | undefined;
  #committedAtMs: Ms;
  #awaitCommit: { resolve(): void; reject(e: unknown): void }[] = [];
  #callOff: (() => void)[] = [];

  /** Takes over an open document. `draft`: it lies in the application's own folder. */
  constructor(document: DesignDocument, wall: Wall, draft: boolean) {
    const { log, seed, epochMs, startAtMs } = document;
    this.document = document;
    this.#wall = wall;
    this.#draft = draft;
    this.cluster = new Cluster({ log, seed, epochMs, startAtMs });
    this.timeline = new Timeline(log, this.cluster.core.store, this.cluster.core.resources);
    this.pace = new Pace({ cluster: this.cluster, wall, ran: (quiet) => this.#ran(quiet), failed: (e) => this.#fail(e) });
    this.#committedAtMs = wall.now();
    this.#prepareTimeline();
  }

  /** Opens a session on a document's file; one whose objects cannot be read is opened as a damaged one. */
  static open(path: string, wall: Wall, draft: boolean): Session {
    const document = DesignDocument.open(path);
    try {
      return new Session(document, wall, draft);
    } catch (e) {
      document.close();
      if (document.readOnly !== undefined) throw e;
      return new Session(DesignDocument.openDamaged(path, (e as Error).message), wall, draft);
    }
  }

  /** Why nothing can be changed; undefined where everything can. */
  get readOnly(): string | undefined {
    return this.#fault ?? this.document.readOnly;
  }

  info(): DocumentInfo {
    const { path, seed, epochMs } = this.document;
    const { readOnly } = this;
    return { path, name: basename(path, '.drydock'), draft: this.#draft, seed, epochMs, ...(readOnly !== undefined && { readOnly }) };
  }

  /** Where time stands. */
  clock(): ClockState {
    this.pace.catchUp();
    const { playing, speed, settling } = this.pace;
    return { nowMs: this.cluster.now, playing, speed, settling, revision: this.cluster.core.store.revision };
  }

  /** Plays, pauses or changes the speed. */
  setPace(to: { readonly playing?: boolean | undefined; readonly speed?: ClockState['speed'] | undefined }): void {
    if (to.playing && this.readOnly !== undefined) throw new ApiError('Forbidden', this.readOnly);
    this.pace.set(to);
    this.#commit('grouped');
    this.moved.tell();
  }

  /** Reads at the instant that is now. */
  read<T>(run: () => T): T {
    this.pace.catchUp();
    return run();
  }

  /** Writes; resolves once it is durable. Writes of one turn of the event loop become durable together. */
  async write<T>(run: () => T): Promise<T> {
    if (this.readOnly !== undefined) throw new ApiError('Forbidden', this.readOnly);
    this.pace.catchUp();
    const result = run();
    this.pace.wrote();
    this.moved.tell();
    await this.durable();
    return result;
  }

  /** Resolves once all that is written by now is durable. */
  durable(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#awaitCommit.push({ resolve, reject }) === 1) this.#wall.soon(() => this.#acknowledge());
    });
  }

  /** Writes beside the log (the layout), durable when it returns. */
  writeBeside(run: () => void): void {
    if (this.readOnly !== undefined) throw new ApiError('Forbidden', this.readOnly);
    run();
  }

  /** Commits what was written and lets go of the file. */
  close(): void {
    this.pace.stop();
    for (const off of this.#callOff) off();
    this.#acknowledge();
    this.#commit('durable');
    this.document.close();
  }

  #acknowledge(): void {
    const waiting = this.#awaitCommit;
    this.#awaitCommit = [];
    this.#commit('durable');
    for (const w of waiting) {
      if (this.#fault === undefined) w.resolve();
      else w.reject(new DocumentError('DiskFault', this.#fault));
    }
  }

  #ran(quiet: boolean): void {
    if (quiet || this.#wall.now() - this.#committedAtMs >= COMMIT_EVERY_MS) this.#commit('grouped');
    this.moved.tell();
  }

  #commit(how: 'grouped' | 'durable'): void {
    if (this.#fault !== undefined) return;
    try {
      this.document.commit(this.cluster.now, how);
    } catch (e) {
      this.pace.stop();
      this.#fail(e);
    }
    this.#committedAtMs = this.#wall.now();
  }

  /** Something broke in here: what is durable stays, nothing more is written. */
  #fail(e: unknown): void {
    this.#fault =
      e instanceof DocumentError
        ? e.message
        : `Drydock has found a fault of its own and stopped the clock: ${e instanceof Error ? e.message : String(e)}`;
    this.infoChanged.tell();
    this.moved.tell();
  }

  /** Reads the log's table of contents while nobody waits for it. */
  #prepareTimeline(): void {
    const stop = () => {
      const until = this.#wall.now() + 4;
      return () => this.#wall.now() >= until;
    };
    const turn = () => {
      if (!this.timeline.prepare(stop())) this.#callOff = [this.#wall.soon(turn)];
    };
    this.#callOff = [this.#wall.soon(turn)];
  }
}
