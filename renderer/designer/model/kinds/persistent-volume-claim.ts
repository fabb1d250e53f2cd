import { templateOf } from '#shared/graph/pod-template.ts';
import type { Addable } from './addable.ts';

export const persistentVolumeClaim: Addable = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  label: 'Volume claim',
  group: 'Storage & scaling',
  namespaced: true,
  words: 'pvc persistentvolumeclaim disk storage',
  says: 'A volume that outlives the pods that use it',
  make({ namespace, free, on }) {
    const name = free('v1', 'PersistentVolumeClaim', on && templateOf(on) ? `${on.metadata.name}-data` : 'data');
    return [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name, namespace },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
      },
    ];
  },
};
