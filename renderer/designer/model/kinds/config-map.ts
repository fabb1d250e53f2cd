import { templateOf } from '#shared/graph/pod-template.ts';
import type { Addable } from './addable.ts';

export const configMap: Addable = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  label: 'ConfigMap',
  group: 'Config & access',
  namespaced: true,
  words: 'configuration settings env files',
  says: 'Settings for pods, as environment or as files',
  make({ namespace, free, on }) {
    const name = free('v1', 'ConfigMap', on && templateOf(on) ? `${on.metadata.name}-config` : 'config');
    return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { LOG_LEVEL: 'info' } }];
  },
};
