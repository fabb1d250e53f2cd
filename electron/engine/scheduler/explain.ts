/** Why here, and why not there: a pod's verdict, worked out anew at any time. */
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { ClusterView } from './cluster-view.ts';
import { Placement } from './placement.ts';
import { plugins } from './plugins/index.ts';
import type { Verdict } from './verdict.ts';

/**
 * Looks at every node as the scheduler would if the pod (bound or not) were to be placed now, with the score of each
 * plugin. Writes nothing. Costs a pass over the cluster.
 */
export function explain(client: Client, pod: Pod): Verdict {
  const { nodeName: _bound, ...spec } = pod.spec;
  const { nominatedNodeName: _wanted, ...status } = pod.status;
  const free: Pod = { ...pod, spec, status };
  const view = ClusterView.without(client, pod.metadata.uid);
  return new Placement(free, view, plugins).find(free, { random: client.random.fork(`schedule:${pod.metadata.uid}`), thorough: true });
}
