/** A new node takes no pods until its lifecycle controller has seen it ready. Source: plugin/pkg/admission/nodetaint. */
import { nodes } from '#shared/kinds/core/node.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Node } from '#shared/kinds/types.ts';
import type { AdmissionPlugin } from '../context.ts';

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  resources: [resourceOf(nodes)],
  admit(c, o) {
    const node = o as Node;
    const taints = node.spec?.taints ?? [];
    if (c.operation !== 'CREATE' || c.subresource || taints.some((t) => t.key === NOT_READY.key && t.effect === NOT_READY.effect)) return o;
    return { ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } } as Node;
  },
};
