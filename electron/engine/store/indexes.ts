/** What the loops look objects up by, beside name, namespace and owner. */
import type { ResourceId } from '#shared/api/ref.ts';
import type { Event, Pod } from '#shared/kinds/types.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Index } from './table.ts';

/** Pods by the node they are bound to; '' holds those that are bound to none. */
export const BY_NODE = 'node';
/** Events by the uid of the object they are about. */
export const BY_INVOLVED = 'involved';

export const indexes: ReadonlyMap<ResourceId, readonly Index[]> = new Map([
  ['core/pods', [{ name: BY_NODE, of: (o: ApiObject) => (o as Pod).spec.nodeName ?? '' }]],
  ['core/events', [{ name: BY_INVOLVED, of: (o: ApiObject) => (o as Event).involvedObject.uid }]],
]);
