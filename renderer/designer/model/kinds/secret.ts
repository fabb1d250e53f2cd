import { templateOf } from '#shared/graph/pod-template.ts';
import type { Addable } from './addable.ts';

export const secret: Addable = {
  apiVersion: 'v1',
  kind: 'Secret',
  label: 'Secret',
  group: 'Config & access',
  namespaced: true,
  words: 'password token key credentials',
  says: 'What only the pods that need it should see',
  make({ namespace, free, on }) {
    const name = free('v1', 'Secret', on && templateOf(on) ? `${on.metadata.name}-secret` : 'secret');
    return [{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', stringData: { PASSWORD: 'change-me' } }];
  },
};
