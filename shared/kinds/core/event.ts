/** Event, stored as core/v1 and served as events.k8s.io/v1 too. Source: core/validation events.go, apis/events/v1 conversion. */
import type { Draft, ApiObject } from '../../api/object.ts';
import { age, column, wide } from '../columns.ts';
import { defineKind, type PrintContext } from '../definition.ts';
import type { EventsEvent } from '../generated/types.ts';
import type { Event } from '../types.ts';
import { validateEvent, validateEventsCreate, validateEventsUpdate } from './event-validation.ts';

export const events = defineKind<Event>({
  apiVersion: 'v1',
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  namespaced: true,
  metadataChecks: '',
  createOnUpdate: true,
  served: [
    {
      apiVersion: 'events.k8s.io/v1',
      type: 'EventsEvent',
      fromStored,
      toStored,
      validate: (o) => validateEventsCreate(o as Event),
      validateUpdate: (next, previous) => validateEventsUpdate(next as Event, previous as Event),
      fieldLabels: {
        reason: 'reason',
        reportingController: 'reportingComponent',
        type: 'type',
        ...Object.fromEntries(
          ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map((f) => [
            `regarding.${f}`,
            `involvedObject.${f}`,
          ]),
        ),
      },
    },
  ],
  validate: (o) => validateEvent(o, 'reportingComponent'),
  validateUpdate: (next) => validateEvent(next, 'reportingComponent'),
  selectableFields: ({ involvedObject: about, ...o }) => ({
    'involvedObject.kind': about.kind ?? '',
    'involvedObject.namespace': about.namespace ?? '',
    'involvedObject.name': about.name ?? '',
    'involvedObject.uid': about.uid ?? '',
    'involvedObject.apiVersion': about.apiVersion ?? '',
    'involvedObject.resourceVersion': about.resourceVersion ?? '',
    'involvedObject.fieldPath': about.fieldPath ?? '',
    reason: o.reason ?? '',
    reportingComponent: o.reportingComponent ?? '',
    source: o.source?.component || (o.reportingComponent ?? ''),
    type: o.type ?? '',
  }),
  columns: [
    column('Last Seen', 'Event.lastTimestamp', lastSeen),
    column('Type', 'Event.type', (o) => o.type ?? ''),
    column('Reason', 'Event.reason', (o) => o.reason ?? ''),
    column('Object', 'Event.involvedObject', objectOf),
    wide('Subobject', 'ObjectReference.fieldPath', (o) => o.involvedObject.fieldPath ?? ''),
    wide('Source', 'Event.source', sourceOf),
    column('Message', 'Event.message', (o) => (o.message ?? '').trim()),
    wide('First Seen', 'Event.firstTimestamp', firstSeen),
    wide('Count', 'Event.count', (o) => o.series?.count ?? (o.series ? 0 : o.count || 1)),
    wide('Name', 'ObjectMeta.name', (o) => o.metadata.name, { format: 'name' }),
  ],
});

function firstSeen(o: Event, c: PrintContext): string {
  return age(o.firstTimestamp ?? o.eventTime, c);
}

function lastSeen(o: Event, c: PrintContext): string {
  return o.series ? age(o.series.lastObservedTime, c) : o.lastTimestamp ? age(o.lastTimestamp, c) : firstSeen(o, c);
}

function objectOf({ involvedObject: { kind = '', name } }: Event): string {
  return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase();
}

function sourceOf(o: Event): string {
  const component = o.source?.component || o.reportingComponent || '';
  const instance = o.source?.host || o.reportingInstance || '';
  return instance ? `${component}, ${instance}` : component;
}

/** The newer version calls some fields otherwise. */
const RENAMED: readonly (readonly [stored: string, served: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];

function renamed(o: object, names: ReadonlyMap<string, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(o).map(([k, v]) => [names.get(k) ?? k, v]));
}

const SERVED = new Map(RENAMED);
const STORED = new Map(RENAMED.map(([stored, served]) => [served, stored]));

function fromStored(o: ApiObject): ApiObject {
  const { reportingController, reportingInstance, ...rest } = renamed(o, SERVED) as unknown as ApiObject & EventsEvent;
  return {
    ...rest,
    ...(reportingController ? { reportingController } : {}),
    ...(reportingInstance ? { reportingInstance } : {}),
    apiVersion: 'events.k8s.io/v1',
  } as ApiObject;
}

function toStored(o: Draft): Draft {
  return { reportingComponent: '', reportingInstance: '', ...renamed(o, STORED), apiVersion: 'v1' } as Draft;
}
