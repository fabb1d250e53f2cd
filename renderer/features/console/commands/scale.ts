/** kubectl scale and autoscale. Source: kubectl's cmd/scale and cmd/autoscale. */
import { dryRun, report, type Command } from '../command.ts';
import { CommandError } from '../failure.ts';
import { list, text, toggle } from '../flags.ts';
import { fetchTargets, kindOf, namespaceFor, targetsOf } from '../targets.ts';

export const scale: Command = {
  name: 'scale',
  summary: 'Set a new size for a deployment, replica set, or replication controller',
  positional: 'resource',
  flags: [
    text('replicas'),
    text('current-replicas'),
    text('resource-version'),
    text('selector', 'l'),
    toggle('all'),
    text('timeout'),
    text('output', 'o', ['name']),
    list('filename', 'f'),
    { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] },
  ],
  async run(r) {
    const replicas = r.flags.number('replicas');
    const expected = r.flags.number('current-replicas');
    if (replicas === undefined) throw new CommandError('required flag(s) "replicas" not set');
    if (replicas < 0) throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    if (r.args.length === 0) throw new CommandError('no objects passed to scale');
    for (const t of await fetchTargets(r, r.args, 'resource(s) were provided, but no name was specified')) {
      const { name } = t.object.metadata;
      const namespace = namespaceFor(t.kind, r);
      if (!t.kind.scales) throw new CommandError(`could not find the requested resource: ${t.kind.plural} cannot be scaled`);
      const now = (t.object as { spec?: { replicas?: number } }).spec?.replicas ?? 1;
      if (expected !== undefined && expected !== now) throw new CommandError(`Expected replicas to be ${expected}, was ${now}`);
      if (r.flags.text('dry-run') !== 'client')
        await r.api.patch(t.kind, namespace, name, { spec: { replicas } }, 'merge', dryRun(r), 'scale');
      report(r, t.kind, t.object, 'scaled');
    }
  },
};

export const autoscale: Command = {
  name: 'autoscale',
  summary: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  positional: 'resource',
  flags: [
    text('min'),
    text('max'),
    text('cpu-percent'),
    text('cpu'),
    text('memory'),
    text('name'),
    text('output', 'o', ['name', 'yaml']),
    { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] },
  ],
  async run(r) {
    const max = r.flags.number('max');
    const min = r.flags.number('min');
    if (max === undefined || max < 1) throw new CommandError('--max=MAXPODS is required and must be at least 1, max: ' + (max ?? -1));
    if (min !== undefined && min > max)
      throw new CommandError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
    const hpa = kindOf('horizontalpodautoscalers', r.kinds);
    for (const t of targetsOf(r.args, r.kinds))
      for (const target of t.names ?? []) {
        if (!t.kind.scales) throw new CommandError(`cannot autoscale a ${t.kind.kind}: it has no scale`);
        await r.api.get(t.kind, r.namespace, target);
        const metrics = [
          ...metric('cpu', r.flags.text('cpu') ?? (r.flags.has('cpu-percent') ? `${r.flags.text('cpu-percent')}%` : undefined)),
          ...metric('memory', r.flags.text('memory')),
        ];
        const body = {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: r.flags.text('name') ?? target },
          spec: {
            scaleTargetRef: { apiVersion: t.kind.apiVersion, kind: t.kind.kind, name: target },
            maxReplicas: max,
            ...(min !== undefined && min > 0 && { minReplicas: min }),
            ...(metrics.length > 0 && { metrics }),
          },
        };
        report(
          r,
          hpa,
          r.flags.text('dry-run') === 'client'
            ? (body as never)
            : await r.api.create(hpa, r.namespace, body, { fieldManager: 'kubectl-autoscale', ...dryRun(r) }),
          'autoscaled',
        );
      }
  },
};

/** '60%' is a utilisation, '500m' an average value. */
function metric(name: string, said: string | undefined): readonly object[] {
  if (said === undefined) return [];
  const percent = /^(\d+)%$/.exec(said)?.[1];
  return [
    {
      type: 'Resource',
      resource: {
        name,
        target: percent ? { type: 'Utilization', averageUtilization: Number(percent) } : { type: 'AverageValue', averageValue: said },
      },
    },
  ];
}
