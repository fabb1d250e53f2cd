/** Kubernetes Events and rows of the log as lines of one kind of list. */
import { keyOf as logKey, parseKey } from '#shared/api/ref.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import type { LogRow } from '#shared/ipc/timeline.ts';
import type { Event } from '#shared/kinds/types.ts';
import type { Resources } from '../../state/resources.ts';

/** One line. */
export interface EventRow {
  readonly id: string;
  /** Virtual time. */
  readonly atMs: Ms;
  readonly warning: boolean;
  /** How often, where more than once. */
  readonly count: number;
  /** An Event's reason, or what a write did. */
  readonly reason: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** The log key of what it is about; '' where its kind is unknown. */
  readonly key: string;
  readonly message: string;
  /** Who said it. */
  readonly source: string;
  /** The write, for a row of the log. */
  readonly revision?: number;
}

/** Lines of events, as long as these live: of thousands that are listed few are new. */
const known = new WeakMap<Event, { readonly epochMs: Ms; readonly row: EventRow }>();

/** Events, the newest first. `epochMs` is when virtual time began. */
export function eventRows(events: readonly Event[], resources: Resources, epochMs: Ms): readonly EventRow[] {
  const rowOf = (e: Event): EventRow => {
    const k = known.get(e);
    if (k?.epochMs === epochMs) return k.row;
    const about = e.involvedObject;
    const r = resources.ofKind(about.apiVersion ?? '', about.kind ?? '');
    const at = parseTime(e.series?.lastObservedTime ?? e.lastTimestamp ?? e.eventTime ?? e.metadata.creationTimestamp) ?? epochMs;
    const row: EventRow = {
      id: e.metadata.uid,
      atMs: at - epochMs,
      warning: e.type === 'Warning',
      count: e.series?.count ?? e.count ?? 1,
      reason: e.reason ?? '',
      kind: about.kind ?? '',
      name: about.name ?? '',
      namespace: about.namespace ?? '',
      key: r ? logKey({ resource: r.id, namespace: r.namespaced ? (about.namespace ?? '') : '', name: about.name ?? '' }) : '',
      message: e.message ?? '',
      source: e.reportingComponent || e.source?.component || '',
    };
    if (r) known.set(e, { epochMs, row });
    return row;
  };
  return events.map(rowOf).sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1));
}

/** Rows of the log as lines. */
export function logRows(rows: readonly LogRow[], resources: Resources): readonly EventRow[] {
  return rows.map((r): EventRow => {
    const { resource, namespace, name } = parseKey(r.key);
    return {
      id: String(r.revision),
      atMs: r.atMs,
      warning: false,
      count: 1,
      reason: r.verb,
      kind: resources.byId(resource)?.kind ?? resource,
      name,
      namespace,
      key: r.key,
      message: r.text,
      source: r.actor,
      revision: r.revision,
    };
  });
}

/** What the person wants to see. */
export interface EventFilter {
  readonly text: string;
  readonly warnings: boolean;
  readonly namespace: string | undefined;
  /** Only what is about these. */
  readonly keys: ReadonlySet<string> | undefined;
}

/** The lines that a filter lets through. Every word of the text has to be somewhere in the line. */
export function filterRows(rows: readonly EventRow[], f: EventFilter): readonly EventRow[] {
  const words = f.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && !f.warnings && f.namespace === undefined && !f.keys) return rows;
  return rows.filter(
    (r) =>
      (!f.warnings || r.warning) &&
      (f.namespace === undefined || r.namespace === f.namespace) &&
      (!f.keys || f.keys.has(r.key)) &&
      words.every((w) => textOf(r).includes(w)),
  );
}

const textOf = (r: EventRow) => `${r.reason} ${r.kind} ${r.namespace}/${r.name} ${r.message} ${r.source}`.toLowerCase();
