import { templateOf } from '#shared/graph/pod-template.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { NodePool } from '#shared/kinds/drydock/types.ts';
import type { Node, PodSpec, Taint, Toleration } from '#shared/kinds/types.ts';
import { changes } from '../design.ts';
import { withPodSpec } from '../pod-template-change.ts';
import type { Connection } from './connection.ts';

/** Taints that come and go with the state of a node are nobody's wish. */
const OF_STATE = /^node\.(kubernetes\.io|cloudprovider\.kubernetes\.io)\//;

/** The pods of a workload go to a node, or to the nodes of a pool, and tolerate what keeps others away. */
export const workloadNode: Connection = {
  id: 'workload-node',
  fits: (from, to) => templateOf(from) !== undefined && (to.kind === 'Node' || to.kind === 'NodePool'),
  ways: [
    { id: 'place', label: 'Run only there' },
    { id: 'tolerate', label: 'Tolerate its taints' },
  ],
  connect(from, to, _doc, way) {
    const [key, value] =
      to.kind === 'Node'
        ? ['kubernetes.io/hostname', to.metadata.labels?.['kubernetes.io/hostname'] ?? to.metadata.name]
        : ['drydock.dev/node-pool', to.metadata.name];
    return changes(
      from,
      withPodSpec(from, (spec) =>
        tolerating(
          way === 'tolerate' || spec.nodeSelector?.[key] === value
            ? spec
            : { ...spec, nodeSelector: { ...spec.nodeSelector, [key]: value } },
          taintsOf(to),
        ),
      ),
    );
  },
};

function taintsOf(o: ApiObject): readonly Taint[] {
  const taints = (o as Node | NodePool).spec.taints ?? [];
  return taints.filter((t) => !OF_STATE.test(t.key));
}

function tolerating(spec: PodSpec, taints: readonly Taint[]): PodSpec {
  const missing = taints.filter(
    (t) =>
      !spec.tolerations?.some(
        (x) => x.key === t.key && (x.effect ?? t.effect) === t.effect && (x.operator === 'Exists' || x.value === t.value),
      ),
  );
  if (missing.length === 0) return spec;
  const added = missing.map((t): Toleration =>
    t.value ? { key: t.key, operator: 'Equal', value: t.value, effect: t.effect } : { key: t.key, operator: 'Exists', effect: t.effect },
  );
  return { ...spec, tolerations: [...(spec.tolerations ?? []), ...added] };
}
