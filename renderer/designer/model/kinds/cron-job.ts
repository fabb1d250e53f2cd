import { REQUESTS, type Addable } from './addable.ts';

export const cronJob: Addable = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  label: 'CronJob',
  group: 'Workloads',
  namespaced: true,
  words: 'schedule batch periodic',
  says: 'A task that runs by the clock',
  make({ namespace, free }) {
    const name = free('batch/v1', 'CronJob', 'report');
    return [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name, namespace },
        spec: {
          schedule: '*/15 * * * *',
          jobTemplate: {
            spec: {
              backoffLimit: 3,
              template: {
                spec: {
                  restartPolicy: 'Never',
                  containers: [{ name: 'report', image: 'busybox:1.37', command: ['sh', '-c', 'echo done'], resources: REQUESTS }],
                },
              },
            },
          },
        },
      },
    ];
  },
};
