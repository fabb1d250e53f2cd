import { expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { parseTime } from '#shared/api/time.ts';
import { Cluster } from '../../state/cluster.svelte.ts';
import { findProblems } from './problems.ts';

const now = parseTime('2026-01-01T00:10:00Z') as number;
const object = (apiVersion: string, kind: string, name: string, spec: object, status: object, owner?: string) =>
  ({
    apiVersion,
    kind,
    spec,
    status,
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      ...(owner && {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: `uid-${owner}`, controller: true }],
      }),
    },
  }) as unknown as ApiObject;
const unschedulable = (name: string, owner?: string, message = '0/1 nodes are available: 1 Insufficient cpu.') =>
  object(
    'v1',
    'Pod',
    name,
    {},
    { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] },
    owner,
  );
const unready = (since: string) =>
  object(
    'v1',
    'Pod',
    'slow',
    {},
    {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: since, message: 'containers with unready status: [web]' }],
    },
  );

function problems(...objects: readonly ApiObject[]) {
  const cluster = new Cluster((run) => run());
  cluster.receive({ reset: true, set: objects, gone: [], revision: 1 });
  return findProblems(cluster, now);
}

test('pods of one workload with the same trouble are one problem, of the workload', () => {
  const web = object('apps/v1', 'ReplicaSet', 'web', { replicas: 2 }, {});
  const [only, ...others] = problems(web, unschedulable('web-a', 'web'), unschedulable('web-b', 'web'));
  expect(only).toMatchObject({
    kind: 'ReplicaSet',
    name: 'web',
    reason: 'Unschedulable',
    message: '0/1 nodes are available: 1 Insufficient cpu.',
    keys: ['core/pods/shop/web-a', 'core/pods/shop/web-b'],
  });
  expect(others).toEqual([]);
});

test('a crash that is told of each pod by its name is one problem of their workload', () => {
  const crash = (name: string) =>
    object(
      'v1',
      'Pod',
      name,
      {},
      {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'a',
            state: {
              waiting: { reason: 'CrashLoopBackOff', message: `back-off 10s restarting failed container=a pod=${name}_shop(uid-${name})` },
            },
          },
        ],
      },
      'web',
    );
  expect(
    problems(object('apps/v1', 'ReplicaSet', 'web', { replicas: 2 }, {}), crash('web-a'), crash('web-b')).map((p) => p.keys.length),
  ).toEqual([2]);
});

test('what is on its way is no problem', () => {
  expect(
    problems(
      object('apps/v1', 'Deployment', 'web', { replicas: 3 }, { replicas: 3, readyReplicas: 1, updatedReplicas: 3 }),
      unready('2026-01-01T00:09:30Z'),
    ),
  ).toEqual([]);
});

test('a pod that stays unready is one', () => {
  expect(problems(unready('2026-01-01T00:08:00Z'))).toMatchObject([
    { reason: 'NotReady', message: 'containers with unready status: [web]' },
  ]);
});

test('a claim that waits becomes one when somebody warns about it', () => {
  const claim = object('v1', 'PersistentVolumeClaim', 'data', {}, { phase: 'Pending' });
  const warning = {
    ...object('v1', 'Event', 'e', {}, {}),
    type: 'Warning',
    reason: 'ProvisioningFailed',
    message: 'storageclass "fast" not found',
    involvedObject: { uid: 'uid-data' },
  } as unknown as ApiObject;
  expect(problems(claim)).toEqual([]);
  expect(problems(claim, warning)).toMatchObject([
    { name: 'data', reason: 'ProvisioningFailed', message: 'storageclass "fast" not found' },
  ]);
});

test('what failed comes before what needs attention', () => {
  const budget = object('policy/v1', 'PodDisruptionBudget', 'a', {}, { currentHealthy: 1, desiredHealthy: 2 });
  expect(problems(budget, unschedulable('z')).map((p) => p.state)).toEqual(['failed', 'attention']);
});
