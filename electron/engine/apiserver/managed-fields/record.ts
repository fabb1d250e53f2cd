/**
 * Who manages which field after an ordinary write: its manager what it changed, the others what they had without that.
 * Source: "Server-Side Apply", "Field management"; structured-merge-diff's merge.Updater.
 *
 * Recorded at every write, not made up when read: it is part of the object, so it is in the log, in playback and after a
 * restart. That it costs little comes of sharing: parts that did not change are not looked into, equal sets are one
 * object, and what a write makes of a list of managers is worked out once for all objects to which the same happens.
 */
import { difference, union } from '#shared/api/fields/field-set.ts';
import type { Comparison } from '#shared/api/fields/compare.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { timestamp, type Core } from '../context.ts';
import type { Resource } from '../resources.ts';
import { apiVersionOf } from '../served-version.ts';
import { capped, idOf, readManagers, writeManagers, type ManagedFields, type Manager } from './managers.ts';
import { compareStored } from './merge-node.ts';

/** A write as far as managers are concerned. */
export interface RecordedWrite {
  readonly resource: Resource;
  /** '' for the object as a whole. */
  readonly subresource: string;
  readonly manager: string;
}

const NOBODY: ManagedFields = Object.freeze([]);

/**
 * The managers of `next`, which a write makes of `previous` (undefined for a create); both as they are stored, before
 * admission. The list a request gives is taken, so that clients can move fields; `[{}]` makes the object nobody's, and an
 * object that is nobody's stays so until somebody applies it.
 */
export function recordUpdate(core: Core, w: RecordedWrite, next: ApiObject, previous: ApiObject | undefined): ManagedFields | undefined {
  const base = baseOf(w, next.metadata.managedFields, previous?.metadata.managedFields);
  if (!base.length && previous) return undefined;
  return withUpdate(core, w, base, next, previous);
}

/** The managers once a write of `w.manager` has been added to them. */
export function withUpdate(
  core: Core,
  w: RecordedWrite,
  base: ManagedFields,
  next: ApiObject,
  previous: ApiObject | undefined,
): ManagedFields | undefined {
  const comparison = compareStored(w.resource, w.subresource, previous, next);
  const { changed, removed } = comparison;
  if (!changed.entries.length && !removed.entries.length) return base.length ? base : undefined;
  const apiVersion = apiVersionOf(w.resource);
  const time = timestamp(core);
  const managers = readManagers(base) ?? [];
  if (managers.some((m) => m.apiVersion !== apiVersion))
    return writeManagers(updated(managers, { ...w, apiVersion, time }, comparison, (v) => comparisonIn(core, w, v, next, previous)));
  const result = () => writeManagers(updated(managers, { ...w, apiVersion, time }, comparison, () => comparison));
  if (!changed.shared || !managers.every((m) => m.fields.shared)) return result(); // what this object alone has
  const known = transitions(base);
  const key = `${changed.id} ${removed.id} ${time} ${apiVersion} ${w.subresource} ${w.manager}`;
  if (!known.has(key)) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, result());
  }
  return known.get(key);
}

/** What writes made of a list of managers. */
const steps = new WeakMap<ManagedFields, Map<string, ManagedFields | undefined>>();
const MOST_KNOWN = 1000;

function transitions(base: ManagedFields): Map<string, ManagedFields | undefined> {
  const list = base.length ? base : NOBODY;
  let known = steps.get(list);
  if (!known) steps.set(list, (known = new Map()));
  return known;
}

function baseOf({ subresource }: RecordedWrite, given: ManagedFields | undefined, live: ManagedFields | undefined): ManagedFields {
  if (!subresource && given && given !== live) {
    if (given.length === 1 && !Object.keys(given[0] as object).length) return NOBODY;
    if (given.length && readManagers(given)) return given;
  }
  return live ?? NOBODY;
}

function updated(
  managers: readonly Manager[],
  by: { readonly manager: string; readonly apiVersion: string; readonly subresource: string; readonly time: string },
  { changed }: Comparison,
  inVersion: (apiVersion: string) => Comparison | undefined,
): readonly Manager[] {
  const self: Manager = {
    manager: by.manager,
    operation: 'Update',
    apiVersion: by.apiVersion,
    subresource: by.subresource,
    time: by.time,
    fields: changed,
  };
  const id = idOf(self);
  let own = self;
  const others: Manager[] = [];
  for (const m of managers) {
    const c = inVersion(m.apiVersion);
    if (!c) continue; // of a version that is not served any more
    const left = difference(difference(m.fields, c.changed), c.removed);
    if (idOf(m) === id)
      own =
        left === m.fields && !changed.entries.length
          ? m
          : { ...self, fields: union(left, changed), time: changed.entries.length ? by.time : m.time };
    else others.push(left === m.fields ? m : { ...m, fields: left, entry: undefined });
  }
  return capped([...others, own]);
}

/** What differs in another version of the resource; undefined where that is not served. */
function comparisonIn(
  core: Core,
  w: Pick<RecordedWrite, 'resource' | 'subresource'>,
  apiVersion: string,
  next: ApiObject,
  previous: ApiObject | undefined,
): Comparison | undefined {
  const slash = apiVersion.indexOf('/');
  const resource = core.resources.byPath(
    slash < 0 ? '' : apiVersion.slice(0, slash),
    apiVersion.slice(slash + 1),
    w.resource.definition.plural,
  );
  return resource && resource.id === w.resource.id ? compareStored(resource, w.subresource, previous, next) : undefined;
}
