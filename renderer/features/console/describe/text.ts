/** What a description is written with: lines with tabs between their columns, indented by levels. Source: kubectl's describe package. */
import type { ApiObject } from '#shared/api/object.ts';
import { humanDuration, parseTime } from '#shared/api/time.ts';
import type { Event } from '#shared/kinds/types.ts';
import { timeOf } from '../commands/events.ts';

/** What a describer may ask for beside its object. */
export interface Surroundings {
  readonly nowMs: number;
  /** The objects of a resource ('core/pods'), of a namespace or of all. */
  list<T extends ApiObject = ApiObject>(resource: string, namespace?: string): Promise<readonly T[]>;
  readonly events: readonly Event[];
}

/** Writes a kind's description. */
export type Describer<T extends ApiObject = ApiObject> = (o: T, t: Text, s: Surroundings) => void | Promise<void>;

/** The lines of a description. */
export class Text {
  readonly lines: string[] = [];

  /** A line at a level; '\t' separates columns. */
  at(level: number, text: string): void {
    this.lines.push(`${'  '.repeat(level)}${text}`);
  }

  /** The heads of a table, with dashes below; '\t' separates columns. */
  columns(level: number, heads: string): void {
    this.at(level, heads);
    this.at(level, heads.replace(/[^\t]/g, '-'));
  }

  /** 'Name:\tvalue'; '<none>' for nothing. */
  fact(level: number, name: string, value: unknown): void {
    this.at(level, `${name}:\t${value === undefined || value === null || value === '' ? '<none>' : String(value as string)}`);
  }

  /** A map, one entry a line, in order: 'Labels:\ta=b', then '\tc=d'. */
  map(level: number, name: string, map: Readonly<Record<string, string>> | undefined, joint = '='): void {
    const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length === 0) return this.at(level, `${name}:\t<none>`);
    entries.forEach(([k, v], i) => this.at(level, `${i === 0 ? `${name}:` : ''}\t${k}${joint}${v}`));
  }
}

const HIDDEN = new Set(['kubectl.kubernetes.io/last-applied-configuration']);

/** Annotations, without those kubectl hides. */
export function annotations(
  t: Text,
  level: number,
  o: { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> } },
): void {
  t.map(level, 'Annotations', Object.fromEntries(Object.entries(o.metadata?.annotations ?? {}).filter(([k]) => !HIDDEN.has(k))), ': ');
}

/** Name, namespace, labels, annotations. */
export function identity(o: ApiObject, t: Text): void {
  t.fact(0, 'Name', o.metadata.name);
  if (o.metadata.namespace) t.fact(0, 'Namespace', o.metadata.namespace);
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
}

/** The events about it. */
export function events(t: Text, s: Surroundings): void {
  if (s.events.length === 0) return t.at(0, 'Events:\t<none>');
  t.at(0, 'Events:');
  t.at(1, 'Type\tReason\tAge\tFrom\tMessage');
  t.at(1, '----\t------\t----\t----\t-------');
  for (const e of s.events.toSorted(
    (a, b) => (parseTime(a.lastTimestamp ?? undefined) ?? 0) - (parseTime(b.lastTimestamp ?? undefined) ?? 0),
  )) {
    const count = e.series?.count ?? e.count ?? 1;
    const age = ageOf(timeOf(e), s);
    const first = parseTime(e.firstTimestamp ?? undefined);
    t.at(
      1,
      `${e.type ?? ''}\t${e.reason ?? ''}\t${count > 1 ? `${age} (x${count} over ${ageOf(first ?? timeOf(e), s)})` : age}\t${e.source?.component || e.reportingComponent || ''}\t${(e.message ?? '').trim()}`,
    );
  }
}

const ageOf = (ms: number, s: Surroundings) => humanDuration(s.nowMs - ms);

/** A time as descriptions write it: 'Mon, 02 Jan 2026 15:04:05 +0000'. */
export function longTime(time: string | undefined | null): string {
  const ms = parseTime(time ?? undefined);
  return ms === undefined ? '' : new Date(ms).toUTCString().replace('GMT', '+0000');
}

/** A list in one line, '<none>' for nothing. */
export const joined = (list: readonly unknown[] | undefined, joint = ', ') => (list?.length ? list.join(joint) : '<none>');

/** 'a=b,c=d' in one line, '<none>' for nothing. */
export const inLine = (map: Readonly<Record<string, string>> | undefined) =>
  joined(
    Object.entries(map ?? {})
      .map(([k, v]) => `${k}=${v}`)
      .sort(),
    ',',
  );
