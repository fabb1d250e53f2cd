/** The usual watch rules: for the object itself, for what it owns, for what names it. */
import { controllerOf, groupOf, type ApiObject } from '#shared/api/object.ts';
import { localKey } from '#shared/api/ref.ts';
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
  const g = group(owner);
  return {
    resource: resourceOf(kind),
    keys({ before, after, ref }) {
      const keys = new Set<string>();
      for (const o of [before, after]) {
        const c = o && controllerOf(o);
        if (c && c.kind === owner.kind && groupOf(c.apiVersion) === g) keys.add(localKey(ref.namespace, c.name));
      }
      return keys;
    },
  };
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
