/** ReplicaSets. Source: pkg/controller/replicaset. */
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import type { ReplicaSet } from '#shared/kinds/types.ts';
import type { ControllerFactory } from './controller.ts';
import { podsOfSiblings, replicaController } from './replicas.ts';

const selects = (o: ReplicaSet) => labelSelectorMatcher(o.spec.selector);

export const replicaSetController: ControllerFactory = () =>
  replicaController<ReplicaSet>({
    name: 'replicaset-controller',
    kind: replicaSets,
    selects,
    countsTerminating: true,
    related: (client, o) => podsOfSiblings(client, replicaSets, o, selects),
  });
