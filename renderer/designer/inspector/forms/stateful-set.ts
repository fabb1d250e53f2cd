import type { StatefulSetUpdateStrategy } from '#shared/kinds/generated/types.ts';
import type { PersistentVolumeClaim } from '#shared/kinds/types.ts';
import { field, namesOf, type CuratedForm } from './curated.ts';
import { podTemplateSections } from './pod-template.ts';
import { replicas } from './scaled.ts';
import { selectorText } from './words.ts';

export const statefulSet: CuratedForm = {
  kind: 'StatefulSet',
  template: ['spec', 'template'],
  sections: [
    {
      title: '',
      fields: [
        replicas,
        field('Service', 'spec.serviceName', { options: namesOf('core/services') }),
        field('Update', 'spec.updateStrategy', {
          summary: (s: StatefulSetUpdateStrategy | undefined) =>
            [s?.type ?? 'RollingUpdate', ...(s?.rollingUpdate?.partition ? [`from ordinal ${s.rollingUpdate.partition}`] : [])].join(' · '),
        }),
        field('Order', 'spec.podManagementPolicy', { rare: true, usual: ['OrderedReady'], locked: () => 'cannot be changed' }),
        field('Keep claims', 'spec.persistentVolumeClaimRetentionPolicy', {
          rare: true,
          usual: [{ whenDeleted: 'Retain', whenScaled: 'Retain' }],
        }),
        field('Ordinals', 'spec.ordinals', { rare: true }),
        field('Selector', 'spec.selector', { rare: true, usual: 'any', summary: selectorText, locked: () => 'cannot be changed' }),
      ],
    },
    ...podTemplateSections(['spec', 'template']),
    {
      title: 'Claims',
      path: ['spec'],
      fields: [
        field('Templates', 'volumeClaimTemplates', {
          summary: (v: readonly PersistentVolumeClaim[] | undefined) =>
            (v ?? []).map((c) => `${c.metadata?.name ?? '?'} ${c.spec?.resources?.requests?.['storage'] ?? '?'}`).join(', '),
          locked: () => 'cannot be changed',
        }),
      ],
    },
  ],
};
