import { describe, expect, it, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import type { Box } from '#shared/graph/box.ts';
import { gridOrigin, gridSize, nodeGrid, podGrid, tileAt, type Rect } from './measure.ts';
import { neighbour } from './neighbours.ts';
import { distanceTo, pointAt, route, routeAround, type Route } from './route.ts';
import { hitAt, type Placed, type Scene } from './scene.ts';

const keyOf = (o: ApiObject) => `core/pods/shop/${o.metadata.name}`;
const pods = (n: number) => Array.from({ length: n }, (_, i) => ({ kind: 'Pod', metadata: { name: `p${i}` } }) as never);
const placed = (key: string, rect: Rect, more: Partial<Box> = {}, parent?: string): Placed => {
  const box = { key, shape: 'small', kind: 'ConfigMap', pods: [], ...more, ...(parent !== undefined && { parent }) } as unknown as Box;
  return { box, rect, depth: parent === undefined ? 0 : 1, free: true, ...(box.pods.length > 0 && { grid: podGrid(box.pods.length) }) };
};
const scene = (...all: Placed[]): Scene => ({ placed: new Map(all.map((p) => [p.box.key, p])), arrows: [] });

describe('a point', () => {
  const web = placed('web', { x: 100, y: 100, w: 200, h: 96 }, { shape: 'workload', kind: 'Deployment', pods: pods(3) }, 'ns');
  const s = scene(placed('ns', { x: 0, y: 0, w: 400, h: 300 }, { shape: 'namespace' }), web);

  it('means the innermost: a pod in a workload in a namespace', () => {
    const o = gridOrigin(web.box, web.rect);
    const t = tileAt(web.grid!, 1);
    expect(hitAt(s, o.x + t.x + 5, o.y + 5, keyOf)).toEqual({ what: 'part', key: 'core/pods/shop/p1', of: 'web' });
    expect(hitAt(s, 110, 110, keyOf)).toEqual({ what: 'box', key: 'web' });
    expect([hitAt(s, 20, 20, keyOf), hitAt(s, 20, 250, keyOf), hitAt(s, 500, 20, keyOf)]).toEqual([
      { what: 'head', key: 'ns' },
      { what: 'box', key: 'ns' },
      undefined,
    ]);
  });
});

test('the cells of a node fit into it, however many pods it runs', () => {
  for (const n of [1, 9, 10, 40, 110, 250]) {
    expect(gridSize(nodeGrid(n, false), n).h).toBeLessThanOrEqual(24);
    expect(gridSize(nodeGrid(n, true), n).h).toBeLessThanOrEqual(60);
  }
});

describe('a relation', () => {
  it('is straight where boxes face each other, and stays at their edges', () => {
    expect(route({ x: 0, y: 0, w: 100, h: 40 }, { x: 20, y: 100, w: 200, h: 80 })).toMatchObject({
      straight: true,
      a: { x: 50, y: 40 },
      b: { x: 50, y: 100 },
    });
    expect(route({ x: 0, y: 0, w: 100, h: 80 }, { x: 200, y: 20, w: 100, h: 40 })).toMatchObject({
      straight: true,
      a: { x: 100, y: 40 },
      b: { x: 200, y: 40 },
    });
  });

  it('else bends from facing sides, and knows who is near it', () => {
    const r = route({ x: 0, y: 0, w: 100, h: 40 }, { x: 300, y: 200, w: 100, h: 40 });
    expect([r.straight, r.a.y, r.b.y]).toEqual([false, 40, 200]);
    expect(distanceTo(r, r.a.x, r.a.y)).toBeLessThan(1);
    expect(distanceTo(r, 0, 300)).toBeGreaterThan(50);
  });
});

test('arrow keys go to what lies straight ahead, into a container and out of it again', () => {
  const s = scene(
    placed('ns', { x: 0, y: 0, w: 500, h: 300 }, { shape: 'namespace' }),
    placed('a', { x: 20, y: 60, w: 100, h: 40 }, {}, 'ns'),
    placed('b', { x: 220, y: 60, w: 100, h: 40 }, {}, 'ns'),
    placed('c', { x: 160, y: 200, w: 100, h: 40 }, {}, 'ns'),
  );
  expect([neighbour(s, 'a', 'right'), neighbour(s, 'b', 'left'), neighbour(s, 'a', 'down'), neighbour(s, 'a', 'left')]).toEqual([
    'b',
    'a',
    'c',
    'ns',
  ]);
  expect(neighbour(s, 'ns', 'down')).toBe('c');
});

describe('a way with something in between', () => {
  const at = (x: number, y: number): Rect => ({ x, y, w: 100, h: 40 });
  const behind = (r: Route, o: Rect) =>
    Array.from({ length: 99 }, (_, i) => pointAt(r, (i + 1) / 100)).some(
      (p) => p.x > o.x && p.x < o.x + o.w && p.y > o.y && p.y < o.y + o.h,
    );

  it('goes around it, down and across', () => {
    for (const [to, between] of [
      [at(0, 300), at(0, 150)],
      [at(400, 0), at(200, 0)],
      [at(20, 400), at(30, 200)],
    ] as const) {
      expect(behind(route(at(0, 0), to), between)).toBe(true);
      const around = routeAround(at(0, 0), to, 0, [between]);
      expect([between, at(0, 0), to].map((o) => behind(around, o))).toEqual([false, false, false]);
    }
  });

  it('is the plain one where nothing is in the way, and where nothing helps', () => {
    expect(routeAround(at(0, 0), at(0, 300), 0, [at(300, 0)])).toEqual(route(at(0, 0), at(0, 300)));
    const wall = { x: -5_000, y: 100, w: 10_000, h: 40 };
    expect(routeAround(at(0, 0), at(0, 300), 0, [wall])).toEqual(route(at(0, 0), at(0, 300)));
  });
});
