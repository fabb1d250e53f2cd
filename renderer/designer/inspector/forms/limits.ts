import type { LimitRangeItem } from '#shared/kinds/generated/types.ts';
import { field, type CuratedForm } from './curated.ts';
import { resourcesText } from './words.ts';

export const resourceQuota: CuratedForm = {
  kind: 'ResourceQuota',
  sections: [
    {
      title: '',
      fields: [
        field('At most', 'spec.hard', { summary: resourcesText }),
        field('Scopes', 'spec.scopes', { rare: true }),
        field('Scope selector', 'spec.scopeSelector', { rare: true }),
      ],
    },
  ],
};

export const limitRange: CuratedForm = {
  kind: 'LimitRange',
  sections: [
    {
      title: '',
      fields: [
        field('Limits', 'spec.limits', { summary: (v: readonly LimitRangeItem[] | undefined) => (v ?? []).map((l) => l.type).join(', ') }),
      ],
    },
  ],
};

export const priorityClass: CuratedForm = {
  kind: 'PriorityClass',
  sections: [
    {
      title: '',
      fields: [
        field('Value', 'value', { locked: () => 'cannot be changed' }),
        field('Preempts', 'preemptionPolicy', { locked: () => 'cannot be changed' }),
        field('Default', 'globalDefault'),
        field('Description', 'description'),
      ],
    },
  ],
};
