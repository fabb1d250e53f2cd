/** What the loops look objects up by, beside name, namespace and owner. */
import type { ResourceId } from '#shared/api/ref.ts';
import type { Event, Pod } from '#shared/kinds/types.ts';
import { controllerOf, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { claimKeysOf } from '#shared/kinds/core/pod-volume-claims.ts';
import type { Index } from './table.ts';

/** Pods by the node they are bound to; '' holds those that are bound to none. */
export const BY_NODE = 'node';
/** Pods that have a node and have not begun to run on it, by namespace. */
export const BY_STARTING = 'starting';
/** Pods by the local keys of the claims they use. */
export const BY_CLAIM = 'claim';
/** Events by the uid of the object they are about. */
export const BY_INVOLVED = 'involved';

/** What nobody controls, by namespace: whoever selects it may adopt it. */
export const BY_ORPHAN = 'orphan';

const byOrphan: Index = { name: BY_ORPHAN, of: (o) => (controllerOf(o) ? undefined : namespaceOf(o)) };

const byStarting: Index = {
  name: BY_STARTING,
  of: (o) => ((o as Pod).spec.nodeName && (o as Pod).status.phase === 'Pending' ? namespaceOf(o) : undefined),
};

const byClaim: Index = { name: BY_CLAIM, of: (o) => claimKeysOf(o as Pod) };

export const indexes: ReadonlyMap<ResourceId, readonly Index[]> = new Map([
  ['core/pods', [{ name: BY_NODE, of: (o: ApiObject) => (o as Pod).spec.nodeName ?? '' }, byStarting, byOrphan, byClaim]],
  ['apps/replicasets', [byOrphan]],
  ['apps/controllerrevisions', [byOrphan]],
  ['core/events', [{ name: BY_INVOLVED, of: (o: ApiObject) => (o as Event).involvedObject.uid }]],
]);
