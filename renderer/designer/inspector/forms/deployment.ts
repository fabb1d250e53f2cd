import { field, type CuratedForm } from './curated.ts';
import { podTemplateSections } from './pod-template.ts';
import { replicas } from './scaled.ts';
import { selectorText, strategyText } from './words.ts';

export const deployment: CuratedForm = {
  kind: 'Deployment',
  template: ['spec', 'template'],
  sections: [
    {
      title: '',
      fields: [
        replicas,
        field('Strategy', 'spec.strategy', { summary: strategyText }),
        field('Paused', 'spec.paused', { rare: true, usual: [false] }),
        field('Ready for, s', 'spec.minReadySeconds', { rare: true }),
        field('Deadline, s', 'spec.progressDeadlineSeconds', { rare: true, usual: [600] }),
        field('History', 'spec.revisionHistoryLimit', { rare: true, usual: [10] }),
        field('Selector', 'spec.selector', { rare: true, usual: 'any', summary: selectorText, locked: () => 'cannot be changed' }),
      ],
    },
    ...podTemplateSections(['spec', 'template']),
  ],
};
