/**
 * Notes on every node for how long its kubelet may keep Secrets and ConfigMaps before it asks for them again: the longer,
 * the more nodes there are. Source: pkg/controller/ttl.
 */
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import type { Controller } from './controller.ts';

const ANNOTATION = 'node.alpha.kubernetes.io/ttl';

/** Seconds for clusters of up to so many nodes. */
const TTL_SECONDS: readonly (readonly [nodes: number, seconds: number])[] = [
  [100, 0],
  [500, 15],
  [1000, 30],
  [2000, 60],
  [10_000, 300],
  [Infinity, 600],
];

export function nodeTtl(): Controller {
  return {
    name: 'ttl-controller',
    watches: [
      {
        resource: 'core/nodes',
        keys: ({ ref, after }) => (after && after.metadata.annotations?.[ANNOTATION] === undefined ? [localKey('', ref.name)] : []),
      },
    ],
    reconcile(key, client) {
      const node = client.get(nodes, '', splitLocalKey(key).name);
      if (!node || node.metadata.annotations?.[ANNOTATION] !== undefined) return;
      const count = client.core.store.count('core/nodes');
      const [, seconds] = TTL_SECONDS.find(([most]) => count <= most) as readonly [number, number];
      client.update(nodes, {
        ...node,
        metadata: { ...node.metadata, annotations: { ...node.metadata.annotations, [ANNOTATION]: String(seconds) } },
      });
    },
  };
}
