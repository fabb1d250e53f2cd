/**
 * The priority levels and flow schemas that an API server makes for itself. Kept and shown: requests within one process
 * need no queues. Source: apiserver's apis/flowcontrol/bootstrap.
 */
import { flowSchemas } from '#shared/kinds/flowcontrol/flow-schema.ts';
import { priorityLevelConfigurations } from '#shared/kinds/flowcontrol/priority-level-configuration.ts';
import type { FlowSubject, PolicyRulesWithSubjects } from '#shared/kinds/generated/types.ts';
import type { Client } from '../apiserver/client.ts';

/** Shares of the server's concurrency, how much of them may be lent, and queues: how many, hand size, length. */
const LEVELS: readonly (readonly [name: string, shares: number, lendable: number, queues?: number, hand?: number])[] = [
  ['catch-all', 5, 0],
  ['global-default', 20, 50, 128, 6],
  ['leader-election', 10, 0, 16, 4],
  ['node-high', 40, 25, 64, 6],
  ['system', 30, 33, 64, 6],
  ['workload-high', 40, 50, 128, 6],
  ['workload-low', 100, 90, 128, 6],
];
const QUEUE_LENGTH = 50;

const SERVICE_ACCOUNTS = 'ServiceAccount:*';
const EVERYBODY = ['Group:system:unauthenticated', 'Group:system:authenticated'];
const LEADING: readonly Verbs[] = [[['get', 'create', 'update'], 'coordination.k8s.io', ['leases']]];

type Verbs = readonly [verbs: readonly string[], group: string, resources: readonly string[]];

interface Schema {
  readonly name: string;
  readonly level: string;
  readonly precedence: number;
  readonly by?: 'ByUser' | 'ByNamespace';
  /** 'Group:system:nodes', 'User:…', or SERVICE_ACCOUNTS for those of kube-system. */
  readonly of: readonly string[];
  /** What it is about; everything, unless given. */
  readonly rules?: readonly Verbs[];
  readonly paths?: readonly string[];
}

const SCHEMAS: readonly Schema[] = [
  { name: 'exempt', level: 'exempt', precedence: 1, of: ['Group:system:masters'] },
  { name: 'probes', level: 'exempt', precedence: 2, of: EVERYBODY, paths: ['/healthz', '/readyz', '/livez'] },
  {
    name: 'system-leader-election',
    level: 'leader-election',
    precedence: 100,
    by: 'ByUser',
    of: ['User:system:kube-controller-manager', 'User:system:kube-scheduler', SERVICE_ACCOUNTS],
    rules: LEADING,
  },
  {
    name: 'endpoint-controller',
    level: 'workload-high',
    precedence: 150,
    by: 'ByUser',
    of: ['User:system:kube-controller-manager', 'ServiceAccount:endpoint-controller', 'ServiceAccount:endpointslicemirroring-controller'],
    rules: [[['get', 'create', 'update'], '', ['endpoints']]],
  },
  { name: 'workload-leader-election', level: 'leader-election', precedence: 200, by: 'ByUser', of: [SERVICE_ACCOUNTS], rules: LEADING },
  {
    name: 'system-node-high',
    level: 'node-high',
    precedence: 400,
    by: 'ByUser',
    of: ['Group:system:nodes'],
    rules: [
      [['*'], '', ['nodes', 'nodes/status']],
      [['*'], 'coordination.k8s.io', ['leases']],
    ],
  },
  { name: 'system-nodes', level: 'system', precedence: 500, by: 'ByUser', of: ['Group:system:nodes'] },
  {
    name: 'kube-controller-manager',
    level: 'workload-high',
    precedence: 800,
    by: 'ByNamespace',
    of: ['User:system:kube-controller-manager'],
  },
  { name: 'kube-scheduler', level: 'workload-high', precedence: 800, by: 'ByNamespace', of: ['User:system:kube-scheduler'] },
  { name: 'kube-system-service-accounts', level: 'workload-high', precedence: 900, by: 'ByNamespace', of: [SERVICE_ACCOUNTS] },
  { name: 'service-accounts', level: 'workload-low', precedence: 9000, by: 'ByUser', of: ['Group:system:serviceaccounts'] },
  { name: 'global-default', level: 'global-default', precedence: 9900, by: 'ByUser', of: EVERYBODY },
  { name: 'catch-all', level: 'catch-all', precedence: 10_000, by: 'ByUser', of: EVERYBODY },
];

const metadata = (name: string) => ({ name, annotations: { 'apf.kubernetes.io/autoupdate-spec': 'true' } });

/** Makes both. `client` writes as the API server. */
export function createFlowControl(client: Client): void {
  client.create(priorityLevelConfigurations, '', {
    metadata: metadata('exempt'),
    spec: { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } },
  });
  for (const [name, nominalConcurrencyShares, lendablePercent, queues, handSize] of LEVELS) {
    const limitResponse =
      queues === undefined || handSize === undefined
        ? { type: 'Reject' }
        : { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: QUEUE_LENGTH } };
    client.create(priorityLevelConfigurations, '', {
      metadata: metadata(name),
      spec: { type: 'Limited', limited: { nominalConcurrencyShares, limitResponse, lendablePercent } },
    });
  }
  for (const s of SCHEMAS) {
    const made = client.create(flowSchemas, '', {
      metadata: metadata(s.name),
      spec: {
        priorityLevelConfiguration: { name: s.level },
        matchingPrecedence: s.precedence,
        ...(s.by ? { distinguisherMethod: { type: s.by } } : {}),
        rules: [rulesOf(s)],
      },
    });
    client.updateStatus(flowSchemas, {
      ...made,
      status: {
        conditions: [
          {
            type: 'Dangling',
            status: 'False',
            lastTransitionTime: client.timestamp,
            reason: 'Found',
            message: `This FlowSchema references the PriorityLevelConfiguration object named "${s.level}" and it exists`,
          },
        ],
      },
    });
  }
}

function rulesOf({ of, rules, paths }: Schema): PolicyRulesWithSubjects {
  const all = ['*'];
  const subjects = of.map(subject);
  if (paths) return { subjects, nonResourceRules: [{ verbs: ['get'], nonResourceURLs: paths }] };
  if (!rules)
    return {
      subjects,
      resourceRules: [{ verbs: all, apiGroups: all, resources: all, clusterScope: true, namespaces: all }],
      nonResourceRules: [{ verbs: all, nonResourceURLs: all }],
    };
  return {
    subjects,
    resourceRules: rules.map(([verbs, group, resources]) => ({
      verbs,
      apiGroups: [group],
      resources,
      ...(resources[0] === 'nodes' ? { clusterScope: true } : {}),
      namespaces: all,
    })),
  };
}

function subject(text: string): FlowSubject {
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon);
  const name = text.slice(colon + 1);
  return kind === 'Group'
    ? { kind, group: { name } }
    : kind === 'User'
      ? { kind, user: { name } }
      : { kind, serviceAccount: { namespace: 'kube-system', name } };
}
