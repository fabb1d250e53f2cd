import { expect, test } from 'vitest';
import type { ApiObject } from '../api/object.ts';
import type { Pod } from '../kinds/types.ts';
import { podBehind, stateWithPods } from './workload-state.ts';

const object = (kind: string, spec: object, status: object) =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'x' }, spec, status }) as unknown as ApiObject;
const pod = (status: object) => object('Pod', {}, status) as Pod;
const crashing = pod({
  phase: 'Running',
  containerStatuses: [{ name: 'a', state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } } }],
});
const ready = pod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });
const creating = pod({ phase: 'Pending' });
const deployment = (readyReplicas: number) => object('Deployment', { replicas: 2 }, { replicas: 2, updatedReplicas: 2, readyReplicas });

test('a workload none of whose pods come to run has failed long before its deadline', () => {
  expect(stateWithPods(deployment(0), [crashing, crashing], false)).toEqual({
    state: 'failed',
    reason: 'CrashLoopBackOff',
    message: '2 of 2 pods: back-off 10s',
  });
  expect(stateWithPods(deployment(0), [creating, creating], false)).toMatchObject({ state: 'waiting', reason: 'Progressing' });
});

test('one that serves with some of its pods wants attention, and says what ails the others', () => {
  expect(stateWithPods(deployment(1), [ready, crashing], false)).toMatchObject({ state: 'attention', reason: 'CrashLoopBackOff' });
  expect(stateWithPods(deployment(2), [ready, ready, crashing], false)).toMatchObject({ state: 'ready' });
});

test('a job whose pod cannot start has failed; that one of its pods ended badly is its own affair', () => {
  const job = object('Job', {}, { active: 1 });
  expect(stateWithPods(job, [crashing], false).state).toBe('failed');
  expect(stateWithPods(job, [pod({ phase: 'Failed' }), ready], false)).toMatchObject({ state: 'ready', reason: 'Running' });
});

test('pods that no node takes wait with their workload while a machine is on its way', () => {
  const unplaced = pod({
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no' }],
  });
  expect([stateWithPods(deployment(0), [unplaced], true).state, stateWithPods(deployment(0), [unplaced], false).state]).toEqual([
    'waiting',
    'failed',
  ]);
});

test('the pod that shows why is the newest of those with the reason, else of those worst off', () => {
  const other = { ...crashing };
  const state = stateWithPods(deployment(0), [crashing, other], false);
  expect(podBehind([crashing, other, creating], state, false)).toBe(other);
  expect(podBehind([ready, creating], stateWithPods(deployment(1), [ready, creating], false), false)).toBe(creating);
  expect(podBehind([ready], state, false)).toBeUndefined();
});
