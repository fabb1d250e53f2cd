/** A design made of a few objects, for tests. */
import type { ApiObject } from '#shared/api/object.ts';
import { Resources } from '../../state/resources.ts';
import type { Design, Unsaved } from './design.ts';

/** A design that holds just these. */
export function designOf(...objects: readonly Unsaved[]): Design & { readonly key: (o: Unsaved) => string } {
  const resources = new Resources();
  const keyOf = (o: Unsaved) => resources.keyOf(o) ?? '';
  const byKey = new Map(objects.map((o) => [keyOf(o), { ...o, metadata: { uid: keyOf(o), ...o.metadata } } as unknown as ApiObject]));
  return {
    get: (key) => byKey.get(key),
    keyOf,
    key: keyOf,
    list: (resource, namespace) =>
      [...byKey]
        .filter(([k, o]) => k.startsWith(`${resource}/`) && (namespace === undefined || (o.metadata.namespace ?? '') === namespace))
        .map(([, o]) => o),
  };
}
