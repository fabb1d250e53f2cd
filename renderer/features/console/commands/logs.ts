/** kubectl logs. Source: kubectl's cmd/logs. */
import type { ApiObject } from '#shared/api/object.ts';
import { formatLabelSelector } from '#shared/api/selector.ts';
import { templateOf } from '#shared/graph/pod-template.ts';
import type { Deployment, Pod } from '#shared/kinds/types.ts';
import type { Command, Run } from '../command.ts';
import { ApiFailure, CommandError } from '../failure.ts';
import { text, toggle } from '../flags.ts';
import { kindOf, targetsOf } from '../targets.ts';

export const logs: Command = {
  name: 'logs',
  summary: 'Print the logs for a container in a pod',
  positional: 'pod',
  flags: [
    text('container', 'c'),
    toggle('follow', 'f'),
    toggle('previous', 'p'),
    text('tail'),
    toggle('timestamps'),
    text('since'),
    text('selector', 'l'),
    toggle('all-containers'),
    toggle('prefix'),
    text('since-time'),
    text('limit-bytes'),
  ],
  async run(r) {
    const pods = await podsOf(r);
    for (const p of pods) for (const c of containers(r, p)) await print(r, p, c, pods.length > 1 || r.flags.on('prefix'));
  },
};

async function podsOf(r: Run): Promise<readonly Pod[]> {
  const kind = kindOf('pods', r.kinds);
  const [word] = r.args;
  if (r.flags.has('selector')) {
    const pods = await r.api.list<Pod>(kind, r.namespace, { labelSelector: r.flags.text('selector') });
    if (pods.length === 0) r.error(`No resources found in ${r.namespace} namespace.`);
    return pods;
  }
  if (!word)
    throw new CommandError(
      "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples",
    );
  const [t] = word.includes('/') ? targetsOf([word], r.kinds) : [{ kind, names: [word] }];
  const o: ApiObject | undefined = t?.names?.[0]
    ? await (word.includes('/') ? r.api.get(t.kind, r.namespace, t.names[0]) : podOf(r, t.names[0]))
    : undefined;
  if (!t || !o) throw new CommandError('POD or TYPE/NAME is a required argument for the logs command');
  if (t.kind.kind === 'Pod') return [o as Pod];
  const selector = (o as Deployment).spec.selector;
  const found = await r.api.list<Pod>(kind, r.namespace, {
    labelSelector: formatLabelSelector(
      t.kind.kind === 'Service' || t.kind.kind === 'ReplicationController'
        ? { matchLabels: selector as unknown as Record<string, string> }
        : selector,
    ),
  });
  if (found.length === 0) throw new CommandError(`no pods found for ${t.kind.singular} ${o.metadata.name}`);
  if (found.length > 1) r.error(`Found ${found.length} pods, using pod/${found[0]?.metadata.name}`);
  return found.slice(0, 1);
}

async function podOf(r: Run, name: string): Promise<ApiObject> {
  try {
    return await r.api.get(kindOf('pods', r.kinds), r.namespace, name);
  } catch (e) {
    if (e instanceof ApiFailure && e.reason === 'NotFound')
      throw new CommandError(`error from server (NotFound): ${e.message} in namespace "${r.namespace}"`);
    throw e;
  }
}

function containers(r: Run, p: Pod): readonly string[] {
  const all = (templateOf(p)?.spec.containers ?? []).map((c) => c.name);
  const named = r.flags.text('container') ?? r.args[1];
  const usual = p.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  if (r.flags.on('all-containers')) return all;
  if (named !== undefined) return [named];
  if (all.length > 1 && !usual) r.error(`Defaulted container "${all[0]}" out of: ${all.join(', ')}`);
  return [usual ?? all[0] ?? ''];
}

async function print(r: Run, p: Pod, container: string, prefixed: boolean): Promise<void> {
  const kind = kindOf('pods', r.kinds);
  const path = r.api.pathOf(kind, p.metadata.namespace, p.metadata.name, 'log');
  const prefix = prefixed ? `[pod/${p.metadata.name}/${container}] ` : '';
  const seconds = /^(\d+)s$/.exec(r.flags.text('since') ?? '')?.[1];
  let printed = 0;
  do {
    const body = await r.api.call(
      'GET',
      path,
      undefined,
      {
        container,
        previous: r.flags.on('previous'),
        timestamps: r.flags.on('timestamps'),
        tailLines: printed === 0 ? r.flags.text('tail') : undefined,
        sinceSeconds: seconds,
      },
      { accept: '*/*' },
    );
    const lines = String(body as string)
      .replace(/\n$/, '')
      .split('\n')
      .filter((l, _i, all) => !(all.length === 1 && l === ''));
    for (const line of lines.slice(printed)) r.out(`${prefix}${line}`);
    printed = Math.max(printed, lines.length);
    if (r.flags.on('follow')) await r.changed();
  } while (r.flags.on('follow') && !r.signal.aborted);
}
