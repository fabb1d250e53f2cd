import { field, type CuratedForm } from './curated.ts';
import { podTemplateSections } from './pod-template.ts';
import { replicas } from './scaled.ts';
import { labelsText, selectorText } from './words.ts';

export const replicaSet: CuratedForm = {
  kind: 'ReplicaSet',
  template: ['spec', 'template'],
  sections: [
    { title: '', fields: [replicas, field('Selector', 'spec.selector', { summary: selectorText, locked: () => 'cannot be changed' })] },
    ...podTemplateSections(['spec', 'template']),
  ],
};

export const replicationController: CuratedForm = {
  kind: 'ReplicationController',
  template: ['spec', 'template'],
  sections: [
    { title: '', fields: [replicas, field('Selector', 'spec.selector', { summary: labelsText })] },
    ...podTemplateSections(['spec', 'template']),
  ],
};
