/** How many pods a budget reckons with: what the controllers of its pods are scaled to. Source: pkg/controller/disruption (getExpectedPodCount). */
import { qualified } from '#shared/api/errors.ts';
import { scaledValue } from '#shared/api/int-or-string.ts';
import { at } from '#shared/api/json.ts';
import { controllerOf, groupOf, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import type { OwnerReference, Pod, PodDisruptionBudget } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';

/** What a budget asks of its pods; or why that cannot be told. */
export interface Expected {
  readonly pods: number;
  readonly healthy: number;
  /** Pods that nobody controls: they count for nothing where the budget is a share. */
  readonly unmanaged: readonly string[];
  readonly failure?: string;
}

export function expectedPods({ spec }: PodDisruptionBudget, selected: readonly Pod[], client: Client): Expected {
  const { maxUnavailable, minAvailable } = spec;
  if (maxUnavailable === undefined && typeof minAvailable !== 'string')
    return { pods: minAvailable === undefined ? 0 : selected.length, healthy: minAvailable ?? 0, unmanaged: [] };
  const scale = scaleOf(selected, client);
  const healthy =
    maxUnavailable === undefined
      ? scaledValue(minAvailable, scale.pods, 'up')
      : Math.max(0, scale.pods - scaledValue(maxUnavailable, scale.pods, 'up'));
  return { ...scale, healthy };
}

/** The scales of all controllers of the pods together. */
function scaleOf(selected: readonly Pod[], client: Client): Omit<Expected, 'healthy'> {
  const scales = new Map<string, number>();
  const met = new Set<string>();
  const unmanaged: string[] = [];
  for (const pod of selected) {
    const controller = controllerOf(pod);
    if (!controller) {
      unmanaged.push(pod.metadata.name);
      continue;
    }
    if (met.has(controller.uid)) continue;
    met.add(controller.uid);
    const found = find(controller, namespaceOf(pod), client);
    if (typeof found === 'string') return { pods: 0, unmanaged, failure: found };
    if (!found) return { pods: 0, unmanaged, failure: `found no controllers for pod ${JSON.stringify(pod.metadata.name)}` };
    scales.set(found.uid, found.scale);
  }
  return { pods: [...scales.values()].reduce((a, b) => a + b, 0), unmanaged };
}

/** What the controller is scaled to; a ReplicaSet of a Deployment counts as its Deployment. A text says why that cannot be told. */
function find(r: OwnerReference, namespace: string, client: Client): { readonly uid: string; readonly scale: number } | string | undefined {
  const resource = client.core.resources.byGroupKind(groupOf(r.apiVersion), r.kind);
  const o: ApiObject | undefined = resource && client.core.store.get({ resource: resource.id, namespace, name: r.name });
  if (!resource || o?.metadata.uid !== r.uid) return undefined;
  const above = r.kind === 'ReplicaSet' ? controllerOf(o) : undefined;
  if (above?.kind === 'Deployment') return find(above, namespace, client);
  const { definition } = resource;
  if (!definition.subresources?.some((s) => s.name === 'scale'))
    return `${qualified(resource.about)} does not implement the scale subresource`;
  return { uid: o.metadata.uid, scale: Number(at(o, definition.scale?.specReplicas ?? ['spec', 'replicas']) ?? 1) };
}
