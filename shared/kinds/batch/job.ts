/** Job. */
import { defineKind } from '../definition.ts';
import type { Job } from '../types.ts';

export const jobs = defineKind<Job>({
  apiVersion: 'batch/v1', kind: 'Job', plural: 'jobs', categories: ['all'], namespaced: true,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
