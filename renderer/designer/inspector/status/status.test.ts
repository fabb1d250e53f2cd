import { expect, it } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { stateOf } from '#shared/graph/state.ts';
import { conditionState } from './common.ts';
import { statusOf } from './index.ts';
import { reasonsIn } from './pod.ts';
import type { StatusView } from './section.ts';

const nothing: StatusView = {
  nowMs: Date.UTC(2026, 0, 1, 0, 1),
  list: () => [],
  ownedBy: () => [],
  podsOn: () => [],
  eventsAbout: () => [],
  keyOf: () => '',
  stateOf,
};
const object = (o: object) =>
  ({ apiVersion: 'v1', metadata: { name: 'x', namespace: 'd', uid: 'u' }, spec: {}, status: {}, ...o }) as unknown as ApiObject;

it("takes the scheduler's verdict apart", () => {
  expect(
    reasonsIn(
      '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    ),
  ).toEqual([
    '0/3 nodes are available',
    '1 Insufficient cpu',
    '2 node(s) had untolerated taint(s)',
    'no new claims to deallocate',
    'preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
  ]);
});

it('knows which conditions are good news when False', () => {
  expect(conditionState({ type: 'MemoryPressure', status: 'False' })).toBe('ready');
  expect(conditionState({ type: 'Available', status: 'False' })).toBe('attention');
  expect(conditionState({ type: 'Ready', status: 'False' })).toBe('failed');
  expect(conditionState({ type: 'Ready', status: 'Unknown' })).toBe('waiting');
});

it('says how a container ended last', () => {
  const [, containers] = statusOf(
    object({
      kind: 'Pod',
      status: {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'app',
            restartCount: 2,
            ready: false,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-01-01T00:00:00Z' } },
          },
        ],
      },
    }),
    nothing,
  );
  expect(containers?.table?.rows[0]?.cells.map((c) => c.text)).toEqual(['app', 'CrashLoopBackOff', '2']);
  expect(containers?.table?.rows[0]?.more).toBe('Last ended 60s ago: OOMKilled with exit code 137');
});

it('says that nobody answers for a service without endpoints', () => {
  const sections = statusOf(object({ kind: 'Service', spec: { selector: { app: 'x' }, clusterIP: '10.0.0.1' } }), nothing);
  expect(sections.map((s) => s.title)).toEqual(['Reached at', 'Endpoints']);
  expect(sections[0]?.facts?.[0]?.value.text).toBe('x.d.svc.cluster.local');
});

it('names the pods behind a headless service', () => {
  const slice = object({
    kind: 'EndpointSlice',
    metadata: { name: 'x-1', namespace: 'd', labels: { 'kubernetes.io/service-name': 'x' } },
    ports: [{ name: 'sql', port: 5432 }],
    endpoints: [{ addresses: ['10.1.0.1'], hostname: 'db-0', conditions: { ready: true } }],
  });
  const sections = statusOf(object({ kind: 'Service', spec: { selector: { app: 'x' }, clusterIP: 'None' } }), {
    ...nothing,
    list: <T extends ApiObject>() => [slice] as unknown as readonly T[],
  });
  expect(sections.find((s) => s.title === 'Names of its pods')?.table?.rows.map((r) => r.cells.map((c) => c.text))).toEqual([
    ['db-0.x.d.svc.cluster.local', '10.1.0.1'],
  ]);
  expect(sections[0]?.facts?.at(-1)).toEqual({ label: 'SRV sql', value: { text: '_sql._tcp.x.d.svc.cluster.local' } });
});

it('tells what the controller of a custom kind wrote, also where that is called as a kind of Kubernetes', () => {
  const o = object({
    apiVersion: 'serving.example.com/v1',
    kind: 'Service',
    status: { phase: 'Open', load: { mean: 0.5, of: ['a', 'b'] }, conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const [own, told] = statusOf(o, nothing);
  expect([own?.title, own?.facts?.map((f) => [f.label, f.value.text]), told?.title]).toEqual([
    'Service',
    [
      ['phase', 'Open'],
      ['load.mean', '0.5'],
      ['load.of', 'a  b'],
    ],
    'Conditions',
  ]);
});
