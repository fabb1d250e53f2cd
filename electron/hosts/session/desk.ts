/**
 * The place where one document at a time is open: a window of the desktop, or the web host. Windows come to it as viewers;
 * what they are told goes on when another document takes the place of the last.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { randomInt } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { ApiError } from '#shared/api/errors.ts';
import type { DocumentInfo } from '#shared/ipc/documents.ts';
import type { HostCommand, HostInfo, Notice } from '#shared/ipc/host.ts';
import type { ApplicationStore } from '#electron/storage/application-store.ts';
import { DesignDocument } from '#electron/storage/document.ts';
import { DocumentError } from '#electron/storage/document-error.ts';
import { KubeSwitch } from '../kube/kube-switch.ts';
import type { OpenDesign } from './open-design.ts';
import { Session } from './session.ts';
import { Signal } from './signal.ts';
import type { Wall } from './wall.ts';
import { Work } from './work.ts';

/** What a desk stands on. */
export interface DeskOptions {
  readonly info: HostInfo;
  readonly store: ApplicationStore;
  readonly wall: Wall;
  /** The folder of what comes with Drydock: samples, scenarios, icons. */
  readonly resources: string;
  /** What kubectl shows to be let in; one of this launch's own, unless given. */
  readonly token?: string;
}

/** How a new design begins. */
export interface NewDesign {
  readonly seed?: number;
  /** What a draft is called; 'Untitled', unless given. */
  readonly name?: string;
  /** Where it is to lie; among the drafts, unless given. */
  readonly path?: string;
  /** It goes when it is closed, and is not remembered. */
  readonly temporary?: boolean;
}

export class Desk implements OpenDesign {
  readonly info: HostInfo;
  readonly store: ApplicationStore;
  readonly wall: Wall;
  readonly resources: string;
  readonly work = new Work();
  /** The Kubernetes endpoint of what is open here. */
  readonly kube: KubeSwitch;
  readonly notices = new Signal<Notice>();
  readonly commands = new Signal<HostCommand>();
  /** Told when another document, or none, is open, and when what is said of it changes. */
  readonly documentChanged = new Signal<DocumentInfo | null>();
  /** Told when another session takes the place of the last; before documentChanged. */
  readonly sessionChanged = new Signal<Session | undefined>();
  #session: Session | undefined;
  #endTelling: (() => void) | undefined;
  /** Throws away what a temporary design leaves. */
  #discard: (() => void) | undefined;
  /** Commands that wait for the first window. */
  #offers: HostCommand[] = [];

  constructor({ info, store, wall, resources, token }: DeskOptions) {
    this.info = info;
    this.store = store;
    this.wall = wall;
    this.resources = resources;
    this.kube = new KubeSwitch(this, store.folder, token);
  }

  /** The open session, if there is one. */
  get open(): Session | undefined {
    return this.#session;
  }

  /** The open session; refuses where there is none. */
  get session(): Session {
    if (!this.#session) throw new ApiError('BadRequest', 'No design is open.');
    return this.#session;
  }

  /** Begins a new design and opens it. The loops have done at its first instant what they do in any cluster. */
  create({
    seed = randomInt(2 ** 32),
    name,
    temporary = false,
    path = temporary ? join(mkdtempSync(join(tmpdir(), 'drydock-')), 'Untitled.drydock') : this.#freeDraft(name),
  }: NewDesign = {}): Session {
    DesignDocument.create(path, { seed, epochMs: Math.floor(Date.now() / 1000) * 1000 }).close();
    const session = Session.open(path, this.wall, temporary || this.#isDraft(path));
    session.cluster.advanceTo(0);
    this.#turnTo(session, temporary ? { discard: () => rmSync(dirname(path), { recursive: true, force: true }) } : {});
    return session;
  }

  /** Opens a document in place of the one that is open. */
  openDocument(path: string): Session {
    if (this.#session?.document.path === path) return this.#session;
    const session = Session.open(path, this.wall, this.#isDraft(path));
    this.#turnTo(session);
    return session;
  }

  /** Gives the open document another place, and goes on there. */
  async move(path: string): Promise<Session> {
    const { session } = this;
    const from = session.document.path;
    if (path === from) return session;
    const { playing, speed } = session.pace;
    session.setPace({ playing: false });
    for (let copied = -1; copied !== session.cluster.core.store.revision;) {
      // once more where somebody wrote meanwhile
      copied = session.cluster.core.store.revision;
      await this.saveCopy(path);
    }
    const readOnly = session.document.readOnly !== undefined;
    const moved = Session.open(path, this.wall, this.#isDraft(path));
    this.#turnTo(moved, { movedFrom: from });
    if (!readOnly) DesignDocument.remove(from);
    moved.setPace({ playing: playing && moved.readOnly === undefined, speed });
    return moved;
  }

  /** Writes a copy of the open document elsewhere. */
  async saveCopy(path: string): Promise<void> {
    const { document } = this.session;
    const job = this.work.begin(`Saving ${basename(path)}`, 0, () => {});
    try {
      await this.session.durable();
      await document.saveCopy(path, (done, total) => job.at(done, total));
    } finally {
      job.finish();
    }
  }

  /** Tells the windows to do something; where there is none yet, the first that comes. */
  offer(command: HostCommand): void {
    if (this.commands.size > 0) this.commands.tell(command);
    else this.#offers.push(command);
  }

  /** What waited for a window. */
  takeOffers(): readonly HostCommand[] {
    return this.#offers.splice(0);
  }

  /** Closes what is open; the start screen is shown. */
  close(): void {
    this.#turnTo(undefined);
  }

  /** Closes everything. */
  end(): void {
    void this.kube.off();
    this.close();
    this.store.close();
  }

  #turnTo(session: Session | undefined, { movedFrom, discard }: { readonly movedFrom?: string; readonly discard?: () => void } = {}): void {
    this.#endTelling?.();
    this.#session?.close();
    this.#discard?.();
    this.#discard = discard;
    this.#session = session;
    this.#endTelling = session?.infoChanged.on(() => {
      this.documentChanged.tell(session.info());
      if (session.readOnly !== undefined) this.notices.tell({ severity: 'error', text: session.readOnly });
    });
    if (session && !discard) this.store.opened(session.document.path, Date.now(), movedFrom);
    this.sessionChanged.tell(session);
    this.documentChanged.tell(session?.info() ?? null);
  }

  #isDraft(path: string): boolean {
    return path.startsWith(this.store.drafts);
  }

  /** A place among the drafts that is free: 'Untitled', 'Untitled 2', … */
  #freeDraft(name?: string): string {
    const called = fileName(name);
    for (let n = 1; n < 100_000; n++) {
      const path = join(this.store.drafts, `${called}${n > 1 ? ` ${n}` : ''}.drydock`);
      if (!existsSync(path)) return path;
    }
    throw new DocumentError('Exists', 'There are too many drafts.');
  }
}

/** A name as files of every system may be called. */
function fileName(name = ''): string {
  return (
    name
      .replace(/[^\p{L}\p{N} _.,()-]+/gu, ' ')
      .replace(/^[\s.]+|[\s.]+$/g, '')
      .slice(0, 80)
      .trim() || 'Untitled'
  );
}
