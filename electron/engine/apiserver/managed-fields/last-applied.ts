/**
 * What `kubectl apply` without --server-side left behind. A field it applied and nobody changed since may be taken over by
 * `kubectl apply --server-side`. Source: apimachinery's managedfields/internal/lastapplied.go, lastappliedupdater.go.
 */
import { fieldsOf } from '#shared/api/fields/applied.ts';
import { compareObjects } from '#shared/api/fields/compare.ts';
import { difference, NO_FIELDS, type FieldSet } from '#shared/api/fields/field-set.ts';
import type { MapNode } from '#shared/api/fields/merge-schema.ts';
import { isObject, type JsonObject } from '#shared/api/json.ts';
import { parseJson } from '#shared/api/decode/parse.ts';
import { DecodeError } from '#shared/api/decode/error.ts';
import type { ObjectMeta } from '#shared/kinds/generated/types.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Only this manager takes over what client-side apply left. */
export const KUBECTL = 'kubectl';

function lastApplied(live: JsonObject): JsonObject | undefined {
  const text = (live['metadata'] as ObjectMeta | undefined)?.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const { value } = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch (e) {
    if (e instanceof DecodeError) return undefined;
    throw e;
  }
}

const none = () => false;

/** The fields that client-side apply set and that are still as it set them. */
export function unchangedSinceApplied(node: MapNode, live: JsonObject): FieldSet {
  const applied = lastApplied(live);
  if (!applied) return NO_FIELDS;
  const { changed, removed } = compareObjects(node, live, applied, none, none);
  return difference(difference(fieldsOf(node, applied), changed), removed);
}

/** The object with its annotation brought up to date, where it has one: client-side apply may come again. */
export function withLastApplied<T extends JsonObject>(live: JsonObject | undefined, next: T, config: JsonObject): T {
  if (!live || (live['metadata'] as ObjectMeta | undefined)?.annotations?.[LAST_APPLIED] === undefined) return next;
  const metadata = next['metadata'] as ObjectMeta;
  const { managedFields: _, annotations: given, ...rest } = (config['metadata'] ?? {}) as ObjectMeta;
  const { [LAST_APPLIED]: _old, ...annotations } = given ?? {};
  const text = JSON.stringify({ ...config, metadata: { ...(Object.keys(annotations).length ? { annotations } : {}), ...rest } });
  return { ...next, metadata: { ...metadata, annotations: { ...metadata.annotations, [LAST_APPLIED]: `${text}\n` } } };
}
