/**
 * Events as the components of Kubernetes record them. What was recorded before is read off the Events that are there:
 * equal ones are counted, many similar ones combined, and an object that causes too many is cut off for a while.
 * Source: client-go's tools/record (events_cache.go) and tools/events (event_recorder.go).
 */
import { namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { NO_TIME, parseTime, type Ms } from '#shared/api/time.ts';
import { events } from '#shared/kinds/core/event.ts';
import type { Event, ObjectReference } from '#shared/kinds/types.ts';
import { ApiError } from '#shared/api/errors.ts';
import type { Client } from '../apiserver/client.ts';
import { BY_INVOLVED } from '../store/indexes.ts';

/** What is said of an object. */
export interface Occurrence {
  readonly type: 'Normal' | 'Warning';
  /** UpperCamelCase: 'SuccessfulCreate'. */
  readonly reason: string;
  readonly message: string;
}

/** Who says it. */
export interface Reporter {
  /** 'kubelet', 'deployment-controller'. */
  readonly component: string;
  /** The node it runs on, for a kubelet. */
  readonly host?: string;
}

/** How long events are kept. Source: kube-apiserver's --event-ttl. */
export const EVENTS_KEPT_MS: Ms = 3_600_000;
/** Similar events (of one reason, with differing messages) beyond this many within ten minutes are combined into one. */
const MOST_SIMILAR = 10;
const SIMILAR_FOR_MS = 600_000;
/** An object may cause this many events at once, and one more every five minutes. */
const BURST = 25;
const REFILL_MS = 300_000;

/**
 * Records an event of the kind that most components write: counted where the same was said before.
 * `fieldPath` names the part of the object that is meant: 'spec.containers{app}'.
 */
export function recordEvent(client: Client, by: Reporter, about: ApiObject, what: Occurrence, fieldPath?: string): void {
  const known = eventsAbout(client, about).filter((e) => e.source?.component === by.component && (e.source.host ?? '') === (by.host ?? ''));
  if (spent(known, client.wallMs) >= BURST) return;
  const similar = known.filter((e) => e.reason === what.reason && e.type === what.type && e.involvedObject.fieldPath === fieldPath);
  const message = combined(similar, what, client.wallMs) ? `(combined from similar events): ${what.message}` : what.message;
  const same = similar.find((e) =>
    message === what.message ? e.message === message : e.message?.startsWith('(combined from similar events): '),
  );
  if (same) {
    quietly(() => client.update(events, { ...same, message, count: (same.count ?? 1) + 1, lastTimestamp: client.timestamp }));
    return;
  }
  create(client, about, {
    involvedObject: referenceTo(about, fieldPath),
    type: what.type,
    reason: what.reason,
    message,
    source: { component: by.component, ...(by.host ? { host: by.host } : {}) },
    firstTimestamp: client.timestamp,
    lastTimestamp: client.timestamp,
    count: 1,
    eventTime: NO_TIME,
    reportingComponent: by.component,
    reportingInstance: by.host ?? '',
  });
}

/**
 * Records an event of the newer kind (events.k8s.io), as the scheduler writes it: with an action, and with a series
 * where the same is said again.
 */
export function recordAction(
  client: Client,
  component: string,
  about: ApiObject,
  what: Occurrence,
  action: string,
  related?: ApiObject,
): void {
  const same = eventsAbout(client, about).find(
    (e) =>
      e.reportingComponent === component &&
      e.type === what.type &&
      e.reason === what.reason &&
      e.action === action &&
      e.message === what.message,
  );
  if (same) {
    quietly(() =>
      client.update(events, { ...same, series: { count: (same.series?.count ?? 1) + 1, lastObservedTime: client.microTimestamp } }),
    );
    return;
  }
  create(client, about, {
    involvedObject: referenceTo(about),
    ...(related ? { related: referenceTo(related) } : {}),
    type: what.type,
    reason: what.reason,
    message: what.message,
    action,
    source: {},
    firstTimestamp: NO_TIME,
    lastTimestamp: NO_TIME,
    eventTime: client.microTimestamp,
    reportingComponent: component,
    reportingInstance: `${component}-drydock`,
  });
}

/** Every event about an object, in key order. */
export function eventsAbout(client: Client, about: ApiObject): readonly Event[] {
  return client.list(events, { index: { name: BY_INVOLVED, value: about.metadata.uid } });
}

/** How often it was said, by either kind of event. */
export function countOf(e: Event): number {
  return e.series?.count ?? e.count ?? 1;
}

/** When it was last said, in ms since 1970. */
export function lastSeenMs(e: Event): number {
  return parseTime(e.series?.lastObservedTime ?? e.lastTimestamp ?? undefined) ?? parseTime(e.eventTime ?? undefined) ?? 0;
}

type Body = Omit<Event, 'apiVersion' | 'kind' | 'metadata'>;

/** An event that the API refuses (its namespace is going) is lost, as everywhere in Kubernetes. */
function create(client: Client, about: ApiObject, body: Body): void {
  const namespace = namespaceOf(about) || 'default';
  quietly(() => client.create(events, namespace, { metadata: { name: `${about.metadata.name}.${stamp(client)}`, namespace }, ...body }));
}

function quietly(write: () => void): void {
  try {
    write();
  } catch (e) {
    if (!(e instanceof ApiError)) throw e;
  }
}

/** What ends an event's name: the time in nanoseconds, in hex; here the revision makes it unique. */
function stamp(client: Client): string {
  return (BigInt(client.wallMs) * 1_000_000n + BigInt(client.core.store.nextRevision % 1_000_000)).toString(16);
}

/** A reference to an object, as events carry it. */
export function referenceTo(o: ApiObject, fieldPath?: string): ObjectReference {
  const { name, namespace, uid, resourceVersion } = o.metadata;
  return {
    kind: o.kind,
    ...(namespace ? { namespace } : {}),
    name,
    uid,
    apiVersion: o.apiVersion,
    resourceVersion,
    ...(fieldPath ? { fieldPath } : {}),
  };
}

/** True once as many messages of this reason have been seen lately as are told apart. */
function combined(similar: readonly Event[], what: Occurrence, nowMs: number): boolean {
  if (similar.length < MOST_SIMILAR - 1) return false;
  const lately = similar.filter((e) => nowMs - lastSeenMs(e) < SIMILAR_FOR_MS && e.message !== what.message);
  return lately.length >= MOST_SIMILAR - 1;
}

/** How much of its allowance an object has used up. */
function spent(known: readonly Event[], nowMs: number): number {
  let count = 0;
  let since = nowMs;
  for (const e of known) {
    count += e.count ?? 1;
    since = Math.min(since, parseTime(e.firstTimestamp) ?? nowMs);
  }
  return count - Math.floor((nowMs - since) / REFILL_MS);
}
