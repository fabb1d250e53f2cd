/** kubectl create, from manifests and by its generators. Source: kubectl's cmd/create. */
import { base64Text } from '#shared/api/base64.ts';
import { parseSpan } from '#shared/api/time.ts';
import { dryRun, report, validation, type Command, type Run } from '../command.ts';
import { ApiFailure, CommandError, failureText } from '../failure.ts';
import { list, text, toggle, type FlagSpec } from '../flags.ts';
import { manifestsOf } from '../manifests.ts';
import { printObjects } from '../printing.ts';
import { kindOf } from '../targets.ts';

type Body = Readonly<Record<string, unknown>>;
/** Makes an object of a name and flags. */
interface Generator {
  readonly flags: readonly FlagSpec[];
  make(r: Run, name: string, words: readonly string[]): Body;
}

const literals = (r: Run) =>
  Object.fromEntries(
    r.flags.each('from-literal').map((l) => {
      const at = l.indexOf('=');
      if (at < 1) throw new CommandError(`invalid literal source ${l}, expected key=value`);
      return [l.slice(0, at), l.slice(at + 1)] as const;
    }),
  );
const needed = (r: Run, flag: string) => {
  const value = r.flags.text(flag);
  if (value === undefined) throw new CommandError(`required flag(s) "${flag}" not set`);
  return value;
};
const container = (r: Run, name: string, image: string) => ({ name, image, resources: {}, ...(r.rest.length > 0 && { command: r.rest }) });
/** 'nginx' of 'registry/nginx:1.27'. */
const imageName = (image: string) => (image.slice(image.lastIndexOf('/') + 1).split(/[:@]/)[0] ?? image).replace(/[^a-zA-Z0-9-]/g, '-');
const ports = (r: Run, name: string) =>
  r.flags.list('tcp').map((p) => {
    const [port = '', target = port] = p.split(':');
    return {
      name: `${port}-${target}`,
      port: Number(port),
      protocol: 'TCP',
      targetPort: /^\d+$/.test(target) ? Number(target) : target,
      ...(name && {}),
    };
  });

const service =
  (type: string): Generator['make'] =>
  (r, name) =>
    type === 'ExternalName'
      ? {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name, labels: { app: name } },
          spec: { type, externalName: needed(r, 'external-name'), selector: { app: name } },
          status: { loadBalancer: {} },
        }
      : {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name, labels: { app: name } },
          spec: {
            type,
            ports: ports(r, name),
            selector: { app: name },
            ...(r.flags.text('clusterip') && { clusterIP: r.flags.text('clusterip') }),
          },
          status: { loadBalancer: {} },
        };

const generators: Readonly<Record<string, Generator>> = {
  namespace: { flags: [], make: (_r, name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {}, status: {} }) },
  configmap: {
    flags: [list('from-literal')],
    make: (r, name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      ...(r.flags.has('from-literal') && { data: literals(r) }),
    }),
  },
  serviceaccount: { flags: [], make: (_r, name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }) },
  deployment: {
    flags: [list('image'), text('replicas', 'r'), text('port')],
    make(r, name) {
      const images = r.flags.list('image');
      if (images.length === 0) throw new CommandError('required flag(s) "image" not set');
      const port = r.flags.number('port');
      return {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, labels: { app: name } },
        spec: {
          replicas: r.flags.number('replicas') ?? 1,
          selector: { matchLabels: { app: name } },
          strategy: {},
          template: {
            metadata: { labels: { app: name } },
            spec: {
              containers: images.map((i) => ({
                ...container(r, imageName(i), i),
                ...(port !== undefined && { ports: [{ containerPort: port }] }),
              })),
            },
          },
        },
        status: {},
      };
    },
  },
  job: {
    flags: [text('image'), text('from')],
    make: (r, name) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name },
      spec: { template: { metadata: {}, spec: { containers: [container(r, name, needed(r, 'image'))], restartPolicy: 'Never' } } },
      status: {},
    }),
  },
  cronjob: {
    flags: [text('image'), text('schedule'), text('restart')],
    make: (r, name) => ({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name },
      spec: {
        schedule: needed(r, 'schedule'),
        jobTemplate: {
          metadata: { name },
          spec: {
            template: {
              metadata: {},
              spec: { containers: [container(r, name, needed(r, 'image'))], restartPolicy: r.flags.text('restart') ?? 'OnFailure' },
            },
          },
        },
      },
      status: {},
    }),
  },
  quota: {
    flags: [text('hard'), text('scopes')],
    make: (r, name) => ({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name },
      spec: {
        hard: Object.fromEntries(r.flags.list('hard').map((h) => h.split('=') as [string, string])),
        ...(r.flags.has('scopes') && { scopes: r.flags.list('scopes') }),
      },
      status: {},
    }),
  },
  poddisruptionbudget: {
    flags: [text('min-available'), text('max-unavailable'), text('selector')],
    make: (r, name) => ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: {
        ...intOrText('minAvailable', r.flags.text('min-available')),
        ...intOrText('maxUnavailable', r.flags.text('max-unavailable')),
        selector: {
          matchLabels: Object.fromEntries(
            needed(r, 'selector')
              .split(',')
              .map((s) => s.split('=') as [string, string]),
          ),
        },
      },
    }),
  },
  priorityclass: {
    flags: [text('value'), toggle('global-default'), text('description'), text('preemption-policy')],
    make: (r, name) => ({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value: r.flags.number('value') ?? 0,
      globalDefault: r.flags.on('global-default'),
      description: r.flags.text('description') ?? '',
      preemptionPolicy: r.flags.text('preemption-policy') ?? 'PreemptLowerPriority',
    }),
  },
  role: {
    flags: [list('verb'), list('resource'), list('resource-name')],
    make: (r, name) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name }, rules: rules(r) }),
  },
  clusterrole: {
    flags: [list('verb'), list('resource'), list('resource-name')],
    make: (r, name) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules: rules(r) }),
  },
  rolebinding: {
    flags: [text('role'), text('clusterrole'), list('user'), list('group'), list('serviceaccount')],
    make: (r, name) => binding(r, name, 'RoleBinding'),
  },
  clusterrolebinding: {
    flags: [text('clusterrole'), list('user'), list('group'), list('serviceaccount')],
    make: (r, name) => binding(r, name, 'ClusterRoleBinding'),
  },
  ingress: {
    flags: [list('rule'), text('class'), text('default-backend')],
    make: (r, name) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name },
      spec: { ...(r.flags.text('class') && { ingressClassName: r.flags.text('class') }), rules: r.flags.each('rule').map(ingressRule) },
    }),
  },
};

