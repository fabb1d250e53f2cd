/** CronJob. */
import { defineKind } from '../definition.ts';
import type { CronJob } from '../types.ts';

export const cronJobs = defineKind<CronJob>({
  apiVersion: 'batch/v1', kind: 'CronJob', plural: 'cronjobs', shortNames: ['cj'], categories: ['all'], namespaced: true,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
