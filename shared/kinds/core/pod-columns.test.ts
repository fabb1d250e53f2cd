import { describe, expect, test } from 'vitest';
import type { Pod } from '../types.ts';
import { pods } from './pod.ts';
import { NOW, pod, type Json } from './testing.ts';

describe('a table', () => {
  const cells = (p: Pod) => pods.columns!.slice(1, 4).map((c) => c.cell(p, { nowMs: Date.parse('2026-01-01T00:10:00Z') }));
  const ended = { terminated: { exitCode: 1, reason: 'Error', finishedAt: '2026-01-01T00:09:55Z' } };
  test.each<readonly [status: string, cells: readonly string[], spec: Json, state: Json, metadata?: Json]>([
    ['waits', ['0/1', 'Pending', '0'], {}, {}],
    [
      'makes its containers',
      ['0/1', 'ContainerCreating', '0'],
      {},
      { containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ContainerCreating' } } }] },
    ],
    ['runs', ['1/1', 'Running', '0'], {}, { phase: 'Running', containerStatuses: [{ name: 'app', ready: true, state: { running: {} } }] }],
    [
      'crashes',
      ['0/1', 'CrashLoopBackOff', '3 (5s ago)'],
      {},
      {
        phase: 'Running',
        containerStatuses: [{ name: 'app', restartCount: 3, lastState: ended, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      },
    ],
    [
      'ended with a code',
      ['0/1', 'ExitCode:7', '0'],
      {},
      { phase: 'Failed', containerStatuses: [{ name: 'app', state: { terminated: { exitCode: 7 } } }] },
    ],
    [
      'initializes',
      ['0/1', 'Init:0/1', '0'],
      { initContainers: [{ name: 'i', image: 'x' }] },
      { initContainerStatuses: [{ name: 'i', state: { running: {} } }] },
    ],
    [
      'fails to initialize',
      ['0/1', 'Init:Error', '1 (5s ago)'],
      { initContainers: [{ name: 'i', image: 'x' }] },
      { initContainerStatuses: [{ name: 'i', restartCount: 1, lastState: ended, state: ended }] },
    ],
    [
      'has a sidecar',
      ['2/2', 'Running', '2'],
      { initContainers: [{ name: 's', image: 'x', restartPolicy: 'Always' }] },
      {
        phase: 'Running',
        initContainerStatuses: [{ name: 's', restartCount: 2, started: true, ready: true, state: { running: {} } }],
        containerStatuses: [{ name: 'app', ready: true, state: { running: {} } }],
      },
    ],
    [
      'goes',
      ['1/1', 'Terminating', '0'],
      {},
      { phase: 'Running', containerStatuses: [{ name: 'app', ready: true, state: { running: {} } }] },
      { deletionTimestamp: NOW },
    ],
    ['is lost', ['0/1', 'Unknown', '0'], {}, { phase: 'Running', reason: 'NodeLost' }, { deletionTimestamp: NOW }],
    ['is gated', ['0/1', 'SchedulingGated', '0'], { schedulingGates: [{ name: 'g' }] }, {}],
  ])('shows a pod that %s', (_what, expected, spec, status, metadata) =>
    expect(cells(pod(spec as Json, metadata as Json, status as Json))).toEqual(expected),
  );
  test.each([
    ['Running', []],
    ['Succeeded', [['Completed', 'Succeeded', 'The pod has completed successfully.']]],
    ['Failed', [['Completed', 'Failed', 'The pod failed.']]],
  ])('says beside the cells of a pod that is %s whether it is done', (phase, said) =>
    expect(pods.rowConditions!(pod({}, {}, { phase })).map((c) => [c.type, c.reason, c.message])).toEqual(said),
  );
});
