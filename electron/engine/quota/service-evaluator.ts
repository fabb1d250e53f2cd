/** What a Service uses up of a quota. Source: pkg/quota/v1/evaluator/core/services.go. */
import { quantity } from '#shared/api/quantity.ts';
import type { Service } from '#shared/kinds/types.ts';
import type { Evaluator } from './evaluator.ts';

const NAMES: ReadonlySet<string> = new Set(['count/services', 'services', 'services.nodeports', 'services.loadbalancers']);

const one = quantity(1);

export const serviceEvaluator: Evaluator = {
  updates: true,
  counts: (name) => NAMES.has(name),
  usage(o) {
    const { type, ports = [], allocateLoadBalancerNodePorts } = (o as Service).spec;
    const balanced = type === 'LoadBalancer';
    const nodePorts =
      type === 'NodePort' || (balanced && allocateLoadBalancerNodePorts !== false)
        ? ports.length
        : balanced
          ? ports.filter((p) => p.nodePort).length
          : 0;
    return {
      'count/services': one,
      services: one,
      'services.nodeports': quantity(nodePorts),
      'services.loadbalancers': quantity(balanced ? 1 : 0),
    };
  },
};
