/**
 * All that the renderer may ask of the other side, and all that it may listen to. Two verbs over any transport:
 * Electron's IPC in the desktop, a WebSocket in the browser. Values are plain JSON.
 */
import type { ApiObject } from '../api/object.ts';
import type { ApiRequest, ApiResponse } from '../api/request.ts';
import type { Ms } from '../api/time.ts';

/** An error as it crosses processes. */
export interface WireError {
  /** Kubernetes' reason where it is an API error; otherwise what kind of fault it is. */
  readonly reason: string;
  readonly message: string;
  readonly details?: unknown;
}

// ---- documents ------------------------------------------------------------------------------------------------

/** The open document. */
export interface DocumentInfo {
  /** Where it lies; a draft lies in the application's own folder until it is given a place. */
  readonly path: string;
  readonly name: string;
  readonly draft: boolean;
  /** Set where it cannot be written: damaged, or from a newer Drydock. */
  readonly readOnly?: string;
  readonly seed: number;
  /** The instant, in ms since 1970, at which virtual time is 0. */
  readonly epochMs: Ms;
}

/** A document opened before. */
export interface RecentDocument {
  readonly path: string;
  readonly name: string;
  /** ms since 1970 */
  readonly openedAtMs: Ms;
  readonly exists: boolean;
}

/** A sample design that comes with Drydock. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  /** What it teaches, in one sentence. */
  readonly teaches: string;
}

/** A folder as the web host's file picker shows it. */
export interface FolderListing {
  readonly path: string;
  readonly parent?: string;
  readonly entries: readonly { readonly name: string; readonly path: string; readonly folder: boolean }[];
}

/** What the host can do for itself; the rest the page does. */
export interface HostInfo {
  readonly host: 'desktop' | 'web';
  readonly platform: string;
  readonly version: string;
  /** True where the host shows native open and save dialogs (dialog.* requests); otherwise the page browses folders. */
  readonly nativeDialogs: boolean;
}

// ---- the clock ------------------------------------------------------------------------------------------------

/** A factor of the wall clock, or as fast as possible. */
export type Speed = number | 'max';

/** Where time stands. */
export interface ClockState {
  readonly nowMs: Ms;
  readonly playing: boolean;
  readonly speed: Speed;
  /** True while "as fast as possible" still has something that settles, or a long run is under way. */
  readonly settling: boolean;
  /** The newest revision of the log. */
  readonly revision: number;
  /** The instant this window shows, where that is not now. */
  readonly looking?: { readonly revision: number; readonly atMs: Ms };
}

/** Where to jump to. */
export type Jump = { readonly to: 'next-event' | 'next-failure' | 'quiet' } | { readonly to: 'time'; readonly atMs: Ms };

// ---- objects --------------------------------------------------------------------------------------------------

/** A step of the renderer's mirror of the cluster, at the instant it looks at. */
export interface ObjectsBatch {
  /** True for the first batch and after a change of document: forget everything first. */
  readonly reset?: boolean;
  /** Objects as they now are, without managedFields. */
  readonly set: readonly ApiObject[];
  /** Log keys of what is no longer there. */
  readonly gone: readonly string[];
  readonly revision: number;
}

/**
 * A write that a designer command makes. Without `before` it creates, without `after` it deletes. With both, what differs
 * between them (status aside) is carried onto the object as it is by then (see shared/api/carry.ts): a running cluster
 * that has written meanwhile is no conflict.
 */
export interface ObjectChange {
  readonly before?: ApiObject;
  readonly after?: ApiObject;
}

// ---- time line ------------------------------------------------------------------------------------------------

/** Writes and failures in one slice of time. */
export interface HistogramBar {
  readonly fromMs: Ms;
  readonly writes: number;
  readonly failures: number;
}

/** How something is, said three times on screen: by colour, glyph and border. */
export type State = 'ready' | 'attention' | 'failed' | 'waiting' | 'leaving';

/** A resource's row in the time line. */
export interface Lane {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly depth: number;
  readonly bars: readonly { readonly fromMs: Ms; readonly toMs: Ms; readonly state: State }[];
  readonly marks: readonly {
    readonly atMs: Ms;
    readonly revision: number;
    readonly kind: 'user' | 'warning' | 'failure';
    readonly text: string;
  }[];
}

/** One write, as the event list shows it. */
export interface LogRow {
  readonly revision: number;
  readonly atMs: Ms;
  readonly actor: string;
  readonly cause: number;
  readonly key: string;
  readonly verb: 'create' | 'update' | 'delete';
  /** What it did, in a few words. */
  readonly text: string;
  /** True where it only kept count or said that something is on its way, and no person made it. */
  readonly small?: true;
}

/** Of one resource (cpu in thousandths of a core, memory in bytes): what is used, what was requested, and what there is at most, where there is a most (of nodes what they can allocate, of pods their limits). */
export interface ResourceUse {
  readonly used: number;
  readonly requested: number;
  readonly most?: number;
}

/** What something uses at an instant, and how many of its pods run then. */
export interface UsagePoint {
  readonly atMs: Ms;
  readonly pods: number;
  readonly cpu: ResourceUse;
  readonly memory: ResourceUse;
}

