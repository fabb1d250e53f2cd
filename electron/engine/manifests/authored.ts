/**
 * What a person wrote, read off the log: an object counts as authored where a person created it; its authored state is what
 * it was made from, with every later change of a person carried onto it. What controllers wrote is left out, be it a replica
 * count of an autoscaler, and so is what the API filled in.
 */
import { carry } from '#shared/api/carry.ts';
import type { JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { keyOf, parseKey } from '#shared/api/ref.ts';
import { isBroken, readManifests } from '#shared/yaml/manifest.ts';
import { withoutServerFields } from '#shared/yaml/server-filled.ts';
import type { Core } from '../apiserver/context.ts';
import type { Entry, RevisionLog } from '../store/log.ts';
import type { Source, Sources } from './sources.ts';
import { withoutDefaults } from './without-defaults.ts';

/** An object as a person wrote it. */
export interface Authored {
  readonly key: string;
  /** As it is in the cluster. */
  readonly object: ApiObject;
  readonly value: JsonObject;
  /** The text it was imported from, which `value` may have moved away from; undefined for what was made otherwise. */
  readonly text: string | undefined;
  /** The write that created it: the order in which things were made. */
  readonly created: number;
}

/** True for what a person wrote: nothing led to it, and the server did not write it of its own accord. */
export function isPersons(e: Pick<Entry, 'cause' | 'actor'>): boolean {
  return e.cause === 0 && e.actor !== 'apiserver';
}

/** Every authored object (or those under `keys`), in the order they were made. */
export function authored(core: Core, log: RevisionLog, sources: Sources, keys?: readonly string[]): readonly Authored[] {
  const found: Authored[] = [];
  const look = (key: string, object: ApiObject) => {
    const a = authoredOf(core, log, sources, key, object);
    if (a) found.push(a);
  };
  if (keys)
    for (const key of new Set(keys)) {
      const o = core.store.get(parseKey(key));
      if (o) look(key, o);
    }
  else {
    for (const resource of core.store.resources()) {
      if (resource === 'core/events') continue;
      for (const o of core.store.list({ resource }))
        if (!madeByController(o)) look(keyOf({ resource, namespace: o.metadata.namespace ?? '', name: o.metadata.name }), o);
    }
  }
  return found.sort((a, b) => a.created - b.created);
}

const madeByController = (o: ApiObject): boolean => o.metadata.ownerReferences?.some((r) => r.controller) ?? false;

/** One object; undefined where no person made it. */
export function authoredOf(core: Core, log: RevisionLog, sources: Sources, key: string, object: ApiObject): Authored | undefined {
  const history = log.history(key, 0, core.store.revision);
  const created = history.findLast((e) => e.revision === e.created);
  if (!created || !isPersons(created) || isGiven(object)) return undefined;
  const source = sources.get(key);
  const base = source && history.find((e) => e.revision === source.revision);
  const from = base && valueOfSource(source);
  let value = from;
  let before = base?.value;
  let start = base ? history.indexOf(base) + 1 : history.indexOf(created) + 1;
  let moved = false;
  if (!value || !before) {
    value = withoutDefaults(core, created.value, clean(created.value));
    before = created.value;
    start = history.indexOf(created) + 1;
  }
  for (const e of history.slice(start)) {
    if (!e.deleted && isPersons(e)) {
      const next = carry(value, clean(before), clean(e.value)) as JsonObject;
      moved ||= next !== value;
      value = next;
    }
    before = e.value;
  }
  const plain = moved ? settled(withoutDefaults(core, object, value, from ?? {}), object) : value;
  return { key, object, value: named(plain, object), text: from && source?.text, created: created.revision };
}

const clean = (o: ApiObject): JsonObject => withoutServerFields(o as unknown as JsonObject);

function valueOfSource(s: Source): JsonObject | undefined {
  for (const m of readManifests({ name: '', text: s.text })) return isBroken(m) ? undefined : m.value;
  return undefined;
}

/** The account that a namespace is given even where a person's pod asks for it first. */
function isGiven(o: ApiObject): boolean {
  return (
    o.kind === 'ServiceAccount' &&
    o.metadata.name === 'default' &&
    Object.keys(o).every((k) => k === 'apiVersion' || k === 'kind' || k === 'metadata') &&
    !o.metadata.labels &&
    !o.metadata.annotations
  );
}

/** A Secret that was given as text is kept as bytes: once it was changed, only those are right. */
function settled(value: JsonObject, o: ApiObject): JsonObject {
  if (o.kind !== 'Secret' || value['stringData'] === undefined) return value;
  const { stringData: _old, ...rest } = value;
  return { ...rest, data: (o as ApiObject & { readonly data?: unknown }).data };
}

/** With the name that was drawn for it, where a person gave only its beginning. */
function named(value: JsonObject, o: ApiObject): JsonObject {
  const metadata = value['metadata'] as JsonObject | undefined;
  if (metadata?.['name'] === o.metadata.name) return value;
  const { generateName: _drawn, ...rest } = metadata ?? {};
  return { ...value, metadata: { name: o.metadata.name, ...rest } };
}
