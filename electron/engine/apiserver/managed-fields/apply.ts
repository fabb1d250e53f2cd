/**
 * Server-side apply: what somebody wants of an object, merged into it; what they wanted before and do not any more is taken
 * out again, unless others want it too. Source: "Server-Side Apply"; structured-merge-diff's merge.Updater,
 * apimachinery's managedfields/internal/structuredmerge.go.
 */
import { ApiError, badRequest } from '#shared/api/errors.ts';
import { fieldsOf, merged, validateApplied, without, withNamedFields } from '#shared/api/fields/applied.ts';
import { compareObjects } from '#shared/api/fields/compare.ts';
import { difference, fieldSet, intersection, NO_FIELDS, union, type FieldSet } from '#shared/api/fields/field-set.ts';
import type { MapNode } from '#shared/api/fields/merge-schema.ts';
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { timestamp, type Core } from '../context.ts';
import type { Resource } from '../resources.ts';
import { apiVersionOf, fromStored } from '../served-version.ts';
import { applyConflict, type Conflict } from './conflicts.ts';
import { KUBECTL, unchangedSinceApplied, withLastApplied } from './last-applied.ts';
import { capped, idOf, readManagers, writeManagers, type ManagedFields, type Manager } from './managers.ts';
import { ignoredField, ignoredMetadata, mergeNode } from './merge-node.ts';
import { withUpdate } from './record.ts';

/** An apply on its way. */
export interface Application {
  readonly resource: Resource;
  /** '' for the object as a whole. */
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly manager: string;
  /** Takes fields from other managers. */
  readonly force: boolean;
}

/** What an apply makes: an object in the version of the request, not decoded yet, and its managers. */
export interface Applied {
  readonly object: JsonObject;
  readonly managedFields: ManagedFields | undefined;
}

/** Who managed what an object had before anybody applied it. */
const BEFORE_FIRST_APPLY = 'before-first-apply';

/** Applies `config` to `live`, a stored object; undefined where there is none yet. Throws ApiError: what does not fit the schema, and conflicts. */
export function applyConfig(core: Core, a: Application, live: ApiObject | undefined, config: JsonObject): Applied {
  check(a, config);
  const node = mergeNode(a.resource);
  const apiVersion = apiVersionOf(a.resource);
  const current = live ? (fromStored(a.resource, live) as unknown as JsonObject) : undefined;
  const complaints = validateApplied(node, config);
  if (complaints.length)
    throw new ApiError(
      '',
      `failed to create typed patch object (${a.namespace}/${a.name}; ${a.resource.group}/${a.resource.version}, Kind=${a.resource.definition.kind}): ${complaints.length === 1 ? complaints[0] : `errors:\n${complaints.map((c) => `  ${c}`).join('\n')}`}`,
    );
  const given = live?.metadata.managedFields;
  const known = given?.length
    ? given
    : live
      ? withUpdate(core, { resource: a.resource, subresource: '', manager: BEFORE_FIRST_APPLY }, Object.freeze([]), live, undefined)
      : undefined;
  const managers = (known && readManagers(known)) ?? [];
  const self: Manager = {
    manager: a.manager,
    operation: 'Apply',
    apiVersion,
    subresource: a.subresource,
    time: timestamp(core),
    fields: recorded(a, fieldsOf(node, config)),
  };
  const id = idOf(self);
  const last = managers.find((m) => idOf(m) === id)?.fields ?? NO_FIELDS;
  const others = managers.filter((m) => idOf(m) !== id);
  const object = pruned(node, merged(node, current ?? {}, config) as JsonObject, last, [self, ...others]);
  const { changed, removed } = compareObjects(
    node,
    current ?? {},
    object,
    ignoredField(a.resource, a.subresource),
    ignoredMetadata(a.subresource),
  );
  const conflicts = others
    .map((m): Conflict => ({ with: m, fields: intersection(m.fields, changed) }))
    .filter((c) => c.fields.entries.length);
  if (conflicts.length && !a.force) refuse(a, conflicts, node, current);
  const left = others.map((m) => {
    const fields = difference(difference(m.fields, changed), removed);
    return fields === m.fields ? m : { ...m, fields, entry: undefined };
  });
  return {
    object: a.manager === KUBECTL ? withLastApplied(current, object, config) : object,
    managedFields: writeManagers(capped([self, ...left])),
  };
}

function check({ resource }: Application, config: JsonObject): void {
  const text = (v: unknown) => (typeof v === 'string' ? v : '');
  const apiVersion = text(config['apiVersion']);
  const kind = text(config['kind']);
  if (apiVersion !== apiVersionOf(resource) || kind !== resource.definition.kind)
    throw badRequest(`invalid object type: ${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`);
  if (isObject(config['metadata']) && (config['metadata'] as JsonObject)['managedFields'] != null)
    throw badRequest('metadata.managedFields must be nil');
}

/** What is not the applier's to have: what the server sets, and what this write cannot set. */
function recorded({ resource, subresource }: Application, fields: FieldSet): FieldSet {
  const top = ignoredField(resource, subresource);
  const metadata = ignoredMetadata(subresource);
  return fieldSet(
    fields.entries
      .filter((e) => !top(e.element.slice(2)))
      .flatMap((e) => {
        if (e.element !== 'f:metadata') return [e];
        const inside = fieldSet(e.inside.entries.filter((x) => !metadata(x.element.slice(2))));
        return inside.entries.length ? [{ element: e.element, member: false, inside }] : [];
      }),
  );
}

/** The object without what this applier alone wanted until now. */
function pruned(node: MapNode, object: JsonObject, last: FieldSet, managers: readonly Manager[]): JsonObject {
  if (!last.entries.length) return object;
  const all = (o: unknown) => withNamedFields(fieldsOf(node, o), node);
  const owned = withNamedFields(
    managers.reduce((s, m) => union(s, m.fields), NO_FIELDS),
    node,
  );
  const lastNamed = withNamedFields(last, node);
  const whole = all(object);
  const bare = without(node, object, lastNamed);
  const kept = without(node, object, difference(whole, union(all(bare), owned)));
  return without(node, object, intersection(difference(whole, all(kept)), lastNamed)) as JsonObject;
}

/** Refuses, but for what client-side apply left: kubectl may take that over. */
function refuse(a: Application, conflicts: readonly Conflict[], node: MapNode, current: JsonObject | undefined): void {
  const own = a.manager === KUBECTL && current ? unchangedSinceApplied(node, current) : NO_FIELDS;
  const real = conflicts.map((c) => ({ ...c, fields: difference(c.fields, own) })).filter((c) => c.fields.entries.length);
  if (real.length) throw applyConflict(real);
}
