import { expect, test } from 'vitest';
import { threeWay } from './three-way.ts';

const deployment = (spec: object) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec }) as any;
const on = (current: object, last: object | undefined, next: object) =>
  threeWay(deployment(current), last && deployment(last), deployment(next), 'Deployment').spec as any;
const pod = (...containers: object[]) => ({ template: { spec: { containers } } });

test('what the manifest says is set, what it says no longer goes, what others set stays', () => {
  expect(
    on(
      { replicas: 5, minReadySeconds: 3, paused: true, progressDeadlineSeconds: 600 },
      { replicas: 2, minReadySeconds: 3 },
      { replicas: 2 },
    ),
  ).toEqual({ replicas: 2, paused: true, progressDeadlineSeconds: 600 });
});

test('containers are merged by name, their ports by number and protocol', () => {
  const current = pod(
    { name: 'a', image: 'a:1', imagePullPolicy: 'Always', ports: [{ containerPort: 80, protocol: 'TCP' }] },
    { name: 'injected', image: 'x' },
  );
  expect(
    on(
      current,
      pod({ name: 'a', image: 'a:1' }),
      pod({ name: 'b', image: 'b' }, { name: 'a', image: 'a:2', ports: [{ containerPort: 80 }, { containerPort: 81 }] }),
    ),
  ).toEqual(
    pod(
      { name: 'b', image: 'b' },
      { name: 'a', image: 'a:2', imagePullPolicy: 'Always', ports: [{ containerPort: 80, protocol: 'TCP' }, { containerPort: 81 }] },
      { name: 'injected', image: 'x' },
    ),
  );
});

test('a strategy that changes drops what belonged to the old one', () => {
  expect(
    on({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } }, {}, { strategy: { type: 'Recreate' } }).strategy,
  ).toEqual({ type: 'Recreate' });
});

test('the same manifest again changes nothing', () => {
  const o = deployment({ replicas: 2, paused: false });
  expect(threeWay(o, deployment({ replicas: 2 }), deployment({ replicas: 2 }), 'Deployment')).toBe(o);
});
