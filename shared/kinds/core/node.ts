/** Node. */
import { defineKind } from '../definition.ts';
import type { Node } from '../types.ts';

export const nodes = defineKind<Node>({
  apiVersion: 'v1', kind: 'Node', plural: 'nodes', shortNames: ['no'], namespaced: false,
  subresources: [
    { name: 'proxy', kind: 'NodeProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
