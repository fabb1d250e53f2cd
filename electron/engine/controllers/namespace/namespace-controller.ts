/** Takes away a namespace with all that is in it. Source: pkg/controller/namespace. */
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import type { Namespace } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { finalizeNamespace } from '../../apiserver/subresources/namespace-finalize.ts';
import type { Urgency } from '../../clock/clock.ts';
import { ANY, type Controller } from '../controller.ts';
import { Rounds } from '../rounds.ts';
import { forEach } from '../watch-rules.ts';
import { conditionsAfter } from './conditions.ts';
import { deleteContent } from './content.ts';

/**
 * Requests that were under way when the namespace was deleted are given time to end; and what a round writes of the
 * namespace brings the next after the same time. (Kubernetes delays a namespace that it is told of by this.)
 */
const EVERY_MS: Ms = 5_000;

/** Put before the key of a namespace that need not wait for its next round. */
const AT_ONCE = '!';

const KUBERNETES = 'kubernetes';

export function namespaceController(): Controller {
  const rounds = new Rounds(EVERY_MS);
  return {
    name: 'namespace-controller',
    watches: [
      forEach(namespaces),
      // The last finalizer of something inside wakes the namespace.
      {
        resource: ANY,
        keys: ({ ref, before, after }) =>
          ref.namespace &&
          before?.metadata.deletionTimestamp !== undefined &&
          before.metadata.finalizers?.length &&
          !after?.metadata.finalizers?.length
            ? [AT_ONCE + localKey('', ref.namespace)]
            : [],
      },
    ],
    reconcile(key, client) {
      const atOnce = key.startsWith(AT_ONCE);
      const namespace = client.get(namespaces, '', splitLocalKey(atOnce ? key.slice(AT_ONCE.length) : key).name);
      if (!namespace?.metadata.deletionTimestamp || !namespace.spec.finalizers?.length) {
        rounds.end(key);
        return undefined;
      }
      const since = parseTime(namespace.metadata.deletionTimestamp) ?? 0;
      if (atOnce) {
        if (client.wallMs >= since + EVERY_MS) takeAway(namespace, since, client);
        return undefined;
      }
      const { isDue, nextInMs } = rounds.take(key, since, client.wallMs);
      const urgency = isDue ? takeAway(namespace, since, client) : 'background';
      return urgency && { requeueAfter: nextInMs, urgency };
    },
  };
}

/** One round. Undefined once the namespace is empty, and gone; else whether what is left goes by itself. */
function takeAway(namespace: Namespace, since: Ms, client: Client): Urgency | undefined {
  const { name } = namespace.metadata;
  const content = deleteContent(name, since, client);
  const conditions = conditionsAfter(namespace.status.conditions, content, client.timestamp);
  if (conditions !== namespace.status.conditions)
    client.updateStatus(namespaces, { ...namespace, status: { ...namespace.status, conditions } });
  // Finalizers may hold for ever; only pods that end by themselves are something to wait for.
  if (content.remaining.size) return content.finalizers.size > 0 || content.estimateSeconds === 0 ? 'background' : 'settling';
  if (content.errors.length) return 'background';
  finalizeNamespace(
    client.core,
    name,
    (namespace.spec.finalizers ?? []).filter((f) => f !== KUBERNETES),
  );
  return undefined;
}
