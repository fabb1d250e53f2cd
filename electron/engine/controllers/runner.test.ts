import { ApiError } from '#shared/api/errors.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { describe, expect, it } from 'vitest';
import { TestCluster } from '../testing/test-cluster.ts';
import type { Controller, Requeue } from './controller.ts';
import { forEach } from './watch-rules.ts';

const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

/** A loop over config maps that notes when it is called. */
function noting(run: (name: string, call: number) => Requeue | void) {
  const at: number[] = [];
  const controller: Controller = {
    name: 'noting',
    watches: [forEach(configMaps)],
    reconcile(key, client) {
      at.push(client.now);
      return run(splitLocalKey(key).name, at.length);
    },
  };
  return { at, loops: [() => controller] };
}

describe('the runner', () => {
  it('tries a refused reconcile again, twice as late each time, and forgets once it succeeds', () => {
    const { at, loops } = noting((_, call) => {
      if (call < 5) throw new ApiError('Forbidden', 'no');
    });
    const cluster = new TestCluster({ loops }).apply(map('a')).settle();
    expect(at).toEqual([0, 5, 15, 35, 75]);
    cluster.apply({ ...map('a'), data: { k: 'v' } }).settle();
    expect(at.slice(5)).toEqual([75]);
  });

  it('comes to rest though something is refused for good', () => {
    const { at, loops } = noting(() => {
      throw new ApiError('Forbidden', 'no');
    });
    new TestCluster({ loops }).apply(map('a')).settle();
    expect(at).toEqual([0, 5, 15, 35, 75, 155, 315, 635, 1275]);
  });

  it('tries nothing sooner, and writes nothing more, for the document being opened anew', () => {
    const { at, loops } = noting(() => {
      throw new ApiError('Forbidden', 'no');
    });
    const cluster = new TestCluster({ loops }).apply(map('a')).advance('100ms');
    cluster.restart().advance('300ms');
    expect(at).toEqual([0, 5, 15, 35, 75, 100, 155, 315]); // at 100 it is met, and what comes of it is taken back
  });

  it('does not try again what is refused because its namespace is going', () => {
    const { at, loops } = noting(() => {
      throw new ApiError('Forbidden', 'no', { causes: [{ reason: 'NamespaceTerminating' }] });
    });
    new TestCluster({ loops }).apply(map('a')).settle();
    expect(at).toEqual([0]);
  });

  it('lets a broken invariant through', () => {
    const { loops } = noting(() => {
      throw new Error('broken');
    });
    expect(() => new TestCluster({ loops }).apply(map('a')).advance('0s')).toThrow('broken');
  });

  it('forgets an earlier wish to be called when a reconcile has none', () => {
    const { at, loops } = noting((_, call) => (call === 1 ? { requeueAfter: 60_000 } : undefined));
    new TestCluster({ loops })
      .apply(map('a'))
      .advance('10s')
      .apply({ ...map('a'), data: { k: 'v' } })
      .advance('2m');
    expect(at).toEqual([0, 10_000]);
  });
});
