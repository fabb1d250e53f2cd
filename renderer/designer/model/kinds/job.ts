import { REQUESTS, type Addable } from './addable.ts';

export const job: Addable = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  label: 'Job',
  group: 'Workloads',
  namespaced: true,
  words: 'batch task once',
  says: 'A task that runs to its end',
  make({ namespace, free }) {
    const name = free('batch/v1', 'Job', 'task');
    return [
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name, namespace },
        spec: {
          backoffLimit: 3,
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'task', image: 'busybox:1.37', command: ['sh', '-c', 'echo done'], resources: REQUESTS }],
            },
          },
        },
      },
    ];
  },
};
