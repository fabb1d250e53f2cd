import type { Pod } from '#shared/kinds/types.ts';
import { fact, field, type CuratedForm } from './curated.ts';
import { podTemplateSections } from './pod-template.ts';
import { labelsText } from './words.ts';

export const pod: CuratedForm = {
  kind: 'Pod',
  template: [],
  sections: [
    {
      title: '',
      fields: [
        fact('Node', ({ object }) => (object as Pod).spec.nodeName || 'none yet'),
        field('Labels', 'metadata.labels', { summary: labelsText }),
      ],
    },
    ...podTemplateSections([]),
  ],
};
