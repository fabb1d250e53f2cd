/** ReplicationControllers: ReplicaSets that select by equal labels. Source: pkg/controller/replication. */
import { equalityMatcher, type Matcher } from '#shared/api/selector.ts';
import { replicationControllers } from '#shared/kinds/core/replication-controller.ts';
import type { ReplicationController } from '#shared/kinds/types.ts';
import type { ControllerFactory } from './controller.ts';
import { podsOfSiblings, replicaController } from './replicas.ts';

const nothing: Matcher = () => false;
const selects = (o: ReplicationController): Matcher => (o.spec.selector ? equalityMatcher(o.spec.selector) : nothing);

export const replicationControllerController: ControllerFactory = () =>
  replicaController<ReplicationController>({
    name: 'replication-controller',
    kind: replicationControllers,
    selects,
    countsTerminating: false,
    related: (client, o) => podsOfSiblings(client, replicationControllers, o, selects),
  });
