import { field, type CuratedField, type CuratedForm } from './curated.ts';
import { podTemplateSections } from './pod-template.ts';

/** The fields of a job's spec at a path. */
export function jobFields(spec: string): readonly CuratedField[] {
  return [
    field('Completions', `${spec}.completions`),
    field('Parallelism', `${spec}.parallelism`),
    field('Mode', `${spec}.completionMode`, { rare: true, usual: ['NonIndexed'] }),
    field('Retries', `${spec}.backoffLimit`),
    field('Deadline, s', `${spec}.activeDeadlineSeconds`, { rare: true }),
    field('Kept for, s', `${spec}.ttlSecondsAfterFinished`, { rare: true }),
    field('On failure', `${spec}.podFailurePolicy`, { rare: true }),
  ];
}

export const job: CuratedForm = {
  kind: 'Job',
  template: ['spec', 'template'],
  sections: [
    { title: '', fields: [field('Suspended', 'spec.suspend'), ...jobFields('spec')] },
    ...podTemplateSections(['spec', 'template']),
  ],
};
