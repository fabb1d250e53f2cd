import { field, type CuratedForm } from './curated.ts';
import { selectorText } from './words.ts';

export const podDisruptionBudget: CuratedForm = {
  kind: 'PodDisruptionBudget',
  sections: [
    {
      title: '',
      fields: [
        field('Min available', 'spec.minAvailable'),
        field('Max unavailable', 'spec.maxUnavailable', {
          note: (v, { object }) =>
            v === undefined && (object as { spec?: { minAvailable?: unknown } }).spec?.minAvailable === undefined
              ? 'one of the two is needed'
              : undefined,
        }),
        field('Selector', 'spec.selector', { summary: selectorText }),
        field('Unhealthy pods', 'spec.unhealthyPodEvictionPolicy', { rare: true }),
      ],
    },
  ],
};
