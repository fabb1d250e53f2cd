/** What an Event may say, as core/v1 and, more strictly, as events.k8s.io/v1. Source: core/validation events.go. */
import { invalid, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { byteLength, isDNS1123Subdomain, isQualifiedName } from '../../api/names.ts';
import { validateImmutableField } from '../immutable.ts';
import type { Event } from '../types.ts';

/** What holds in every version; `controller` is what the version calls the reporting controller. */
export function validateEvent(o: Event, controller: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const namespace = o.metadata.namespace ?? '';
  const about = o.involvedObject.namespace ?? '';
  const mismatch = () => errors.push(invalid('involvedObject.namespace', about, 'does not match event.namespace'));
  const bounded = (path: string, value: string | undefined, max: number) => {
    if (byteLength(value ?? '') > max) errors.push(invalid(path, '', `can have at most ${max} characters`));
  };
  const given = (path: string, value: string | undefined) => {
    if (!value) errors.push(required(path));
  };
  if (!o.eventTime) {
    if (about === '' ? namespace !== '' && namespace !== 'default' : namespace !== about) mismatch();
  } else {
    if (about === '' && namespace !== 'default' && namespace !== 'kube-system') mismatch();
    given(controller, o.reportingComponent);
    for (const m of isQualifiedName(o.reportingComponent ?? '')) errors.push(invalid(controller, o.reportingComponent ?? '', m));
    given('reportingInstance', o.reportingInstance);
    bounded('reportingInstance', o.reportingInstance, 128);
    given('action', o.action);
    bounded('action', o.action, 128);
    given('reason', o.reason);
    bounded('reason', o.reason, 128);
    bounded('message', o.message, 1024);
  }
  for (const m of isDNS1123Subdomain(namespace)) errors.push(invalid('namespace', namespace, m));
  return errors;
}

/** What events.k8s.io/v1 asks of a new one. */
export function validateEventsCreate(o: Event): readonly FieldError[] {
  const unset = (path: string, set: unknown) => (set ? [invalid(path, '', 'needs to be unset')] : []);
  return [
    ...validateEvent(o, 'reportingController'),
    ...validateSeries(o),
    ...(o.eventTime ? [] : [required('eventTime')]),
    ...(o.type === 'Normal' || o.type === 'Warning' ? [] : [invalid('type', '', `has invalid value: ${o.type ?? ''}`)]),
    ...unset('firstTimestamp', o.firstTimestamp),
    ...unset('lastTimestamp', o.lastTimestamp),
    ...unset('count', o.count),
    ...unset('source', o.source?.component || o.source?.host),
  ];
}

const FIXED = [
  'involvedObject',
  'reason',
  'message',
  'source',
  'firstTimestamp',
  'lastTimestamp',
  'count',
  'reason',
  'type',
  'eventTime',
  'action',
  'related',
] as const;

/** What events.k8s.io/v1 lets change: the series. */
export function validateEventsUpdate(next: Event, previous: Event): readonly FieldError[] {
  return [
    ...validateEvent(next, 'reportingController'),
    ...(equal(next.series, previous.series) ? [] : validateSeries(next)),
    ...FIXED.flatMap((f) => validateImmutableField(next[f] ?? '', previous[f] ?? '', f)),
    ...validateImmutableField(next.reportingComponent, previous.reportingComponent, 'reportingController'),
    ...validateImmutableField(next.reportingInstance, previous.reportingInstance, 'reportingInstance'),
  ];
}

function validateSeries({ series }: Event): readonly FieldError[] {
  if (!series) return [];
  return [
    ...((series.count ?? 0) < 2 ? [invalid('series.count', '', 'should be at least 2')] : []),
    ...(series.lastObservedTime ? [] : [required('series.lastObservedTime')]),
  ];
}
