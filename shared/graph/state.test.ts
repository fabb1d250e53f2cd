import { expect, test } from 'vitest';
import type { ApiObject } from '../api/object.ts';
import { factOf, titleOf } from './facts.ts';
import { templateOf } from './pod-template.ts';
import { referencesOf } from './references.ts';
import { selectionOf } from './selections.ts';
import { isComing, stateAmong, stateOf } from './state.ts';

const object = (kind: string, spec: object, status: object, metadata: object = {}) =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'x', ...metadata }, spec, status }) as unknown as ApiObject;
const pod = (status: object, metadata: object = {}) => stateOf(object('Pod', {}, status, metadata));
const ready = { type: 'Ready', status: 'True' };

test('a pod that no node takes says so in the words of the scheduler', () => {
  const message = '0/3 nodes are available: 3 Insufficient cpu.';
  expect(pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] })).toEqual({
    state: 'failed',
    reason: 'Unschedulable',
    message,
  });
});

test('while a machine is on its way a pod that no node takes waits, and still says why; what fails by itself has failed', () => {
  const unplaced = object(
    'Pod',
    {},
    { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no' }] },
  );
  const crashing = object(
    'Pod',
    {},
    { phase: 'Running', containerStatuses: [{ name: 'a', state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
  );
  expect([stateAmong(unplaced, true), stateAmong(unplaced, false).state, stateAmong(crashing, true).state]).toEqual([
    { state: 'waiting', reason: 'Unschedulable', message: 'no' },
    'failed',
    'failed',
  ]);
  expect([isComing(object('Node', {}, {})), isComing(object('Node', {}, { conditions: [ready] })), isComing(unplaced)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a pod whose volume is being made waits for it', () => {
  const message = '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found';
  expect(pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] })).toEqual({
    state: 'waiting',
    reason: 'Unschedulable',
    message,
  });
});

test('a pod that waits for its container to be made waits; one whose image cannot be pulled has failed', () => {
  expect(pod({ phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'ContainerCreating' } } }] })).toMatchObject({
    state: 'waiting',
    reason: 'ContainerCreating',
  });
  expect(
    pod({
      phase: 'Pending',
      containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "a:9"' } } }],
    }),
  ).toMatchObject({ state: 'failed', reason: 'ImagePullBackOff', message: 'Back-off pulling image "a:9"' });
});

test('a container that crashes again and again says how it last ended', () => {
  const c = {
    name: 'web',
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
  };
  expect(pod({ phase: 'Running', containerStatuses: [c] })).toEqual({
    state: 'failed',
    reason: 'CrashLoopBackOff',
    message: 'container web ended with exit code 137 (OOMKilled)',
  });
});

test('running is not ready, and leaving is neither', () => {
  expect(pod({ phase: 'Running', conditions: [ready] }).state).toBe('ready');
  expect(pod({ phase: 'Running', conditions: [{ ...ready, status: 'False' }] })).toMatchObject({ state: 'attention', reason: 'NotReady' });
  expect(pod({ phase: 'Running', conditions: [ready] }, { deletionTimestamp: '2026-01-01T00:00:00Z' }).state).toBe('leaving');
  expect(pod({ phase: 'Succeeded' })).toMatchObject({ state: 'ready', reason: 'Completed' });
});

test('a deployment is ready when all that it wants is new and ready', () => {
  const d = (status: object, replicas = 3) => stateOf(object('Deployment', { replicas }, status)).state;
  expect(d({})).toBe('waiting');
  expect(d({ replicas: 3, readyReplicas: 1, updatedReplicas: 3 })).toBe('attention');
  expect(d({ replicas: 4, readyReplicas: 3, updatedReplicas: 3 })).toBe('attention');
  expect(d({ replicas: 3, readyReplicas: 3, updatedReplicas: 3 })).toBe('ready');
  expect(d({ conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }] })).toBe('failed');
});

test('a node that never reported is booting; one that reported and is not ready has failed', () => {
  const n = (condition: object, spec = {}) => stateOf(object('Node', spec, { conditions: [{ ...ready, ...condition }] })).state;
  expect(stateOf(object('Node', {}, {})).state).toBe('waiting');
  expect([n({}), n({ status: 'Unknown' }), n({}, { unschedulable: true })]).toEqual(['ready', 'failed', 'attention']);
});

test('a kind nobody knows is judged by its Ready condition', () => {
  expect(stateOf(object('Boat', {}, { conditions: [{ ...ready, status: 'False', reason: 'Leaking' }] }))).toMatchObject({
    state: 'attention',
    reason: 'Leaking',
  });
  expect(stateOf(object('Boat', {}, {})).state).toBe('ready');
});

test('a workload is rolling while there are pods of an older revision, not while it is made or scaled', () => {
  const reason = (kind: string, spec: object, status: object) => stateOf(object(kind, spec, status)).reason;
  expect(reason('Deployment', { replicas: 3 }, {})).toBe('Progressing');
  expect(reason('Deployment', { replicas: 5 }, { replicas: 3, updatedReplicas: 3, readyReplicas: 3 })).toBe('Progressing');
  expect(reason('Deployment', { replicas: 3 }, { replicas: 4, updatedReplicas: 1, readyReplicas: 3 })).toBe('Updating');
  expect(reason('DaemonSet', {}, { desiredNumberScheduled: 3, currentNumberScheduled: 1, updatedNumberScheduled: 1 })).toBe('Progressing');
  const set = { updateRevision: 'b', currentRevision: 'a', updatedReplicas: 1, readyReplicas: 3 };
  expect(reason('StatefulSet', { replicas: 3 }, set)).toBe('Updating');
  expect(reason('StatefulSet', { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } }, set)).toBe('Available');
  expect(reason('StatefulSet', { replicas: 3, updateStrategy: { type: 'OnDelete' } }, set)).toBe('Available');
});

test('a custom kind that is called as a kind of Kubernetes is not taken for it', () => {
  for (const kind of [
    'Pod',
    'Service',
    'Job',
    'CronJob',
    'Deployment',
    'Ingress',
    'NetworkPolicy',
    'PersistentVolumeClaim',
    'HorizontalPodAutoscaler',
    'RoleBinding',
    'Node',
  ]) {
    const o = { apiVersion: 'batch.volcano.sh/v1', kind, metadata: { name: 'x', namespace: 'd' } } as unknown as ApiObject;
    expect([stateOf(o).state, factOf(o), titleOf(o), templateOf(o), selectionOf(o), referencesOf(o)]).toEqual([
      'ready',
      kind,
      'x',
      undefined,
      undefined,
      [],
    ]);
  }
});
