/** How many there should be: replicas of a workload, machines of a pool. */
import { parseKey } from '#shared/api/ref.ts';
import { at, withAt } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { changes, Refusal, type DesignerCommand } from './design.ts';

/** The count of an object, by log key. */
export interface ScaleArgs {
  readonly key: string;
  readonly to: number;
}

const COUNTS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'replicas'],
  StatefulSet: ['spec', 'replicas'],
  ReplicaSet: ['spec', 'replicas'],
  ReplicationController: ['spec', 'replicas'],
  NodePool: ['spec', 'replicas'],
  Job: ['spec', 'parallelism'],
};

/** How many are wanted by now; undefined for what has no count. */
export function countWanted(o: ApiObject): number | undefined {
  const path = COUNTS[o.kind];
  return path && Number(at(o, path) ?? 1);
}

export const scale: DesignerCommand<ScaleArgs> = {
  id: 'scale',
  label: ({ key, to }) => `scale ${parseKey(key).name} to ${to}`,
  mergeKey: ({ key }) => `scale/${key}`,
  run(doc, { key, to }) {
    const o = doc.get(key);
    const path = o && COUNTS[o.kind];
    if (!o || !path) throw new Refusal(`${parseKey(key).name} has no count.`);
    const wanted = Math.max(0, Math.round(to));
    return wanted === countWanted(o) ? [] : changes(o, withAt(o, path, wanted) as ApiObject);
  },
};
