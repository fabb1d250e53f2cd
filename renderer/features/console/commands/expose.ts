/** kubectl expose and run. Source: kubectl's cmd/expose and cmd/run. */
import { templateOf } from '#shared/graph/pod-template.ts';
import type { Deployment, Pod, Service } from '#shared/kinds/types.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { dryRun, report, type Command } from '../command.ts';
import { CommandError } from '../failure.ts';
import { list, text, toggle } from '../flags.ts';
import { printObjects } from '../printing.ts';
import { fetchTargets, kindOf } from '../targets.ts';

const number = (t: string) => (/^\d+$/.test(t) ? Number(t) : t);

export const expose: Command = {
  name: 'expose',
  summary: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  positional: 'resource',
  flags: [
    text('port'),
    text('target-port'),
    text('name'),
    text('type', undefined, ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']),
    text('protocol', undefined, ['TCP', 'UDP', 'SCTP']),
    text('selector', 'l'),
    text('cluster-ip'),
    text('external-ip'),
    text('load-balancer-ip'),
    text('session-affinity'),
    text('labels'),
    text('output', 'o', ['name', 'yaml']),
    { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] },
  ],
  async run(r) {
    const services = kindOf('services', r.kinds);
    for (const { kind, object } of await fetchTargets(r, r.args, 'resource(s) were provided, but no name was specified')) {
      const selector = r.flags.has('selector')
        ? Object.fromEntries(r.flags.list('selector').map((s) => s.split('=') as [string, string]))
        : selectorOf(object);
      if (!selector) throw new CommandError(`cannot expose a ${kind.kind}${kind.group ? `.${kind.group}` : ''}`);
      const ports = portsOf(object);
      const wanted = r.flags.text('port');
      if (wanted === undefined && ports.length === 0) throw new CommandError("couldn't find port via --port flag or introspection");
      const chosen =
        wanted === undefined ? ports : wanted.split(',').map((p) => ({ port: Number(p), protocol: r.flags.text('protocol') ?? 'TCP' }));
      const target = r.flags.text('target-port');
      const name = r.flags.text('name') ?? object.metadata.name;
      const body = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, ...(object.metadata.labels && { labels: object.metadata.labels }) },
        spec: {
          ports: chosen.map((p, i) => ({
            port: p.port,
            protocol: p.protocol,
            targetPort: number(target ?? String(p.port)),
            ...(chosen.length > 1 && { name: `port-${i + 1}` }),
          })),
          selector,
          ...(r.flags.text('type') && { type: r.flags.text('type') }),
          ...(r.flags.text('cluster-ip') && { clusterIP: r.flags.text('cluster-ip') }),
          ...(r.flags.text('session-affinity') && { sessionAffinity: r.flags.text('session-affinity') }),
          ...(r.flags.text('external-ip') && { externalIPs: [r.flags.text('external-ip')] }),
        },
      };
      const made =
        r.flags.text('dry-run') === 'client'
          ? (body as never)
          : await r.api.create(services, r.namespace, body, { fieldManager: 'kubectl-expose', ...dryRun(r) });
      if (r.flags.text('output') === 'yaml') printObjects(r, [{ kind: services, object: made }], 'yaml', true);
      else report(r, services, made, 'exposed');
    }
  },
};

const EXPOSED = new Set(['ReplicationController', 'Deployment', 'ReplicaSet']);

function selectorOf(o: ApiObject): Readonly<Record<string, string>> | undefined {
  if (o.kind === 'Pod') return o.metadata.labels;
  if (o.kind === 'Service') return (o as Service).spec.selector;
  if (!EXPOSED.has(o.kind)) return undefined;
  return (
    (o as Deployment).spec.selector?.matchLabels ??
    (o.kind === 'ReplicationController' ? (o as unknown as Service).spec.selector : undefined)
  );
}

function portsOf(o: ApiObject): readonly { readonly port: number; readonly protocol: string }[] {
  if (o.kind === 'Service') return ((o as Service).spec.ports ?? []).map((p) => ({ port: p.port, protocol: p.protocol ?? 'TCP' }));
  return (templateOf(o)?.spec.containers ?? []).flatMap((c) =>
    (c.ports ?? []).map((p) => ({ port: p.containerPort, protocol: p.protocol ?? 'TCP' })),
  );
}

export const run: Command = {
  name: 'run',
  summary: 'Run a particular image on the cluster',
  positional: 'none',
  flags: [
    text('image'),
    text('port'),
    text('restart', undefined, ['Always', 'OnFailure', 'Never']),
    list('env'),
    text('labels', 'l'),
    toggle('command'),
    text('image-pull-policy'),
    toggle('expose'),
    toggle('rm'),
    toggle('stdin', 'i'),
    toggle('tty', 't'),
    text('output', 'o', ['name', 'yaml']),
    { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] },
  ],
  async run(r) {
    const [name] = r.args;
    const image = r.flags.text('image');
    const port = r.flags.number('port');
    const kind = kindOf('pods', r.kinds);
    if (!name) throw new CommandError('NAME is required for run');
    if (!image) throw new CommandError('required flag(s) "image" not set');
    const command = [...r.args.slice(1), ...r.rest];
    const container = {
      name,
      image,
      resources: {},
      ...(port !== undefined && { ports: [{ containerPort: port }] }),
      ...(command.length > 0 && (r.flags.on('command') ? { command } : { args: command })),
      ...(r.flags.has('env') && {
        env: r.flags.each('env').map((e) => ({ name: e.slice(0, e.indexOf('=')), value: e.slice(e.indexOf('=') + 1) })),
      }),
    };
    const labels = r.flags.has('labels')
      ? Object.fromEntries(r.flags.list('labels').map((l) => l.split('=') as [string, string]))
      : { run: name };
    const body = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels },
      spec: { containers: [container], restartPolicy: r.flags.text('restart') ?? 'Always', dnsPolicy: 'ClusterFirst' },
      status: {},
    };
    const made =
      r.flags.text('dry-run') === 'client'
        ? (body as unknown as Pod)
        : await r.api.create(kind, r.namespace, body, { fieldManager: 'kubectl-run', ...dryRun(r) });
    if (r.flags.text('output') === 'yaml') printObjects(r, [{ kind, object: made }], 'yaml', true);
    else report(r, kind, made, 'created');
  },
};
