import { templateOf } from '#shared/graph/pod-template.ts';
import type { Addable } from './addable.ts';

export const serviceAccount: Addable = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  label: 'ServiceAccount',
  group: 'Config & access',
  namespaced: true,
  words: 'identity rbac',
  says: 'Who the pods are when they talk to the API',
  make({ namespace, free, on }) {
    return [
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: free('v1', 'ServiceAccount', on && templateOf(on) ? on.metadata.name : 'app'), namespace },
      },
    ];
  },
};
