/**
 * Keeps the books of quotas: what admission has added is set right when something goes or ends.
 * Source: pkg/controller/resourcequota.
 */
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { isPodTerminal } from '#shared/kinds/core/pod-availability.ts';
import { resourceQuotas } from '#shared/kinds/core/resource-quota.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Pod, ResourceQuota } from '#shared/kinds/types.ts';
import { evaluatorOf } from '../quota/evaluators.ts';
import { statusOf } from '../quota/usage.ts';
import type { Change } from '../store/store.ts';
import { ANY, type Controller } from './controller.ts';

const QUOTAS = resourceOf(resourceQuotas);
const PODS = 'core/pods';
const EVENTS = 'core/events';

export function resourceQuotaController(): Controller {
  return {
    name: 'resourcequota-controller',
    watches: [
      {
        resource: QUOTAS,
        keys: ({ ref, before, after }) =>
          before && after && (before as ResourceQuota).spec === (after as ResourceQuota).spec ? [] : [localKey(ref.namespace, ref.name)],
      },
      {
        resource: ANY,
        keys: (change, client) =>
          client.core.store.count(QUOTAS) && frees(change)
            ? client.list(resourceQuotas, { namespace: change.ref.namespace }).map((q) => localKey(change.ref.namespace, q.metadata.name))
            : [],
      },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const quota = client.get(resourceQuotas, namespace, name);
      if (!quota) return;
      const status = statusOf(quota, client.core);
      if (status !== quota.status) client.updateStatus(resourceQuotas, { ...quota, status });
    },
  };
}

/** Whether a change may give something back: admission counts what is added. */
function frees({ ref, before, after }: Change): boolean {
  if (!before || ref.resource === EVENTS || !ref.namespace) return false;
  if (!after) return true;
  if (ref.resource === PODS) return isPodTerminal(after as Pod) && !isPodTerminal(before as Pod);
  return evaluatorOf(ref.resource).updates === true;
}
