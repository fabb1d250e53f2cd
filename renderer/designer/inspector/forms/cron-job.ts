import { field, type CuratedForm } from './curated.ts';
import { jobFields } from './job.ts';
import { podTemplateSections } from './pod-template.ts';

export const cronJob: CuratedForm = {
  kind: 'CronJob',
  template: ['spec', 'jobTemplate', 'spec', 'template'],
  sections: [
    {
      title: '',
      fields: [
        field('Schedule', 'spec.schedule'),
        field('Time zone', 'spec.timeZone', { rare: true, note: (v) => (v ? undefined : 'that of the control plane') }),
        field('Suspended', 'spec.suspend'),
        field('If one runs', 'spec.concurrencyPolicy'),
        field('May start late, s', 'spec.startingDeadlineSeconds', { rare: true }),
        field('Keep done', 'spec.successfulJobsHistoryLimit', { rare: true, usual: [3] }),
        field('Keep failed', 'spec.failedJobsHistoryLimit', { rare: true, usual: [1] }),
      ],
    },
    { title: 'Job', fields: jobFields('spec.jobTemplate.spec') },
    ...podTemplateSections(['spec', 'jobTemplate', 'spec', 'template']),
  ],
};
