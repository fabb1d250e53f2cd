/** kubectl top. Source: kubectl's cmd/top and metricsutil. */
import { milliOf, unitsOf } from '#shared/api/quantity.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Node } from '#shared/kinds/types.ts';
import type { Command, Run } from '../command.ts';
import { ApiFailure, CommandError } from '../failure.ts';
import { text, toggle } from '../flags.ts';
import { align, TABLE } from '../tab-writer.ts';
import { kindOf } from '../targets.ts';

type Usage = Readonly<Record<string, string>>;
interface NodeMetrics extends ApiObject {
  readonly usage: Usage;
}
interface PodMetrics extends ApiObject {
  readonly containers: readonly { readonly name: string; readonly usage: Usage }[];
}

const METRICS = '/apis/metrics.k8s.io/v1beta1';
const cpu = (usage: readonly Usage[]) => usage.reduce((sum, u) => sum + milliOf(u['cpu'] ?? '0'), 0);
const memory = (usage: readonly Usage[]) => usage.reduce((sum, u) => sum + unitsOf(u['memory'] ?? '0'), 0);
const mebi = (bytes: number) => `${Math.floor(bytes / 2 ** 20)}Mi`;

export const top: Command = {
  name: 'top',
  summary: 'Display resource (CPU/memory) usage',
  positional: 'none',
  subcommands: ['node', 'pod'],
  flags: [
    text('selector', 'l'),
    toggle('all-namespaces', 'A'),
    toggle('no-headers'),
    text('sort-by', undefined, ['cpu', 'memory']),
    toggle('containers'),
    toggle('sum'),
  ],
  async run(r) {
    const [what = '', name] = r.args;
    if (/^(no|nodes?)$/.test(what)) return nodes(r, name);
    if (/^(po|pods?)$/.test(what)) return pods(r, name);
    throw new CommandError(`unknown command "${what}" for "kubectl top"; it takes node, pod`);
  },
};

async function fetch<T>(r: Run, path: string, name: string | undefined): Promise<readonly T[]> {
  try {
    const got = (await r.api.call('GET', name ? `${path}/${name}` : path, undefined, { labelSelector: r.flags.text('selector') })) as T & {
      items?: readonly T[];
    };
    return got.items ?? [got];
  } catch (e) {
    if (e instanceof ApiFailure && e.status.code === 404 && !e.reason) throw new CommandError('Metrics API not available');
    throw e;
  }
}

function print(r: Run, head: string, rows: readonly { readonly text: string; readonly cpu: number; readonly memory: number }[]): void {
  const by = r.flags.text('sort-by');
  const sorted = by === 'cpu' || by === 'memory' ? rows.toSorted((a, b) => b[by] - a[by]) : rows;
  if (rows.length === 0) return r.error(`No resources found${r.flags.on('all-namespaces') ? '' : ` in ${r.namespace} namespace.`}`);
  for (const line of align([...(r.flags.on('no-headers') ? [] : [head]), ...sorted.map((x) => x.text)], TABLE)) r.out(line);
}

async function nodes(r: Run, name: string | undefined): Promise<void> {
  const [all, used] = await Promise.all([
    r.api.list<Node>(kindOf('nodes', r.kinds), undefined),
    fetch<NodeMetrics>(r, `${METRICS}/nodes`, name),
  ]);
  print(
    r,
    'NAME\tCPU(cores)\tCPU(%)\tMEMORY(bytes)\tMEMORY(%)',
    used.map((m) => {
      const has = all.find((n) => n.metadata.name === m.metadata.name)?.status.allocatable;
      const c = cpu([m.usage]);
      const b = memory([m.usage]);
      const share = (part: number, of: number) => (of > 0 ? `${Math.floor((part / of) * 100)}%` : '<unknown>');
      return {
        text: [m.metadata.name, `${c}m`, share(c, milliOf(has?.['cpu'] ?? '0')), mebi(b), share(b, unitsOf(has?.['memory'] ?? '0'))].join(
          '\t',
        ),
        cpu: c,
        memory: b,
      };
    }),
  );
}

async function pods(r: Run, name: string | undefined): Promise<void> {
  const all = r.flags.on('all-namespaces');
  const each = r.flags.on('containers');
  const used = await fetch<PodMetrics>(r, all ? `${METRICS}/pods` : `${METRICS}/namespaces/${r.namespace}/pods`, name);
  print(
    r,
    [...(all ? ['NAMESPACE'] : []), each ? 'POD\tNAME' : 'NAME', 'CPU(cores)', 'MEMORY(bytes)'].join('\t'),
    used.flatMap((m) =>
      (each
        ? m.containers.map((c) => ({ label: `${m.metadata.name}\t${c.name}`, usage: [c.usage] }))
        : [{ label: m.metadata.name, usage: m.containers.map((c) => c.usage) }]
      ).map(({ label, usage }) => ({
        text: [...(all ? [m.metadata.namespace] : []), label, `${cpu(usage)}m`, mebi(memory(usage))].join('\t'),
        cpu: cpu(usage),
        memory: memory(usage),
      })),
    ),
  );
}