const nested: Readonly<Record<string, Readonly<Record<string, Generator>>>> = {
  secret: {
    generic: {
      flags: [list('from-literal'), text('type')],
      make: (r, name) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name },
        ...(r.flags.text('type') && { type: r.flags.text('type') }),
        ...(r.flags.has('from-literal') && { data: Object.fromEntries(Object.entries(literals(r)).map(([k, v]) => [k, base64Text(v)])) }),
      }),
    },
    'docker-registry': {
      flags: [text('docker-server'), text('docker-username'), text('docker-password'), text('docker-email')],
      make(r, name) {
        const [username, password] = [needed(r, 'docker-username'), needed(r, 'docker-password')];
        const auths = {
          [r.flags.text('docker-server') ?? 'https://index.docker.io/v1/']: {
            username,
            password,
            ...(r.flags.text('docker-email') && { email: r.flags.text('docker-email') }),
            auth: base64Text(`${username}:${password}`),
          },
        };
        return {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name },
          type: 'kubernetes.io/dockerconfigjson',
          data: { '.dockerconfigjson': base64Text(JSON.stringify({ auths })) },
        };
      },
    },
  },
  service: {
    clusterip: { flags: [list('tcp'), text('clusterip')], make: service('ClusterIP') },
    nodeport: { flags: [list('tcp'), text('node-port')], make: service('NodePort') },
    loadbalancer: { flags: [list('tcp')], make: service('LoadBalancer') },
    externalname: { flags: [list('tcp'), text('external-name')], make: service('ExternalName') },
  },
};

const ALIASES: Readonly<Record<string, string>> = {
  ns: 'namespace',
  cm: 'configmap',
  sa: 'serviceaccount',
  deploy: 'deployment',
  cj: 'cronjob',
  resourcequota: 'quota',
  pdb: 'poddisruptionbudget',
  pc: 'priorityclass',
  svc: 'service',
  ing: 'ingress',
};

/** Flags of one generator may mean another thing to another: those of all are read alike. */
const generatorFlags = [
  ...new Map(
    [...Object.values(generators), ...Object.values(nested).flatMap((n) => Object.values(n))]
      .flatMap((g) => g.flags)
      .map((f) => [f.name, f]),
  ).values(),
].filter((f) => f.name !== 'selector');

