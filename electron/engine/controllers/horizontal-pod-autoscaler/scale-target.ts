/** What an autoscaler scales: any object whose kind says where its counts are. */
import { at, withAt } from '#shared/api/json.ts';
import { groupOf, type ApiObject } from '#shared/api/object.ts';
import { labelSelectorMatcher, type Labels } from '#shared/api/selector.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import type { HorizontalPodAutoscaler, LabelSelector } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';

/** The target as it is now. */
export interface ScaleTarget {
  readonly definition: KindDefinition;
  readonly object: ApiObject;
  readonly replicas: number;
  /** Which pods are its own. */
  readonly selects: (labels: Labels | undefined) => boolean;
}

/** Finds it, or says why not, as the controller words it. */
export function scaleTargetOf(h: HorizontalPodAutoscaler, client: Client): ScaleTarget | { readonly fault: string } {
  const { apiVersion = '', kind, name } = h.spec.scaleTargetRef;
  const group = groupOf(apiVersion);
  const resource = client.core.resources.byGroupKind(group, kind);
  if (!resource?.definition.scale)
    return { fault: `unable to determine resource for scale target reference: no matches for kind "${kind}" in group "${group}"` };
  const { definition } = resource;
  const object = client.get(definition, h.metadata.namespace ?? '', name);
  if (!object) return { fault: `${definition.plural}${group ? `.${group}` : ''} "${name}" not found` };
  const { specReplicas, selector } = resource.definition.scale;
  const where = at(object, selector ?? ['spec', 'selector']);
  return { definition, object, replicas: Number(at(object, specReplicas) ?? 1), selects: matcherOf(where) };
}

/** Gives it another size. */
export function resize({ definition, object }: ScaleTarget, replicas: number, client: Client): void {
  client.update(definition, withAt(object, definition.scale?.specReplicas ?? [], replicas) as ApiObject);
}

function matcherOf(selector: unknown): (labels: Labels | undefined) => boolean {
  if (typeof selector === 'string') {
    const pairs = selector.split(',').map((p) => p.split('='));
    return (labels) => selector !== '' && pairs.every(([k = '', v = '']) => labels?.[k] === v);
  }
  const s = selector as LabelSelector | undefined;
  if (!s || (!s.matchLabels && !s.matchExpressions))
    return isPlain(s) ? (labels) => Object.entries(s as Labels).every(([k, v]) => labels?.[k] === v) : () => false;
  return labelSelectorMatcher(s);
}

/** A ReplicationController's selector is plain labels. */
const isPlain = (s: unknown): boolean => typeof s === 'object' && s !== null && Object.keys(s).length > 0;
