/** ELK in a worker: puts islands into layers along their relations. */
import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Point } from '../route.ts';
import type { Islands } from './islands.ts';

const OPTIONS: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.aspectRatio': '1.7',
  'elk.separateConnectedComponents': 'true',
  'elk.spacing.nodeNode': '36',
  'elk.layered.spacing.nodeNodeBetweenLayers': '60',
  'elk.spacing.componentComponent': '40',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.randomSeed': '1',
};

let elk: InstanceType<typeof ELK> | undefined;

/** Where the corner of each island goes. Rejects where the worker cannot be had. */
export async function layered({ islands, links }: Islands): Promise<ReadonlyMap<string, Point>> {
  elk ??= new ELK({ workerFactory: () => new Worker(workerUrl) });
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: OPTIONS,
    children: islands.map((i) => ({ id: i.id, width: i.size.w, height: i.size.h })),
    edges: links.map(([from, to], n) => ({ id: `e${n}`, sources: [from], targets: [to] })),
  };
  const done = await elk.layout(graph);
  return new Map((done.children ?? []).map((c) => [c.id, { x: Math.round(c.x ?? 0), y: Math.round(c.y ?? 0) }]));
}

/** The same without ELK: islands in rows, in their order. */
export function inRows({ islands }: Islands, width: number): ReadonlyMap<string, Point> {
  const spots = new Map<string, Point>();
  let x = 0;
  let y = 0;
  let height = 0;
  for (const i of islands) {
    if (x > 0 && x + i.size.w > width) {
      x = 0;
      y += height + 48;
      height = 0;
    }
    spots.set(i.id, { x, y });
    x += i.size.w + 44;
    height = Math.max(height, i.size.h);
  }
  return spots;
}
