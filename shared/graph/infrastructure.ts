/** The design as pools with their nodes and what is on them; nodes of no pool stand beside. */
import type { Box, Reading } from './box.ts';
import type { DesignObjects } from './objects.ts';
import { readPools } from './pools.ts';
import { sharing } from './sharing.ts';
import type { Reader } from './workloads.ts';

/** Reads the design by machines. With a namespace, only its pods are shown on the nodes. */
export function infrastructureReader(objects: DesignObjects): Reader {
  const pools = readPools(objects);
  const share = sharing();
  return ({ namespace, all = false }): Reading => {
    const boxes = new Map<string, Box>();
    for (const b of pools(all))
      boxes.set(
        b.key,
        namespace === undefined || b.pods.length === 0 ? b : { ...b, pods: b.pods.filter((p) => p.metadata.namespace === namespace) },
      );
    return { boxes: share(boxes), arrows: [] };
  };
}
