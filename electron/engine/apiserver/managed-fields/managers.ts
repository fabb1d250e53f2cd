/** Who manages which fields of an object: metadata.managedFields read and written. Source: apimachinery's managedfields/internal. */
import { fromFieldsV1, sameFields, toFieldsV1, union, type FieldSet } from '#shared/api/fields/field-set.ts';
import { memoByIdentity } from '#shared/api/json.ts';
import type { ManagedFieldsEntry } from '#shared/kinds/generated/types.ts';

/** One manager's fields. */
export interface Manager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** '' for the object as a whole. */
  readonly subresource: string;
  readonly time: string | undefined;
  readonly fields: FieldSet;
  /** The entry it was read from, while it still says the same. */
  readonly entry?: ManagedFieldsEntry | undefined;
}

/** metadata.managedFields as it stands on an object. */
export type ManagedFields = readonly ManagedFieldsEntry[];

/** By what an entry is found again: appliers are one whatever the version they apply in. */
export function idOf(m: Pick<Manager, 'manager' | 'operation' | 'apiVersion' | 'subresource'>): string {
  return `${m.operation} ${m.operation === 'Apply' ? '' : m.apiVersion} ${m.subresource} ${m.manager}`;
}

/** Reads the entries; undefined where one of them is none. */
export const readManagers: (list: ManagedFields) => readonly Manager[] | undefined = memoByIdentity((list: ManagedFields) => {
  const found: Manager[] = [];
  for (const e of list) {
    const fields = fromFieldsV1(e.fieldsV1 ?? {});
    if (
      !fields ||
      (e.operation !== 'Apply' && e.operation !== 'Update') ||
      (e.fieldsType !== undefined && e.fieldsType !== 'FieldsV1') ||
      !e.apiVersion
    )
      return undefined;
    found.push({
      manager: e.manager ?? '',
      operation: e.operation,
      apiVersion: e.apiVersion,
      subresource: e.subresource ?? '',
      time: e.time,
      fields,
      entry: e.fieldsType === 'FieldsV1' && Object.isFrozen(e) ? e : undefined,
    });
  }
  return found;
});

/** Writes the entries that manage anything: appliers first, then by age. Undefined where there are none. */
export function writeManagers(managers: readonly Manager[]): ManagedFields | undefined {
  const kept = managers.filter((m) => m.fields.entries.length).sort(inOrder);
  if (!kept.length) return undefined;
  return Object.freeze(
    kept.map(
      (m): ManagedFieldsEntry =>
        m.entry ??
        Object.freeze({
          manager: m.manager,
          operation: m.operation,
          apiVersion: m.apiVersion,
          ...(m.time === undefined ? {} : { time: m.time }),
          fieldsType: 'FieldsV1',
          fieldsV1: toFieldsV1(m.fields),
          ...(m.subresource ? { subresource: m.subresource } : {}),
        }),
    ),
  );
}

function inOrder(a: Manager, b: Manager): number {
  return (
    before(a.operation, b.operation) ||
    before(a.time ?? '', b.time ?? '') ||
    before(a.manager, b.manager) ||
    before(a.apiVersion, b.apiVersion) ||
    before(a.subresource, b.subresource)
  );
}

const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** How many managers that update an object are kept apart. */
const MOST_UPDATERS = 10;

/** The oldest updaters put together where there are too many. */
export function capped(managers: readonly Manager[]): readonly Manager[] {
  const updaters = managers.filter((m) => m.operation === 'Update');
  if (updaters.length <= MOST_UPDATERS) return managers;
  const oldest = [...updaters].sort(inOrder);
  const out = new Set(managers);
  const buckets = new Map<string, Manager>();
  for (const m of oldest) {
    if ([...out].filter((x) => x.operation === 'Update').length + buckets.size <= MOST_UPDATERS) break;
    out.delete(m);
    const bucket = buckets.get(m.apiVersion);
    buckets.set(m.apiVersion, {
      ...m,
      entry: undefined,
      manager: 'ancient-changes',
      subresource: '',
      fields: bucket ? union(bucket.fields, m.fields) : m.fields,
    });
  }
  return [...out, ...buckets.values()];
}

/** Whether two lists say the same but for the times. */
export function sameButTimes(a: ManagedFields | undefined, b: ManagedFields | undefined): boolean {
  if (a === b) return true;
  const x = a && readManagers(a);
  const y = b && readManagers(b);
  if (!x || !y || x.length !== y.length) return false;
  const byId = new Map(y.map((m) => [idOf(m), m]));
  return x.every((m) => {
    const n = byId.get(idOf(m));
    return n !== undefined && n.apiVersion === m.apiVersion && sameFields(m.fields, n.fields);
  });
}
