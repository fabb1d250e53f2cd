/** Takes away a namespace with all that is in it. Source: pkg/controller/namespace. */
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import type { Namespace } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { finalizeNamespace } from '../../apiserver/subresources/namespace-finalize.ts';
import { ANY, type Controller, type Requeue } from '../controller.ts';
import { forEach } from '../watch-rules.ts';
import { conditionsAfter } from './conditions.ts';
import { deleteContent } from './content.ts';

/** Requests that were under way when the namespace was deleted are given time to end: a pause in which nothing happens. */
const QUIET_MS: Ms = 5_000;
/** When a round that failed is followed by another. */
const RETRY_MS: Ms = 1_000;

const KUBERNETES = 'kubernetes';

export function namespaceController(): Controller {
  return {
    name: 'namespace-controller',
    watches: [
      forEach(namespaces),
      // Kubernetes looks again every few seconds; here the last finalizer of something inside wakes the namespace.
      { resource: ANY, keys: ({ ref, before, after }) => (ref.namespace && before?.metadata.deletionTimestamp !== undefined && before.metadata.finalizers?.length && !after?.metadata.finalizers?.length ? [localKey('', ref.namespace)] : []) },
    ],
    reconcile(key, client) {
      const namespace = client.get(namespaces, '', splitLocalKey(key).name);
      if (!namespace?.metadata.deletionTimestamp || !namespace.spec.finalizers?.length) return undefined;
      return takeAway(namespace, client);
    },
  };
}

function takeAway(namespace: Namespace, client: Client): Requeue | void {
  const { name, deletionTimestamp } = namespace.metadata, since = parseTime(deletionTimestamp) ?? 0, quiet = since + QUIET_MS - client.wallMs;
  if (quiet > 0) return { requeueAfter: quiet, urgency: 'background' };
  const content = deleteContent(name, since, client);
  const conditions = conditionsAfter(namespace.status.conditions, content, client.timestamp);
  if (conditions !== namespace.status.conditions) client.updateStatus(namespaces, { ...namespace, status: { ...namespace.status, conditions } });
  if (content.remaining.size) {
    // Finalizers may hold for ever; only pods that end by themselves are something to wait for.
    const held = content.finalizers.size > 0 || content.estimateSeconds === 0;
    return { requeueAfter: content.estimateSeconds ? (Math.floor(content.estimateSeconds / 2) + 1) * 1000 : RETRY_MS, urgency: held ? 'background' : 'settling' };
  }
  if (content.errors.length) return { requeueAfter: RETRY_MS, urgency: 'background' };
  finalizeNamespace(client.core, name, (namespace.spec.finalizers ?? []).filter((f) => f !== KUBERNETES));
}
