import { expect, test } from 'vitest';
import type { FlowSchema, PriorityLevelConfiguration } from '../types.ts';
import { flowSchemas } from './flow-schema.ts';
import { priorityLevelConfigurations } from './priority-level-configuration.ts';

const metadata = { name: 'x', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const said = (errors: readonly { field: string; detail: string }[] | undefined) => errors?.map((e) => `${e.field}: ${e.detail}`);

test('a flow schema says whose requests for what it is for', () => {
  const schema = (spec: object) =>
    said(
      flowSchemas.validate?.({
        apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
        kind: 'FlowSchema',
        metadata,
        spec: { matchingPrecedence: 5, priorityLevelConfiguration: { name: 'p' }, ...spec },
        status: {},
      } as unknown as FlowSchema),
    );
  const rule = {
    subjects: [{ kind: 'User', group: { name: 'g' } }, { kind: 'Team' }],
    resourceRules: [{ verbs: ['get', '*'], apiGroups: [], resources: ['pods'], namespaces: ['A'] }],
    nonResourceRules: [{ verbs: ['dance'], nonResourceURLs: ['/a*'] }],
  };
  expect(
    schema({
      distinguisherMethod: { type: 'ByUser' },
      rules: [
        {
          subjects: [{ kind: 'ServiceAccount', serviceAccount: { name: '*', namespace: 'a' } }],
          nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['/healthz', '/api/*'] }],
        },
      ],
    }),
  ).toEqual([]);
  expect(schema({ distinguisherMethod: { type: 'X' }, rules: [rule] })).toEqual([
    'spec.distinguisherMethod.type: Unsupported value: {"Type":"X"}: supported values: "ByNamespace", "ByUser"',
    "spec.rules[0].subjects[0].user: Required value: user is required when subject kind is 'User'",
    "spec.rules[0].subjects[0].group: Forbidden: group is forbidden when subject kind is not 'Group'",
    'spec.rules[0].subjects[1].kind: Unsupported value: "Team": supported values: "Group", "ServiceAccount", "User"',
    `spec.rules[0].resourceRules[0].verbs: Invalid value: ["get","*"]: if '*' is present, must not specify other verbs`,
    'spec.rules[0].resourceRules[0].apiGroups: Required value: resource rules must supply at least one api group',
    expect.stringContaining(
      `spec.rules[0].resourceRules[0].namespaces[0]: Invalid value: "A": each member of this list must be '*' or a DNS-1123 label; `,
    ),
    expect.stringContaining('spec.rules[0].nonResourceRules[0].verbs: Unsupported value: ["dance"]'),
    'spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: "/a*": wildcard can only do suffix matching',
  ]);
});

test('a priority level has queues enough for its hands', () => {
  const level = (spec: object, name = 'x') =>
    said(
      priorityLevelConfigurations.validate?.({
        apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
        kind: 'PriorityLevelConfiguration',
        metadata: { ...metadata, name },
        spec,
        status: {},
      } as unknown as PriorityLevelConfiguration),
    );
  const queue = (queuing: object) => ({ type: 'Limited', limited: { lendablePercent: 101, limitResponse: { type: 'Queue', queuing } } });
  expect(level(queue({ queues: 64, handSize: 11, queueLengthLimit: 0 }))).toEqual([
    'spec.limited.limitResponse.queuing.queueLengthLimit: Invalid value: 0: must be positive',
    'spec.limited.limitResponse.queuing.handSize: Invalid value: 11: required entropy bits of deckSize 64 and handSize 11 should not be greater than 60',
    'spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive',
  ]);
  expect([level({ type: 'Exempt', exempt: {} }, 'exempt'), level({ type: 'Exempt' })?.length]).toEqual([[], 1]);
});
