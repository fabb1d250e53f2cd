import { describe, expect, it, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import type { Arrow, Box, Reading } from '#shared/graph/box.ts';
import { overlap, type Rect } from '../measure.ts';
import type { Scene } from '../scene.ts';
import { Arrangement } from './arrangement.ts';
import { cluster, islandsOf } from './islands.ts';
import { compact, freeSpot, pushApart } from './place.ts';
import { assignSlots, slotAt, slotOf } from './pool-grid.ts';

const box = (key: string, kind: string, shape: Box['shape'] = 'small') => ({
  box: { key, kind, shape } as Box,
  size: shape === 'workload' ? { w: 160, h: 96 } : { w: 140, h: 42 },
});
const arrow = (from: string, to: string, what = 'selects'): Arrow => ({
  id: `${from}>${to}`,
  from,
  to,
  line: 'solid',
  broken: false,
  what,
});

describe('islands', () => {
  const web = box('web', 'Deployment', 'workload');
  const api = box('api', 'Deployment', 'workload');
  const service = box('s', 'Service');
  const config = box('c', 'ConfigMap');
  const ingress = box('i', 'Secret');

  it('put services above their workload and configuration to its right', () => {
    const { islands } = islandsOf([web, service, config], [arrow('s', 'web'), arrow('web', 'c', 'env')]);
    const at = islands[0]!.spots;
    expect(islands).toHaveLength(1);
    expect(at.get('s')!.y).toBeLessThan(at.get('web')!.y);
    expect(at.get('c')!.x).toBeGreaterThan(at.get('web')!.x + 160);
  });

  it('leave what serves several to itself, and know who is related', () => {
    const { islands, links } = islandsOf([web, api, config], [arrow('web', 'c', 'env'), arrow('api', 'c', 'env')]);
    expect(islands.map((i) => i.id)).toEqual(['web', 'api', 'c']);
    expect(links).toEqual([
      ['web', 'c'],
      ['api', 'c'],
    ]);
  });

  it('keep the service that another workload calls with its own', () => {
    const { islands, links } = islandsOf([web, api, service], [arrow('s', 'api'), arrow('web', 's', 'calls')]);
    expect(islands.find((i) => i.id === 'api')!.spots.has('s')).toBe(true);
    expect(links).toEqual([['web', 'api']]);
  });

  it('put what lies in no namespace beside what it is related to', () => {
    const [role, other, binding] = [box('r', 'ClusterRole'), box('o', 'StorageClass'), box('b', 'ClusterRoleBinding')] as const;
    const { spots } = cluster([role, other, binding], [arrow('b', 'r', 'grants')]);
    expect(spots.get('b')!.y).toBe(spots.get('r')!.y);
    expect(spots.get('o')!.y).toBeGreaterThan(spots.get('r')!.y);
  });

  it('gather what is related to nothing', () => {
    expect(islandsOf([config, ingress], []).islands.map((i) => [i.id, i.spots.size])).toEqual([['shelf', 2]]);
  });
});

test('a place is found that touches nothing, the nearest first', () => {
  const taken: Rect[] = [
    { x: 0, y: 0, w: 100, h: 100 },
    { x: 110, y: 0, w: 100, h: 100 },
  ];
  const size = { w: 50, h: 50 };
  const at = freeSpot(size, { x: 10, y: 10 }, taken, 10);
  expect(taken.some((t) => overlap({ ...at, ...size }, t, 10))).toBe(false);
  expect(
    freeSpot({ w: 224, h: 358 }, { x: 0, y: 0 }, [{ x: 0, y: 0, w: 752, h: 647 }], 26, compact({ w: 224, h: 358 }), { x: 0, y: 0 }),
  ).toEqual({ x: 778, y: 0 });
});

test('what has grown pushes aside what lies to the right or below, the shorter way', () => {
  const rects = new Map<string, Rect>([
    ['right', { x: 190, y: 0, w: 50, h: 90 }],
    ['below', { x: 0, y: 95, w: 50, h: 50 }],
    ['grown', { x: 0, y: 0, w: 200, h: 100 }],
    ['far', { x: 400, y: 0, w: 50, h: 50 }],
  ]);
  expect([...pushApart(rects, 10)].map(([k, at]) => [k, at.x, at.y])).toEqual([
    ['below', 0, 110],
    ['right', 210, 0],
  ]);
});

test('a pool grows without moving a node, and a node that comes later takes the place that is free', () => {
  const places = Array.from({ length: 500 }, (_, i) => slotAt(i));
  expect(new Set(places.map((p) => `${p.x},${p.y}`)).size).toBe(500);
  expect(places.slice(0, 4).map((p) => p.x)).toEqual([0, 0, 0, 0]);
  const slots = new Map<string, number>();
  assignSlots(slots, ['a', 'b', 'c']);
  assignSlots(slots, ['a', 'c', 'd']);
  expect([...slots].sort()).toEqual([
    ['a', 0],
    ['c', 2],
    ['d', 1],
  ]);
});

test('the slot of a place is that whose place it is', () => {
  for (let i = 0; i < 400; i++) expect(slotOf(slotAt(i))).toBe(i);
  expect([slotOf({ x: 5, y: 0 }), slotOf({ x: -1, y: 0 })]).toEqual([undefined, undefined]);
});

describe('an arrangement', () => {
  const of = (shape: Box['shape'], key: string, parent?: string, pods = 0): Box =>
    ({
      key,
      shape,
      kind:
        ({ namespace: 'Namespace', pool: 'NodePool', node: 'Node', workload: 'Deployment' } as Record<string, string>)[shape] ?? 'Service',
      namespace: '',
      name: key,
      title: key,
      fact: '',
      state: { state: 'ready', reason: '', message: '' },
      pods: [],
      object: { spec: {} } as unknown as ApiObject,
      ...(parent !== undefined && { parent }),
      ...(pods > 0 && { count: { ready: pods, wanted: pods } }),
    }) as Box;
  const reading = (...boxes: Box[]): Reading => ({ boxes: new Map(boxes.map((b) => [b.key, b])), arrows: [] });
  const rects = ({ placed }: Scene) => Object.fromEntries([...placed].map(([k, p]) => [k, p.rect]));
  const written = (a: Arrangement) => Object.fromEntries([...a.settled()].map(([k, at]) => [k, { x: at.x, y: at.y }]));

  test('looks the same when it is opened again from what was written down, whatever happened in between', () => {
    const first = new Arrangement(() => {}, true);
    const ns = of('namespace', 'shop');
    const web = of('workload', 'web', 'shop', 2);
    const pool = of('pool', 'general');
    const nodes = ['n-1', 'n-2', 'n-3'].map((k) => of('node', k, 'general'));
    first.arrange(reading(ns, web, pool, ...nodes), {});
    first.arrange(reading(ns, web, of('small', 'db', 'shop'), pool, nodes[0] as Box, nodes[2] as Box), {});
    const last = reading(
      ns,
      of('workload', 'api', 'shop', 3),
      of('small', 'db', 'shop'),
      web,
      pool,
      nodes[0] as Box,
      nodes[2] as Box,
      of('node', 'n-4', 'general'),
    );
    const then = rects(first.arrange(last, {}));
    const again = new Arrangement(() => {}, true);
    expect(rects(again.arrange(reading(...[...last.boxes.values()].toReversed()), written(first)))).toEqual(then);
    expect(rects(new Arrangement(() => {}, true).arrange(last, {}))).not.toEqual(then);
  });

  test('a namespace is as large as it was made, and never too small for what is in it', () => {
    const a = new Arrangement(() => {}, false);
    const boxes = reading(of('namespace', 'shop'), of('workload', 'web', 'shop', 6));
    const width = (placement: object) => a.arrange(boxes, { shop: { x: 0, y: 0, ...placement } }).placed.get('shop')?.rect.w ?? 0;
    expect(width({ width: 900 })).toBe(900);
    expect(width({ width: 10 })).toBe(width({}));
  });

  test('what is placed anew is found where it was placed, not where it lay before', () => {
    const a = new Arrangement(() => {}, false);
    const boxes = reading(of('namespace', 'shop'));
    a.arrange(boxes, {});
    expect(a.at('shop', { shop: { x: 300, y: 40 } })).toMatchObject({ x: 300, y: 40 });
  });
});
