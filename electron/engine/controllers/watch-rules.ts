/** The usual watch rules: for the object itself, for what it owns or might adopt, for what names it. */
import { controllerOf, groupOf, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { localKey } from '#shared/api/ref.ts';
import type { Labels } from '#shared/api/selector.ts';
import { group, resourceOf, type KindDefinition } from '#shared/kinds/definition.ts';
import type { Client } from '../apiserver/client.ts';
import type { WatchRule } from './controller.ts';

type Kind = Pick<KindDefinition, 'apiVersion' | 'plural' | 'kind'>;

/** Every change of an object of this kind wakes its own key. */
export function forEach(kind: Kind): WatchRule {
  return { resource: resourceOf(kind), keys: ({ ref }) => [localKey(ref.namespace, ref.name)] };
}

/** A change of a dependent wakes the `owner`-kind object that controls it, or did before. */
export function owned(kind: Kind, owner: Kind): WatchRule {
  const keyOf = ownerKey(owner);
  return {
    resource: resourceOf(kind),
    keys: ({ before, after }) => pair(before && keyOf(before), after && keyOf(after)),
  };
}

/**
 * The same, and a dependent that nobody controls wakes the owners of its namespace that `selects` it: they may adopt it.
 */
export function ownedOrSelected<T extends ApiObject>(
  kind: Kind,
  owner: KindDefinition<T>,
  selects: (o: T, labels: Labels | undefined) => boolean,
): WatchRule {
  const keyOf = ownerKey(owner);
  return {
    resource: resourceOf(kind),
    keys({ before, after }, client) {
      if (!after || controllerOf(after)) return pair(before && keyOf(before), after && keyOf(after));
      const keys = pair(before && keyOf(before), undefined);
      if (before && !controllerOf(before) && before.metadata.labels === after.metadata.labels) return keys;
      return [
        ...keys,
        ...client
          .list(owner, { namespace: namespaceOf(after) })
          .filter((o) => selects(o, after.metadata.labels))
          .map((o) => localKey(namespaceOf(o), o.metadata.name)),
      ];
    },
  };
}

/** The key of the object of kind `owner` that controls something. */
function ownerKey(owner: Kind): (o: ApiObject) => string | undefined {
  const g = group(owner);
  return (o) => {
    const c = controllerOf(o);
    return c && c.kind === owner.kind && groupOf(c.apiVersion) === g ? localKey(namespaceOf(o), c.name) : undefined;
  };
}

const NONE: readonly string[] = [];

function pair(a: string | undefined, b: string | undefined): readonly string[] {
  if (a === undefined) return b === undefined ? NONE : [b];
  return b === undefined || a === b ? [a] : [a, b];
}

/** A change wakes whatever keys `of` finds for the object, as it was and as it is. */
export function mapped<T extends ApiObject>(kind: KindDefinition<T>, of: (o: T, client: Client) => Iterable<string>): WatchRule {
  return {
    resource: resourceOf(kind),
    keys({ before, after }, client) {
      const keys = new Set<string>();
      for (const o of [before, after]) if (o) for (const k of of(o as T, client)) keys.add(k);
      return keys;
    },
  };
}
