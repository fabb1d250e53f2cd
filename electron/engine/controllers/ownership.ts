/**
 * Which dependents an owner has: those it controls and still selects. What it selects and nobody controls is adopted,
 * what it no longer selects is let go. Source: pkg/controller's ControllerRefManager.
 */
import { controllerOf, controllerReference, isTerminating, type ApiObject } from '#shared/api/object.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import type { Client } from '../apiserver/client.ts';

/** Adopts and releases among `candidates`, and returns what `owner` then has, in the order given. */
export function claim<T extends ApiObject>(
  client: Client,
  kind: KindDefinition<T>,
  owner: ApiObject,
  selects: (o: T) => boolean,
  candidates: readonly T[],
): readonly T[] {
  const { uid } = owner.metadata;
  let all = true;
  const claimed = candidates.map((o) => {
    const controller = controllerOf(o);
    const wanted = selects(o);
    if (controller?.uid === uid && wanted) return o;
    all = false;
    if (isTerminating(owner) || (controller && controller.uid !== uid)) return undefined;
    if (controller) release(client, kind, owner, o);
    return controller || !wanted || isTerminating(o) ? undefined : adopt(client, kind, owner, o);
  });
  return all ? candidates : claimed.filter((o) => o !== undefined);
}

/** Makes `owner` the controller of an object that has none. */
export function adopt<T extends ApiObject>(client: Client, kind: KindDefinition<T>, owner: ApiObject, o: T): T {
  const others = o.metadata.ownerReferences?.filter((r) => r.uid !== owner.metadata.uid) ?? [];
  return client.update(kind, { ...o, metadata: { ...o.metadata, ownerReferences: [...others, controllerReference(owner)] } });
}

/** Takes `owner` off an object's owners. */
export function release<T extends ApiObject>(client: Client, kind: KindDefinition<T>, owner: ApiObject, o: T): T {
  const ownerReferences = o.metadata.ownerReferences?.filter((r) => r.uid !== owner.metadata.uid);
  const { ownerReferences: _all, ...metadata } = o.metadata;
  return client.update(kind, { ...o, metadata: ownerReferences?.length ? { ...metadata, ownerReferences } : metadata });
}
