/** Who a pod of a StatefulSet is: its name, its number, its place in DNS. Source: pkg/controller/statefulset/stateful_set_utils.go. */
import { namespaceOf, type ApiObject } from '#shared/api/object.ts';
import type { Pod, PodSpec, PodTemplateSpec, StatefulSet } from '#shared/kinds/types.ts';
import type { DraftOf } from '../../apiserver/client.ts';
import { podFrom } from '../pod-control.ts';
import { REVISION_LABEL } from '../revisions.ts';
import { volumesFor } from './claims.ts';

const POD_NAME = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX = 'apps.kubernetes.io/pod-index';
const MEMBER = /^(.*)-(\d+)$/;

/** The set's name and the pod's number, as its name says; -1 where it says none. */
function parentAndOrdinal(podName: string): { readonly parent: string; readonly ordinal: number } {
  const m = MEMBER.exec(podName);
  const ordinal = Number(m?.[2]);
  return m ? { parent: m[1] as string, ordinal: ordinal < 2 ** 31 ? ordinal : -1 } : { parent: '', ordinal: -1 };
}

export const ordinalOf = (pod: ApiObject): number => parentAndOrdinal(pod.metadata.name).ordinal;

/** Whether a pod's name is one that the set would give. */
export const isMember = (set: StatefulSet, pod: Pod): boolean => parentAndOrdinal(pod.metadata.name).parent === set.metadata.name;

export const firstOrdinal = (set: StatefulSet): number => set.spec.ordinals?.start ?? 0;
export const wanted = (set: StatefulSet): number => set.spec.replicas ?? 1;

/** Whether a pod of this number is one of the set's replicas now. */
export function isInRange(set: StatefulSet, ordinal: number): boolean {
  return ordinal >= firstOrdinal(set) && ordinal < firstOrdinal(set) + wanted(set);
}

export const podNameAt = (set: StatefulSet, ordinal: number): string => `${set.metadata.name}-${ordinal}`;

export const revisionOf = (pod: Pod): string => pod.metadata.labels?.[REVISION_LABEL] ?? '';

/** The pod that takes a place in the set, made from a revision's template. */
export function podAt(set: StatefulSet, ordinal: number, template: PodTemplateSpec, revision: string): DraftOf<Pod> {
  const draft = podFrom(template, set);
  const name = podNameAt(set, ordinal);
  const { serviceName, volumeClaimTemplates } = set.spec;
  const spec: PodSpec = {
    ...draft.spec,
    hostname: name,
    ...(serviceName ? { subdomain: serviceName } : {}),
    ...(volumeClaimTemplates?.length ? { volumes: volumesFor(set, ordinal, draft.spec.volumes) } : {}),
  };
  return {
    metadata: {
      ...draft.metadata,
      name,
      labels: { ...draft.metadata.labels, [POD_NAME]: name, [POD_INDEX]: String(ordinal), [REVISION_LABEL]: revision },
    },
    spec,
  };
}

/** Whether the pod says who it is. */
export function hasIdentity(set: StatefulSet, pod: Pod): boolean {
  return isMember(set, pod) && namespaceOf(pod) === namespaceOf(set) && pod.metadata.labels?.[POD_NAME] === pod.metadata.name;
}

/** The pod with the labels that say who it is. */
export function withIdentity(pod: Pod): Pod {
  return {
    ...pod,
    metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, [POD_NAME]: pod.metadata.name, [POD_INDEX]: String(ordinalOf(pod)) } },
  };
}
