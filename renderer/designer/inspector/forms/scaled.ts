/** The count of what may have an autoscaler. */
import type { HorizontalPodAutoscaler } from '#shared/kinds/types.ts';
import { field, type CuratedField, type FormContext } from './curated.ts';

/** spec.replicas, which is not a person's to edit where an autoscaler writes it. */
export const replicas: CuratedField = field('Replicas', 'spec.replicas', {
  locked: (c) => {
    const hpa = autoscalerOf(c);
    return hpa && `set by autoscaler ${hpa.metadata.name}`;
  },
});

function autoscalerOf({ object, view }: FormContext): HorizontalPodAutoscaler | undefined {
  return view
    .list<HorizontalPodAutoscaler>('autoscaling/horizontalpodautoscalers', object.metadata.namespace)
    .find(({ spec: { scaleTargetRef: t } }) => t.kind === object.kind && t.name === object.metadata.name);
}
