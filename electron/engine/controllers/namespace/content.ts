/**
 * Deletes what is in a namespace: its pods first, everything else once they are gone.
 * Source: pkg/controller/namespace/deletion, KEP-5080.
 */
import { ApiError, qualified } from '#shared/api/errors.ts';
import { isTerminating } from '#shared/api/object.ts';
import type { Ms } from '#shared/api/time.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import type { Resource } from '../../apiserver/resources.ts';

/** What a round of deleting has left. */
export interface Content {
  /** Objects left, by resource as conditions name it: 'pods.'. */
  readonly remaining: Map<string, number>;
  /** Objects that a finalizer holds, by the finalizer. */
  readonly finalizers: Map<string, number>;
  readonly errors: string[];
  /** When it may be worth looking again, in seconds; 0 where nothing says so. */
  estimateSeconds: number;
}

const PODS = resourceOf(pods);

/** What finalizers are given before somebody looks again. */
const FINALIZER_SECONDS = 15;

/** Asks for the deletion of everything in the namespace, which was itself deleted at `since` (ms since 1970). */
export function deleteContent(namespace: string, since: Ms, client: Client): Content {
  const content: Content = { remaining: new Map(), finalizers: new Map(), errors: [], estimateSeconds: 0 };
  deleteAll(client.core.resources.byId(PODS) as Resource, namespace, since, content, client);
  if (content.remaining.size) return content;
  for (const r of client.core.resources.all()) {
    if (r.id !== PODS && r.definition.namespaced && (r.definition.verbs?.includes('delete') ?? true))
      deleteAll(r, namespace, since, content, client);
  }
  return content;
}

function deleteAll(r: Resource, namespace: string, since: Ms, content: Content, client: Client): void {
  const { definition } = r;
  const found = client.list(definition, { namespace });
  if (!found.length) return;
  const estimate = r.id === PODS ? graceSeconds(found as readonly Pod[], since, client.wallMs) : 0;
  for (const o of found) {
    if (isTerminating(o)) continue; // a second delete would change nothing
    try {
      client.delete(definition, o, { propagationPolicy: 'Background' });
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      content.errors.push(e.message);
    }
  }
  const left = client.list(definition, { namespace });
  if (!left.length) return;
  const finalizers = left.flatMap((o) => o.metadata.finalizers ?? []);
  content.remaining.set(`${definition.plural}.${r.group}`, left.length);
  for (const f of finalizers) content.finalizers.set(f, (content.finalizers.get(f) ?? 0) + 1);
  content.estimateSeconds = Math.max(content.estimateSeconds, estimate || (finalizers.length ? FINALIZER_SECONDS : 0));
  if (!estimate && !finalizers.length)
    content.errors.push(`unexpected items still remain in namespace: ${namespace} for gvr: ${qualified(r.about)}`);
}

/** The longest that a pod may take to end, unless that time has passed since the namespace was deleted. */
function graceSeconds(list: readonly Pod[], since: Ms, nowMs: Ms): number {
  const longest = Math.max(
    0,
    ...list
      .filter((p) => p.status.phase !== 'Succeeded' && p.status.phase !== 'Failed')
      .map((p) => p.spec.terminationGracePeriodSeconds ?? 0),
  );
  return nowMs - since >= longest * 1000 ? 0 : longest;
}
