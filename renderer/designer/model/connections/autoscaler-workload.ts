import { templateOf } from '#shared/graph/pod-template.ts';
import type { HorizontalPodAutoscaler } from '#shared/kinds/types.ts';
import { changes, Refusal } from '../design.ts';
import type { Connection } from './connection.ts';

const SCALABLE: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

/** An autoscaler scales a workload. */
export const autoscalerWorkload: Connection = {
  id: 'autoscaler-workload',
  fits: (from, to) => from.kind === 'HorizontalPodAutoscaler' && templateOf(to) !== undefined,
  connect(from, to) {
    if (!SCALABLE.has(to.kind)) throw new Refusal(`A ${to.kind} has no count of replicas that an autoscaler could change.`);
    const hpa = from as HorizontalPodAutoscaler;
    const ref = hpa.spec.scaleTargetRef;
    if (ref.kind === to.kind && ref.name === to.metadata.name) return [];
    return changes(from, {
      ...hpa,
      spec: { ...hpa.spec, scaleTargetRef: { apiVersion: to.apiVersion, kind: to.kind, name: to.metadata.name } },
    } as HorizontalPodAutoscaler);
  },
};
