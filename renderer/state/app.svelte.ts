/** The window: its parts, made once, and joined to the streams of the other side. */
import { createContext } from 'svelte';
import type { ApiObject } from '#shared/api/object.ts';
import type { HostInfo } from '#shared/ipc/host.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import type { Connection, ConnectionState } from '../bridge/index.ts';
import { Clock } from './clock.svelte.ts';
import { Cluster, type OnFrame } from './cluster.svelte.ts';
import { Commands } from './commands.svelte.ts';
import { OpenDocument } from './document.svelte.ts';
import { Files } from './files.svelte.ts';
import { Placements } from './layout.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Selection } from './selection.svelte.ts';
import { Settings } from './settings.svelte.ts';
import { Theme } from './theme.svelte.ts';
import { Undo } from './undo.svelte.ts';
import { View } from './view.svelte.ts';
import { Work } from './work.svelte.ts';

/** What of the machine the window needs. */
export interface Machine {
  readonly mac: boolean;
  readonly onFrame: OnFrame;
  wallMs(): number;
}

/** Everything a part of the window may use. Components get it by `useApp()`. */
export class App {
  readonly bridge: Connection;
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly document: OpenDocument;
  readonly selection = new Selection();
  readonly settings: Settings;
  readonly theme: Theme;
  readonly view: View;
  readonly undo: Undo;
  readonly placements: Placements;
  readonly commands: Commands;
  readonly notices = new Notices();
  readonly work: Work;
  readonly files: Files;

  host = $state.raw<HostInfo | undefined>(undefined);
  connection = $state<ConnectionState>('connecting');

  constructor(bridge: Connection, machine: Machine) {
    this.bridge = bridge;
    this.cluster = new Cluster(machine.onFrame);
    this.clock = new Clock(bridge);
    this.document = new OpenDocument(bridge, () => this.#turn());
    this.settings = new Settings(bridge);
    this.theme = new Theme(this.settings);
    this.view = new View(this.settings);
    this.placements = new Placements(bridge);
    this.commands = new Commands(machine.mac, (e) => this.notices.error(e));
    this.work = new Work(bridge);
    this.files = new Files(bridge, () => this.host);
    this.undo = new Undo({
      bridge,
      current: (key) => this.cluster.peek(key),
      keyOf: (o) => this.cluster.keyOf(o),
      shown: (revision) => this.cluster.shown(revision),
      place: (view, placements) => this.placements.put(view, placements),
      wallMs: machine.wallMs,
    });
  }

  /** Why nothing can be changed at the moment; undefined where it can. */
  readonly readOnly: string | undefined = $derived.by(() => {
    if (this.connection === 'away') return 'Drydock does not answer at the moment.';
    if (this.clock.past) return 'You are looking at the past.';
    return this.document.info?.readOnly;
  });

  /**
   * Makes changes to the design as one step of undo. What the API refuses is shown to the person, and answered with
   * undefined. Steps of one `mergeKey` that follow each other closely are one.
   */
  async change(label: string, changes: readonly ObjectChange[], mergeKey?: string): Promise<readonly ApiObject[] | undefined> {
    try {
      if (this.readOnly !== undefined) throw new Error(this.readOnly);
      return await this.undo.apply(label, changes, mergeKey);
    } catch (e) {
      this.notices.error(e, `Not done: ${label}`);
      return undefined;
    }
  }

  /** Reads what the window needs before it shows itself, and follows the streams from then on. */
  async start(): Promise<void> {
    this.bridge.onState((s) => {
      this.connection = s;
    });
    [this.host] = await Promise.all([this.bridge.request('host.info', {}), this.settings.load(), this.document.loadOffers()]);
    this.document.receive(await this.bridge.request('document.current', {}));
    this.bridge.subscribe('document', {}, (info) => this.document.receive(info));
    this.bridge.subscribe('objects', {}, (batch) => this.cluster.receive(batch));
    this.bridge.subscribe('clock', {}, (state) => this.clock.receive(state));
    this.bridge.subscribe('progress', {}, (p) => this.work.receive(p));
    this.bridge.subscribe('notices', {}, (n) => this.notices.show(n));
  }

  /** Another document, or none: what belonged to the last one goes. */
  #turn(): void {
    this.selection.clear();
    this.undo.clear();
    this.cluster.forget();
    this.view.reset();
    this.work.clear();
    if (this.document.info) this.placements.load().catch((e: unknown) => this.notices.error(e));
  }
}

const [useApp, provideApp] = createContext<App>();

export { useApp, provideApp };