export const create: Command = {
  name: 'create',
  summary: 'Create a resource from a file or from stdin',
  positional: 'none',
  subcommands: [...Object.keys(generators), ...Object.keys(nested), 'token'].sort(),
  flags: [
    list('filename', 'f'),
    { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] },
    text('output', 'o', ['name', 'yaml', 'json']),
    text('selector', 'l'),
    toggle('save-config'),
    { name: 'validate', type: 'text', bare: 'strict', values: ['strict', 'warn', 'ignore', 'true', 'false'] },
    text('duration'),
    list('audience'),
    ...generatorFlags,
  ],
  async run(r) {
    if (r.flags.has('filename')) return fromManifests(r);
    if (r.args[0] === 'token') return token(r);
    const [word = '', ...rest] = r.args;
    const what = ALIASES[word] ?? word;
    if (!what) throw new CommandError('must specify one of -f and -k');
    const inner = nested[what];
    const generator = inner ? inner[rest[0] ?? ''] : generators[what];
    if (!generator)
      throw new CommandError(
        inner
          ? `unknown command "${rest[0] ?? ''}" for "kubectl create ${what}"; it takes ${Object.keys(inner).join(', ')}`
          : `Unexpected args: [${r.args.join(' ')}]\nSee 'kubectl create -h' for help and examples`,
      );
    const [name, ...words] = inner ? rest.slice(1) : rest;
    if (!name) throw new CommandError('exactly one NAME is required, got 0');
    const body = generator.make(r, name, words);
    const kind = kindOf(what === 'quota' ? 'resourcequota' : what, r.kinds);
    const namespace = kind.namespaced ? r.namespace : undefined;
    try {
      const made =
        r.flags.text('dry-run') === 'client'
          ? (body as never)
          : await r.api.create(kind, namespace, body, { ...validation(r), ...dryRun(r) });
      const output = r.flags.text('output');
      if (output === 'yaml' || output === 'json') printObjects(r, [{ kind, object: made }], output, true);
      else report(r, kind, made, 'created');
    } catch (e) {
      if (e instanceof ApiFailure && e.reason === 'AlreadyExists')
        throw new CommandError(`failed to create ${what === 'quota' ? 'quota' : what}: ${e.message}`);
      throw e;
    }
  },
};

/** A token of a service account, printed and kept nowhere. */
async function token(r: Run): Promise<void> {
  const name = r.args[1];
  const duration = r.flags.text('duration');
  if (!name) throw new CommandError('exactly one NAME is required, got 0');
  const seconds = duration === undefined ? undefined : (parseSpan(duration) ?? 0) / 1000;
  const audiences = r.flags.each('audience');
  const path = r.api.pathOf(kindOf('serviceaccounts', r.kinds), r.namespace, name, 'token');
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { ...(audiences.length > 0 && { audiences }), ...(seconds && { expirationSeconds: seconds }) },
  };
  const made = (await r.api.call('POST', path, body)) as { status?: { token?: string } };
  r.out(made.status?.token ?? '');
}

async function fromManifests(r: Run): Promise<void> {
  let failed = false;
  for await (const m of manifestsOf(r, 'create')) {
    try {
      report(
        r,
        m.kind,
        r.flags.text('dry-run') === 'client'
          ? (m.object as never)
          : await r.api.create(m.kind, m.namespace, m.object, { ...validation(r), ...dryRun(r) }),
        'created',
      );
    } catch (e) {
      if (!(e instanceof ApiFailure)) throw e;
      failed = true;
      r.error(failureText(e, `error when creating "${m.source}"`));
    }
  }
  if (failed) throw new CommandError('', true);
}

const intOrText = (name: string, value: string | undefined) =>
  value === undefined ? {} : { [name]: /^\d+$/.test(value) ? Number(value) : value };

function rules(r: Run): readonly Body[] {
  const byGroup = Map.groupBy(
    r.flags.list('resource').map((x) => {
      const [name = '', sub] = x.split('/');
      const kind = kindOf(name, r.kinds);
      return { group: kind.group, resource: sub ? `${kind.plural}/${sub}` : kind.plural };
    }),
    (x) => x.group,
  );
  if (!r.flags.has('verb')) throw new CommandError('at least one verb must be specified');
  if (byGroup.size === 0) throw new CommandError('one of --resource or --non-resource-url must be specified');
  return [...byGroup].map(([group, of]) => ({
    apiGroups: [group],
    resources: of.map((o) => o.resource),
    verbs: r.flags.list('verb'),
    ...(r.flags.has('resource-name') && { resourceNames: r.flags.list('resource-name') }),
  }));
}

function binding(r: Run, name: string, kind: string): Body {
  const role = r.flags.text('role');
  const clusterRole = r.flags.text('clusterrole');
  const of = (k: string) => (n: string) => ({ kind: k, apiGroup: 'rbac.authorization.k8s.io', name: n });
  if ((role === undefined) === (clusterRole === undefined)) throw new CommandError('exactly one of clusterrole or role must be specified');
  const accounts = r.flags.list('serviceaccount').map((s) => {
    const [namespace = '', account] = s.split(':');
    if (!account) throw new CommandError('serviceaccount must be <namespace>:<name>');
    return { kind: 'ServiceAccount', namespace, name: account };
  });
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: role ? 'Role' : 'ClusterRole', name: role ?? clusterRole },
    subjects: [...r.flags.list('user').map(of('User')), ...r.flags.list('group').map(of('Group')), ...accounts],
  };
}

/** 'host/path*=service:port[,tls[=secret]]'. */
function ingressRule(text_: string): Body {
  const m = /^([^/=]*)(\/[^=]*)?=([^:]+):([^,]+)/.exec(text_);
  if (!m) throw new CommandError(`rule ${text_} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  const [, host = '', path = '/', name, port = ''] = m;
  const prefix = path.endsWith('*');
  return {
    ...(host && { host }),
    http: {
      paths: [
        {
          path: prefix ? path.slice(0, -1) : path,
          pathType: prefix ? 'Prefix' : 'Exact',
          backend: { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } },
        },
      ],
    },
  };
}
