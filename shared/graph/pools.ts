/** Pools with their nodes, and the nodes that belong to none. */
import type { NodePool } from '../kinds/drydock/types.ts';
import type { Node, Pod } from '../kinds/types.ts';
import type { Box } from './box.ts';
import { factOf } from './facts.ts';
import { isOver, isSystemPod, nodeFigures } from './figures.ts';
import { poolOf, type DesignObjects } from './objects.ts';
import { stateOf } from './state.ts';

/** The boxes of pools and nodes, pools before their nodes; `all` shows the pods of the system too. */
export type PoolsReader = (all: boolean) => readonly Box[];

/** Reads pools and nodes; a node is read again only when it or what is on it changed. */
export function readPools(objects: DesignObjects): PoolsReader {
  const known = new Map<string, { readonly version: string; readonly box: Box }>();
  return (all) => {
    const pools: Box[] = [];
    const nodes: Box[] = [];
    const poolKeys = new Map<string, string>();
    for (const [key, o] of objects.inNamespace('')) {
      if (o.kind !== 'NodePool') continue;
      poolKeys.set(o.metadata.name, key);
      const p = o as NodePool;
      const wanted = p.spec.replicas ?? p.spec.minReplicas ?? 0;
      pools.push({
        key,
        shape: 'pool',
        kind: 'NodePool',
        namespace: '',
        name: o.metadata.name,
        title: o.metadata.name,
        fact: factOf(o),
        state: stateOf(o),
        count: { ready: p.status.readyReplicas ?? 0, wanted },
        pods: [],
        object: o,
      });
    }
    for (const [key, o] of objects.inNamespace('')) {
      if (o.kind !== 'Node') continue;
      const parent = poolKeys.get(poolOf(o as Node) ?? '');
      const version = `${objects.nodeVersionOf(o.metadata.name)}/${all}/${parent}`;
      let k = known.get(key);
      if (k?.version !== version)
        known.set(key, (k = { version, box: nodeBox(key, o as Node, parent, [...objects.onNode(o.metadata.name).values()], all) }));
      nodes.push(k.box);
    }
    return [...pools, ...nodes];
  };
}

function nodeBox(key: string, o: Node, parent: string | undefined, pods: readonly Pod[], all: boolean): Box {
  return {
    key,
    shape: 'node',
    kind: 'Node',
    namespace: '',
    name: o.metadata.name,
    title: o.metadata.name,
    fact: factOf(o),
    state: stateOf(o),
    figures: nodeFigures(o, pods),
    pods: pods.filter((p) => !isOver(p) && (all || !isSystemPod(p))),
    object: o,
    ...(parent !== undefined && { parent }),
  };
}