/** What one node or pod uses, as `kubectl top` lists it. */
export interface UsageRow extends Omit<UsagePoint, 'atMs'> {
  readonly key: string;
  readonly kind: 'Node' | 'Pod';
  readonly name: string;
  readonly namespace: string;
}

/** What the scheduler makes of one node for a pod. */
export interface NodeVerdict {
  readonly node: string;
  /** The plugin that turns it down, and its reasons in Kubernetes' words; absent where it fits. */
  readonly rejectedBy?: string;
  readonly reasons: readonly string[];
  /** Of a node that fits: its score, and what each plugin gave, weighted. */
  readonly score?: number;
  readonly byPlugin?: Readonly<Record<string, number>>;
}

/** The scheduler's verdict on a pod as it would fall now. */
export interface SchedulerVerdict {
  /** The node it would go to. */
  readonly node?: string;
  /** Nodes that fit first, best first. */
  readonly nodes: readonly NodeVerdict[];
}

// ---- files ----------------------------------------------------------------------------------------------------

/** A text to be imported. */
export interface SourceFile {
  /** What messages call it. */
  readonly name: string;
  readonly text: string;
}

/** Something to know about a document of an import. Lines and columns count from 1. */
export interface ImportNote {
  readonly file: string;
  /** Counts from 1 within the file. */
  readonly document: number;
  readonly line?: number;
  readonly column?: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** What an import would do, or did. */
export interface ImportResult {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly notes: readonly ImportNote[];
  /** True where nothing was written (a plan, or an import with errors). */
  readonly dryRun: boolean;
  /** A pool that would hold what is imported, offered where the design has no nodes. */
  readonly suggestedPool?: ApiObject;
}

/** A file to be written. */
export interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

/** What to export and how. */
export interface ExportOptions {
  readonly as: 'one-file' | 'file-per-object' | 'kustomize';
  /** Log keys; everything that was authored, unless given. */
  readonly keys?: readonly string[];
  /** Write the values of Secrets, not placeholders. */
  readonly secrets?: boolean;
  /** Also write NodePools and the behaviour annotations, which no real cluster knows. */
  readonly drydock?: boolean;
}

// ---- layout ---------------------------------------------------------------------------------------------------

/** Where a box was put by hand, in canvas units. Boxes that nobody moved have none. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly width?: number;
  readonly height?: number;
  readonly folded?: boolean;
}

/** Placements by view and log key. */
export type Layout = Readonly<Record<string, Readonly<Record<string, Placement>>>>;

// ---- the Kubernetes listener ----------------------------------------------------------------------------------

/** The REST endpoint for kubectl. */
export interface KubeListener {
  readonly on: boolean;
  readonly url?: string;
  /** A ready kubeconfig, as text. */
  readonly kubeconfig?: string;
  readonly kubeconfigPath?: string;
}

// ---- who acts --------------------------------------------------------------------------------------------------

/** A user and the groups it is in, as the API authenticates it. */
export interface ActingUser {
  readonly user: string;
  readonly groups: readonly string[];
}

// ---- long work ------------------------------------------------------------------------------------------------

/** Long work under way. `done` of `total`; total 0 where it is not known. */
export interface Progress {
  readonly id: string;
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly finished?: boolean;
}

/** A message from the host that the window shows. */
export interface Notice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly detail?: string;
}

/** Something the menu, the command line or the system asks the window to do. */
export type HostCommand =
  | {
      readonly command:
        | 'new'
        | 'open'
        | 'import'
        | 'export'
        | 'save-copy'
        | 'undo'
        | 'redo'
        | 'palette'
        | 'find'
        | 'theme'
        | 'start'
        | 'shortcuts'
        | 'about';
    }
  | { readonly command: 'import-files'; readonly files: readonly SourceFile[] };

/** The requests: name → what goes in and what comes out. */
export interface Requests {
  'host.info': { in: Record<string, never>; out: HostInfo };
  'document.current': { in: Record<string, never>; out: DocumentInfo | null };
  /** A design of a sample is called after it; any other after `name`, where one is given. */
  'document.new': { in: { readonly sample?: string; readonly name?: string }; out: DocumentInfo };
  'document.open': { in: { readonly path: string }; out: DocumentInfo };
  'document.saveCopy': { in: { readonly path: string }; out: { readonly path: string } };
  /** Moves a draft (or a document) to a place of the person's choice and goes on there. */
  'document.move': { in: { readonly path: string }; out: DocumentInfo };
  'document.close': { in: Record<string, never>; out: Record<string, never> };
  'document.recent': { in: Record<string, never>; out: readonly RecentDocument[] };
  'document.samples': { in: Record<string, never>; out: readonly Sample[] };
  'dialog.open': { in: { readonly what: 'document' | 'manifests' | 'folder' }; out: readonly string[] };
  'dialog.save': { in: { readonly suggested: string; readonly what: 'document' | 'file' | 'folder' }; out: string | null };
  'files.list': { in: { readonly path?: string }; out: FolderListing };
  'files.read': { in: { readonly paths: readonly string[] }; out: readonly SourceFile[] };
  'files.write': { in: { readonly folder: string; readonly files: readonly ExportedFile[] }; out: { readonly written: readonly string[] } };

