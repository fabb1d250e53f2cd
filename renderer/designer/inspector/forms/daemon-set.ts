import type { DaemonSetUpdateStrategy } from '#shared/kinds/generated/types.ts';
import { field, type CuratedForm } from './curated.ts';
import { podTemplateSections } from './pod-template.ts';
import { selectorText } from './words.ts';

export const daemonSet: CuratedForm = {
  kind: 'DaemonSet',
  template: ['spec', 'template'],
  sections: [
    {
      title: '',
      fields: [
        field('Update', 'spec.updateStrategy', {
          summary: (s: DaemonSetUpdateStrategy | undefined) =>
            [
              s?.type ?? 'RollingUpdate',
              ...(s?.rollingUpdate?.maxUnavailable !== undefined ? [`unavailable ${s.rollingUpdate.maxUnavailable}`] : []),
            ].join(' · '),
        }),
        field('Ready for, s', 'spec.minReadySeconds', { rare: true }),
        field('Selector', 'spec.selector', { rare: true, usual: 'any', summary: selectorText, locked: () => 'cannot be changed' }),
      ],
    },
    ...podTemplateSections(['spec', 'template']),
  ],
};
