/** ConfigMap. */
import { defineKind } from '../definition.ts';
import type { ConfigMap } from '../types.ts';

export const configMaps = defineKind<ConfigMap>({
  apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', shortNames: ['cm'], namespaced: true,
});
