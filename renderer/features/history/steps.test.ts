import { expect, test } from 'vitest';
import type { LogRow } from '#shared/ipc/timeline.ts';
import { largeSteps } from './steps.ts';

let revision = 0;
const row = (key: string, text: string, rest: Partial<LogRow> = {}): LogRow => ({
  revision: ++revision,
  atMs: 0,
  actor: 'kubelet',
  cause: 1,
  key,
  verb: 'update',
  text,
  ...rest,
});

test('large steps lead: what persons did, where it came from, and the last of what happened again and again', () => {
  const chain = [
    row('d', 'created, 2 wanted', { cause: 0, verb: 'create' }),
    row('rs', 'created, 2 wanted', { verb: 'create' }),
    row('rs', 'status.replicas changed', { small: true }),
    row('p', 'created', { verb: 'create' }),
    row('p', 'Unschedulable: 0/1 nodes'),
    row('n', 'Ready'),
    row('n', 'no longer tainted'),
    row('q', 'goes to node n'),
    row('p', 'goes to node n'),
    row('p', 'Running', { small: true }),
    row('p', 'Error: ended'),
    row('p', 'restarted, 1 so far'),
    row('p', 'CrashLoopBackOff: back-off 10s'),
    row('p', 'Error: ended'),
    row('p', 'restarted, 2 so far'),
    row('p', 'CrashLoopBackOff: back-off 20s'),
  ];
  expect(largeSteps(chain, 'p').map((r) => `${r.key} ${r.text}`)).toEqual([
    'd created, 2 wanted',
    'rs created, 2 wanted',
    'p created',
    'n no longer tainted',
    'p goes to node n',
    'p Error: ended',
    'p restarted, 2 so far',
    'p CrashLoopBackOff: back-off 20s',
  ]);
});

test('how it is now is told, however small', () => {
  expect(
    largeSteps([row('d', 'created', { cause: 0 }), row('d', 'a', { small: true }), row('d', 'b', { small: true })], 'd').map((r) => r.text),
  ).toEqual(['created', 'b']);
});
