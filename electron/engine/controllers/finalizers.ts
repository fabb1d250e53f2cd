/** Finalizers as controllers put them on and take them off. */
import type { ApiObject } from '#shared/api/object.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import type { Client } from '../apiserver/client.ts';

export const hasFinalizer = (o: ApiObject, finalizer: string): boolean => o.metadata.finalizers?.includes(finalizer) ?? false;

export function addFinalizer<T extends ApiObject>(client: Client, kind: KindDefinition<T>, o: T, finalizer: string): void {
  if (!hasFinalizer(o, finalizer))
    client.update(kind, { ...o, metadata: { ...o.metadata, finalizers: [...(o.metadata.finalizers ?? []), finalizer] } });
}

export function dropFinalizer<T extends ApiObject>(client: Client, kind: KindDefinition<T>, o: T, finalizer: string): void {
  const { finalizers = [], ...metadata } = o.metadata;
  const rest = finalizers.filter((f) => f !== finalizer);
  client.update(kind, { ...o, metadata: rest.length ? { ...metadata, finalizers: rest } : metadata });
}
