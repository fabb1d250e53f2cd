/** Labels of nodes that are called otherwise by now. Source: pkg/api/node util.go. */
import { isValidLabelValue } from '../../api/names.ts';
import type { NodeSelectorTerm } from '../generated/types.ts';

/** What is said of each. */
export const DEPRECATED_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

/** What is said of a term that uses them; where `values` is true also of values that no label can have. */
export function nodeLabelWarnings(t: NodeSelectorTerm, path: string, values = false): readonly string[] {
  return (t.matchExpressions ?? []).flatMap((e, i) => [
    ...(DEPRECATED_LABELS[e.key] ? [`${path}.matchExpressions[${i}].key: ${e.key} is ${DEPRECATED_LABELS[e.key]}`] : []),
    ...(values ? (e.values ?? []) : []).flatMap((v, j) =>
      isValidLabelValue(v).map((m) => `${path}.matchExpressions[${i}].values[${j}]: ${v} is invalid, ${m}`),
    ),
  ]);
}
