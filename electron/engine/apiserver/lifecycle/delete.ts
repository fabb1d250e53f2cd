/** Deleting an object, as every client's delete goes through it. Source: apiserver's registry/rest/delete.go (BeforeDelete). */
import { notFound } from '#shared/api/errors.ts';
import { equal, withoutUndefined } from '#shared/api/json.ts';
import { isTerminating, type ApiObject } from '#shared/api/object.ts';
import { formatTime } from '#shared/api/time.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import { wallMs, type Core, type WriteOptions } from '../context.ts';
import { checkBeforeDelete, type Preconditions } from '../preconditions.ts';
import { checkAdmission, contextOf, refOf, unraced, type Write } from './write.ts';

/** What a delete may ask for. */
export interface DeleteOptions extends WriteOptions {
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan' | undefined;
  readonly preconditions?: Preconditions | undefined;
}

/** What is left of an object, and whether it is gone. */
export interface Deletion {
  readonly object: ApiObject;
  readonly deleted: boolean;
}

/** Deletes an object, or asks for its deletion where a grace period or finalizers hold it. Returns it as it then is. */
export function deleteObject(core: Core, w: Write, options: DeleteOptions = {}): Deletion {
  const { definition, about } = w.resource;
  const { store } = core;
  const ref = refOf(w, w.name);
  const current = store.get(ref);
  if (!current) throw notFound(about, w.name);
  if (options.preconditions) checkBeforeDelete(w.resource, current, options.preconditions);
  checkAdmission(core, contextOf(w, 'DELETE'), current, current);

  const propagation = options.propagationPolicy ?? (definition.defaultPropagation === 'Orphan' ? 'Orphan' : undefined);
  const grace = graceOf(definition, current, options.gracePeriodSeconds);
  const already = isTerminating(current);
  const held = finalizersFor(current, propagation).length > 0 || (grace ?? 0) > 0 || (definition.holdsDeletion?.(current) ?? false);
  if (!held) {
    const last = grace === undefined || already ? current : marked(core, definition, current, grace); // who may have time and gets none is seen to go all the same
    if (w.dryRun) return { object: last, deleted: true };
    if (last !== current) store.update(ref, last);
    return { object: unraced(store.delete(ref)), deleted: true };
  }

  const sooner = already && grace !== undefined && grace < (current.metadata.deletionGracePeriodSeconds ?? 0);
  let next = !already || sooner ? marked(core, definition, current, grace ?? 0) : current;
  const finalizers = finalizersFor(next, propagation);
  if (!equal(finalizers, next.metadata.finalizers ?? []))
    next = { ...next, metadata: withoutUndefined({ ...next.metadata, finalizers: finalizers.length ? finalizers : undefined }) };
  if (next === current || w.dryRun) return { object: next, deleted: false };
  return { object: unraced(store.update(ref, next)), deleted: false };
}

/** Seconds the object is given, of those that are asked for; undefined for a kind that goes at once. */
function graceOf(definition: KindDefinition, o: ApiObject, asked: number | undefined): number | undefined {
  const usual = definition.gracePeriodSeconds?.(o);
  if (usual === undefined || usual === 0 || asked === undefined) return usual;
  return asked < 0 ? 1 : asked;
}

/** The object with its deletion asked for: in so many seconds from now it is to be gone. */
function marked(core: Core, definition: KindDefinition, o: ApiObject, seconds: number): ApiObject {
  const next = {
    ...o,
    metadata: {
      ...o.metadata,
      deletionTimestamp: formatTime(wallMs(core) + seconds * 1000),
      ...(definition.holdsDeletion ? {} : { deletionGracePeriodSeconds: seconds }),
      ...(o.metadata.generation && !isTerminating(o) ? { generation: o.metadata.generation + 1 } : {}),
    },
  };
  return definition.prepareDelete ? definition.prepareDelete(next) : next;
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** The finalizers a delete leaves on an object: those it has, and the one that the propagation policy asks for. */
function finalizersFor(o: ApiObject, policy: DeleteOptions['propagationPolicy']): readonly string[] {
  const has = o.metadata.finalizers ?? [];
  if (policy === undefined) return has;
  const rest = has.filter((f) => f !== ORPHAN && f !== FOREGROUND);
  return policy === 'Orphan' ? [...rest, ORPHAN] : policy === 'Foreground' ? [...rest, FOREGROUND] : rest;
}
