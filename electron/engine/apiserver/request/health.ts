/**
 * /healthz, /livez and /readyz: 'ok', or with `verbose` every check in the order of kube-apiserver; a check of its own path
 * is asked alone, `exclude` leaves some out. Who answers is well. Source: apiserver's pkg/server/healthz; "Kubernetes API health endpoints".
 */

/** Checks that a server answers before and after those of what it starts, which each of the three paths has. */
interface Checks {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

const ALIVE: Checks = { first: ['ping', 'log', 'etcd'], last: [] };

const PATHS: Readonly<Record<string, Checks>> = {
  healthz: ALIVE,
  livez: ALIVE,
  readyz: { first: [...ALIVE.first, 'etcd-readiness', 'informer-sync'], last: ['shutdown'] },
};

/** What a server starts, the aggregator's in order of its own. */
const STARTED: readonly string[] = [
  'poststarthook/start-apiserver-admission-initializer',
  'poststarthook/generic-apiserver-start-informers',
  'poststarthook/priority-and-fairness-config-consumer',
  'poststarthook/priority-and-fairness-filter',
  'poststarthook/storage-object-count-tracker-hook',
  'poststarthook/start-apiextensions-informers',
  'poststarthook/start-apiextensions-controllers',
  'poststarthook/crd-informer-synced',
  'poststarthook/start-system-namespaces-controller',
  'poststarthook/start-cluster-authentication-info-controller',
  'poststarthook/start-kube-apiserver-identity-lease-controller',
  'poststarthook/start-kube-apiserver-identity-lease-garbage-collector',
  'poststarthook/start-legacy-token-tracking-controller',
  'poststarthook/start-service-ip-repair-controllers',
  'poststarthook/rbac/bootstrap-roles',
  'poststarthook/scheduling/bootstrap-system-priority-classes',
  'poststarthook/priority-and-fairness-config-producer',
  'poststarthook/bootstrap-controller',
  'poststarthook/start-kubernetes-service-cidr-controller',
  'poststarthook/aggregator-reload-proxy-client-cert',
  'poststarthook/start-kube-aggregator-informers',
  'poststarthook/apiservice-status-local-available-controller',
  'poststarthook/apiservice-status-remote-available-controller',
  'poststarthook/apiservice-registration-controller',
  'poststarthook/apiservice-discovery-controller',
  'poststarthook/kube-apiserver-autoregistration',
  'autoregister-completion',
  'poststarthook/apiservice-openapi-controller',
  'poststarthook/apiservice-openapiv3-controller',
];

/** What is said at a path and its query; undefined where the path is none of these, or of no check. `excluded`: names to leave out. */
export function health(path: string, verbose: boolean, excluded: ReadonlySet<string>): string | undefined {
  const [, root = '', check = ''] = /^\/([a-z]+)(?:\/(.*))?$/.exec(path) ?? [];
  const checks = Object.hasOwn(PATHS, root) ? PATHS[root] : undefined;
  if (!checks) return undefined;
  const all = [...checks.first, ...STARTED, ...checks.last];
  if (check !== '') return all.includes(check) ? 'ok' : undefined;
  if (!verbose) return 'ok';
  const unknown = [...excluded].filter((name) => !all.includes(name)).sort();
  return [
    ...all.map((name) => `[+]${name} ${excluded.has(name) ? 'excluded: ok' : 'ok'}\n`),
    unknown.length
      ? `warn: some health checks cannot be excluded: no matches for ${unknown.map((n) => JSON.stringify(n)).join(',')}\n`
      : '',
    `${root} check passed\n`,
  ].join('');
}
