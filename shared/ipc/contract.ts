/**
 * All that the renderer may ask of the other side, and all that it may listen to. Two verbs over any transport:
 * Electron's IPC in the desktop, a WebSocket in the browser. Values are plain JSON.
 */
import type { ApiObject } from '../api/object.ts';
import type { ApiRequest, ApiResponse } from '../api/request.ts';
import type { Ms } from '../api/time.ts';
import type { ActingUser, KubeListener } from './access.ts';
import type { ClockState, Jump, Speed } from './clock.ts';
import type { DocumentInfo, RecentDocument, Sample } from './documents.ts';
import type { FolderListing, HostCommand, HostInfo, Notice, Progress } from './host.ts';
import type { Layout, Placement } from './layout.ts';
import type { ExportOptions, ExportedFile, ImportNote, ImportResult, SourceFile } from './manifests.ts';
import type { ObjectChange, ObjectsBatch } from './objects.ts';
import type { SchedulerVerdict } from './scheduler.ts';
import type { HistogramBar, Lane, LogRow, UsagePoint, UsageRow } from './timeline.ts';

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
