import { expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { isBookkeeping, words } from './words.ts';

const object = (kind: string, rest: object = {}, metadata: object = {}) =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'x', uid: 'u', resourceVersion: '1', creationTimestamp: '', ...metadata },
    status: {},
    ...rest,
  }) as unknown as ApiObject;
const deployment = (replicas: number, image: string, status: object = {}) =>
  object('Deployment', { spec: { replicas, template: { spec: { containers: [{ name: 'web', image }] } } }, status });
const pod = (spec: object, status: object, metadata: object = {}) =>
  object('Pod', { spec: { containers: [{ name: 'web', image: 'a' }], ...spec }, status }, metadata);

test('a create, a change of scale and image, a deletion', () => {
  expect(words(undefined, deployment(3, 'a'))).toBe('created, 3 wanted');
  expect(words(deployment(3, 'a:1'), deployment(5, 'a:2'))).toBe('scaled 3 → 5, image a:2');
  expect(words(deployment(3, 'a'), undefined)).toBe('gone');
});

test('a pod on its way', () => {
  expect(words(pod({}, { phase: 'Pending' }), pod({ nodeName: 'n1' }, { phase: 'Pending' }))).toBe('goes to node n1');
  expect(words(pod({}, { phase: 'Pending' }), pod({}, { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }))).toBe(
    'Running',
  );
  expect(
    words(
      pod({}, { phase: 'Pending' }),
      pod(
        {},
        {
          phase: 'Pending',
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available.' }],
        },
      ),
    ),
  ).toBe('Unschedulable: 0/3 nodes are available.');
  expect(
    words(
      pod({}, { phase: 'Running', containerStatuses: [{ restartCount: 1 }] }),
      pod({}, { phase: 'Running', containerStatuses: [{ restartCount: 2 }] }),
    ),
  ).toBe('restarted, 2 so far');
  expect(
    words(pod({}, { phase: 'Running' }), pod({}, { phase: 'Running' }, { deletionTimestamp: 't', deletionGracePeriodSeconds: 30 })),
  ).toBe('to be gone within 30s');
});

test('a node that is cordoned and tainted', () => {
  const node = (spec: object) => object('Node', { spec, status: { conditions: [{ type: 'Ready', status: 'True' }] } });
  expect(words(node({}), node({ unschedulable: true, taints: [{ key: 'k', effect: 'NoSchedule' }] }))).toContain(
    'cordoned, tainted k:NoSchedule',
  );
  const off = { ...node({}), metadata: { ...node({}).metadata, annotations: { 'drydock.dev/state': 'down' } } };
  expect([words(node({}), off), words(off, node({}))]).toEqual(['switched off', 'switched on']);
  expect(words(node({ taints: [{ key: 'k', effect: 'NoSchedule' }] }), node({}))).toBe('no longer tainted k:NoSchedule');
});

test('an event says what it says', () => {
  expect(words(undefined, object('Event', { type: 'Warning', reason: 'FailedScheduling', message: 'no nodes', count: 3 }))).toBe(
    'Warning FailedScheduling: no nodes (3 times)',
  );
});

test('anything else names the fields', () => {
  expect(words(object('ConfigMap', { data: { a: '1' } }), object('ConfigMap', { data: { a: '2', b: '1' } }, { labels: { x: 'y' } }))).toBe(
    'metadata.labels, data.a, data.b changed',
  );
  expect(words(object('ConfigMap'), object('ConfigMap', {}, { resourceVersion: '2' }))).toBe('touched');
});

test('what only keeps count, or is on its way, is bookkeeping; what a person would tell is not', () => {
  const running = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  const ended = {
    phase: 'Running',
    containerStatuses: [{ name: 'a', restartCount: 0, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
  };
  expect([
    isBookkeeping(deployment(3, 'a'), deployment(3, 'a', { readyReplicas: 2, replicas: 3, updatedReplicas: 3 })),
    isBookkeeping(pod({}, { phase: 'Pending' }), pod({}, running)),
    isBookkeeping(pod({}, {}), pod({}, { podIP: '10.0.0.1' })),
  ]).toEqual([true, true, true]);
  expect([
    isBookkeeping(undefined, deployment(3, 'a')),
    isBookkeeping(deployment(3, 'a'), deployment(4, 'a')),
    isBookkeeping(pod({}, running), pod({}, ended)),
    isBookkeeping(pod({}, {}), pod({ nodeName: 'n' }, {})),
    isBookkeeping(pod({}, running), undefined),
  ]).toEqual([false, false, false, false, false]);
});
