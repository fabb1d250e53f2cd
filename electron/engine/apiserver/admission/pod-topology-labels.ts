/**
 * A pod says where it is: it is given the labels of its node that name zone and region. Of a pod that is bound this is
 * done with the binding; here of one that is made with a node. Source: plugin/pkg/admission/podtopologylabels, KEP-4742.
 */
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { AdmissionPlugin, Core } from '../context.ts';

const LABELS = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'] as const;

/** The labels that a node's pods are given; none where there is no such node. */
export function topologyLabels(core: Core, nodeName: string): Readonly<Record<string, string>> {
  const has = (core.store.get({ resource: resourceOf(nodes), namespace: '', name: nodeName }) as Node | undefined)?.metadata.labels ?? {};
  const labels: Record<string, string> = {};
  for (const k of LABELS) if (has[k] !== undefined) labels[k] = has[k];
  return labels;
}

export const podTopologyLabels: AdmissionPlugin = {
  name: 'PodTopologyLabels',
  resources: [resourceOf(pods)],
  admit(c, o, _previous, core) {
    const { metadata, spec } = o as Pod;
    if (c.operation !== 'CREATE' || c.subresource || !spec.nodeName) return o;
    const labels = topologyLabels(core, spec.nodeName);
    return Object.keys(labels).length ? { ...o, metadata: { ...metadata, labels: { ...labels, ...metadata.labels } } } : o;
  },
};