  api: { in: ApiRequest; out: ApiResponse };
  /** Makes all the changes or none. Answers with the objects as they then are. */
  'changes.apply': {
    in: { readonly label: string; readonly changes: readonly ObjectChange[] };
    out: { readonly objects: readonly ApiObject[]; readonly revision: number };
  };

  'import.plan': { in: { readonly files: readonly SourceFile[] }; out: ImportResult };
  'import.run': {
    in: { readonly files: readonly SourceFile[]; readonly pool?: boolean; readonly skipBroken?: boolean };
    out: ImportResult;
  };
  export: { in: ExportOptions; out: { readonly files: readonly ExportedFile[]; readonly notes: readonly ImportNote[] } };

  'clock.set': { in: { readonly playing?: boolean; readonly speed?: Speed }; out: ClockState };
  'clock.jump': { in: Jump; out: ClockState };
  /** Shows an earlier instant in this window, or now again. */
  'clock.look': { in: { readonly revision: number } | { readonly atMs: Ms } | { readonly now: true }; out: ClockState };

  'timeline.histogram': { in: { readonly fromMs: Ms; readonly toMs: Ms; readonly bars: number }; out: readonly HistogramBar[] };
  'timeline.lanes': {
    in: { readonly fromMs: Ms; readonly toMs: Ms; readonly namespace?: string; readonly limit: number };
    out: readonly Lane[];
  };
  /** Newest first: those before revision `before` (of all, without it), or the `limit` next ones after revision `after`. */
  'timeline.rows': {
    in: { readonly after?: number; readonly before?: number; readonly key?: string; readonly limit: number };
    out: readonly LogRow[];
  };
  'timeline.why': { in: { readonly key: string; readonly revision?: number }; out: readonly LogRow[] };

  /** What something used over a span (of `key`: a node, pool, namespace, Service, workload or pod; else of a namespace, or of all), at `points` instants of it. */
  'timeline.usage': {
    in: { readonly fromMs: Ms; readonly toMs: Ms; readonly points: number; readonly key?: string; readonly namespace?: string };
    out: readonly UsagePoint[];
  };
  /** What each node or pod uses at an instant, most first. */
  'timeline.top': {
    in: { readonly of: 'nodes' | 'pods'; readonly atMs: Ms; readonly namespace?: string; readonly limit: number };
    out: readonly UsageRow[];
  };

  /** Why a pod is where it is, or nowhere: every node, as the scheduler sees it now (whatever instant the window shows). */
  'scheduler.explain': { in: { readonly key: string; readonly limit: number }; out: SchedulerVerdict };

  'layout.get': { in: Record<string, never>; out: Layout };
  'layout.put': {
    in: { readonly view: string; readonly placements: Readonly<Record<string, Placement | null>> };
    out: Record<string, never>;
  };
  'settings.get': { in: Record<string, never>; out: Readonly<Record<string, unknown>> };
  'settings.put': { in: Readonly<Record<string, unknown>>; out: Record<string, never> };

  'kube.listener': { in: { readonly on?: boolean; readonly port?: number }; out: KubeListener };
  /**
   * Whom this window acts as in all it asks of the API (api, changes.apply, import.run); null is the design's own admin
   * again. Without `as` it only tells. A host that cannot do so refuses, and the window then offers nothing of the kind.
   */
  'user.act': { in: { readonly as?: ActingUser | null }; out: ActingUser };
  'work.cancel': { in: { readonly id: string }; out: Record<string, never> };
  'debug.inspect': {
    in: Record<string, never>;
    out: {
      readonly queues: readonly { readonly controller: string; readonly waiting: number; readonly reconciles: number }[];
      readonly timers: readonly { readonly due: Ms; readonly label: string; readonly urgency: string }[];
      readonly stats: Readonly<Record<string, number>>;
    };
  };
}

/** The streams: name → what is asked for and what then comes. */
export interface Streams {
  /** The mirror of the cluster at the instant this window looks at. */
  objects: { in: Record<string, never>; item: ObjectsBatch };
  clock: { in: Record<string, never>; item: ClockState };
  document: { in: Record<string, never>; item: DocumentInfo | null };
  progress: { in: Record<string, never>; item: Progress };
  notices: { in: Record<string, never>; item: Notice };
  commands: { in: Record<string, never>; item: HostCommand };
}

/** All the renderer knows of the other side. A refused request rejects with an Error that carries a WireError's fields. */
export interface Bridge {
  request<K extends keyof Requests>(name: K, input: Requests[K]['in']): Promise<Requests[K]['out']>;
  /** Items come in order; `end` is called once if the stream ends by itself. Returns what ends it. */
  subscribe<K extends keyof Streams>(
    name: K,
    input: Streams[K]['in'],
    sink: (item: Streams[K]['item']) => void,
    end?: (why: string) => void,
  ): () => void;
}
