/**
 * Keeps the pools that state bounds as large as their pods need: looks every ten seconds while something has changed,
 * enlarges a pool for pods that fit nowhere, gives back machines that are not needed. Source: kubernetes/autoscaler.
 */
import type { Ms } from '#shared/api/time.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { podCondition } from '#shared/kinds/core/pod-condition.ts';
import { nodePools } from '#shared/kinds/drydock/node-pool.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { soonest, type Controller, type Requeue, type WatchRule } from '../../controllers/controller.ts';
import { BY_NODE } from '../../store/indexes.ts';
import { scaleDown } from './scale-down.ts';
import { scaleUp } from './scale-up.ts';

const SCAN_MS: Ms = 10_000;
/** There is one thing to look at: the cluster. */
const CLUSTER = ['cluster'];

const whenever = (resource: string): WatchRule => ({ resource, keys: (_change, client) => (bounded(client).length ? CLUSTER : []) });

export function clusterAutoscaler(): Controller {
  return {
    name: 'cluster-autoscaler',
    watches: [whenever('drydock.dev/nodepools'), whenever('core/nodes'), whenever('core/pods'), whenever('policy/poddisruptionbudgets')],
    reconcile(_key, client, because) {
      const pools = bounded(client);
      if (!pools.length) return undefined;
      const waiting = unschedulable(client);
      const early = client.wallMs % SCAN_MS;
      // whatever happens in between is seen at the next scan
      if (early) return { requeueAfter: SCAN_MS - early, urgency: waiting.length ? 'settling' : 'background' };
      if (waiting.length) {
        const { enlarged, tellInMs } = scaleUp(waiting, pools, client, because);
        return soonest(enlarged ? { requeueAfter: SCAN_MS } : undefined, atScan(tellInMs));
      }
      return atScan(scaleDown(pools, client, because));
    },
  };
}

/** At the first scan that is no sooner than in so many ms. */
const atScan = (inMs: Ms | undefined): Requeue | undefined =>
  inMs === undefined ? undefined : { requeueAfter: Math.ceil(inMs / SCAN_MS) * SCAN_MS, urgency: 'background' };

/** The pools that may be made larger or smaller. */
function bounded(client: Client) {
  return client.list(nodePools).filter((p) => p.spec.maxReplicas !== undefined && !p.metadata.deletionTimestamp);
}

function unschedulable(client: Client): readonly Pod[] {
  return client
    .list(pods, { index: { name: BY_NODE, value: '' } })
    .filter((p) => !p.metadata.deletionTimestamp && podCondition(p, 'PodScheduled')?.reason === 'Unschedulable');
}
