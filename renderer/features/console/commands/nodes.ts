/** kubectl taint, cordon, uncordon and drain. Source: kubectl's cmd/taint and cmd/drain. */
import { controllerOf } from '#shared/api/object.ts';
import type { Node, Pod, Taint } from '#shared/kinds/types.ts';
import { report, type Command, type Run } from '../command.ts';
import { ApiFailure, CommandError } from '../failure.ts';
import { list, text, toggle } from '../flags.ts';
import { kindOf, targetsOf } from '../targets.ts';

const nodes = (r: Run) => kindOf('nodes', r.kinds);

/** The nodes that the words mean: 'n1 n2', 'node/n1', 'nodes n1', by -l or all. */
async function chosen(r: Run, words: readonly string[]): Promise<readonly Node[]> {
  const bare = words.map((w) => w.replace(/^nodes?\//, ''));
  const names = ['node', 'nodes', 'no'].includes(bare[0] ?? '') ? bare.slice(1) : bare;
  if (names.length > 0) return Promise.all(names.map((n) => r.api.get(nodes(r), undefined, n) as Promise<Node>));
  if (!r.flags.has('selector') && !r.flags.on('all')) throw new CommandError('must specify a node name, or --selector');
  return r.api.list<Node>(nodes(r), undefined, { labelSelector: r.flags.text('selector') });
}

async function setUnschedulable(r: Run, n: Node, on: boolean): Promise<void> {
  if ((n.spec.unschedulable ?? false) === on) return report(r, nodes(r), n, `already ${on ? 'cordoned' : 'uncordoned'}`);
  report(
    r,
    nodes(r),
    await r.api.patch(nodes(r), undefined, n.metadata.name, { spec: { unschedulable: on || null } }, 'strategic', {
      fieldManager: on ? 'kubectl-cordon' : 'kubectl-uncordon',
    }),
    on ? 'cordoned' : 'uncordoned',
  );
}

const cordoning =
  (on: boolean): Command['run'] =>
  async (r) => {
    for (const n of await chosen(r, r.args)) await setUnschedulable(r, n, on);
  };

export const cordon: Command = {
  name: 'cordon',
  summary: 'Mark node as unschedulable',
  positional: 'node',
  flags: [text('selector', 'l')],
  run: cordoning(true),
};
export const uncordon: Command = {
  name: 'uncordon',
  summary: 'Mark node as schedulable',
  positional: 'node',
  flags: [text('selector', 'l')],
  run: cordoning(false),
};

export const drain: Command = {
  name: 'drain',
  summary: 'Drain node in preparation for maintenance',
  positional: 'node',
  flags: [
    text('selector', 'l'),
    toggle('ignore-daemonsets'),
    toggle('delete-emptydir-data'),
    toggle('force'),
    text('grace-period'),
    text('timeout'),
    text('pod-selector'),
    toggle('disable-eviction'),
  ],
  async run(r) {
    for (const n of await chosen(r, r.args)) {
      await setUnschedulable(r, n, true);
      await empty(r, n);
    }
  },
};

async function empty(r: Run, n: Node): Promise<void> {
  const kind = kindOf('pods', r.kinds);
  const { name } = n.metadata;
  const all = await r.api.list<Pod>(kind, undefined, {
    fieldSelector: `spec.nodeName=${name}`,
    labelSelector: r.flags.text('pod-selector'),
  });
  const id = (p: Pod) => `${p.metadata.namespace}/${p.metadata.name}`;
  const faults = new Map<string, string[]>();
  const warnings = new Map<string, string[]>();
  const note = (to: Map<string, string[]>, what: string, p: Pod) => to.set(what, [...(to.get(what) ?? []), id(p)]);
  const going = all.filter((p) => {
    const owner = controllerOf(p);
    const over = p.status.phase === 'Succeeded' || p.status.phase === 'Failed';
    if (p.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return false;
    if (owner?.kind === 'DaemonSet') {
      if (r.flags.on('ignore-daemonsets')) note(warnings, 'ignoring DaemonSet-managed Pods', p);
      else note(faults, 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)', p);
      return false;
    }
    if (!over && p.spec.volumes?.some((v) => v.emptyDir) && !r.flags.on('delete-emptydir-data')) {
      note(faults, 'cannot delete Pods with local storage (use --delete-emptydir-data to override)', p);
      return false;
    }
    if (!owner && !over) {
      if (!r.flags.on('force')) {
        note(faults, 'cannot delete Pods that declare no controller (use --force to override)', p);
        return false;
      }
      note(warnings, 'deleting Pods that declare no controller', p);
    }
    return true;
  });
  if (faults.size > 0)
    throw new CommandError(
      `unable to drain node "${name}" due to error: [${[...faults].map(([what, pods]) => `${what}: ${pods.join(', ')}`).join(', ')}], continuing command...\nThere are pending nodes to be drained:\n ${name}\n${[...faults].map(([what, pods]) => `${what}: ${pods.join(', ')}`).join('\n')}`,
    );
  if (warnings.size > 0) r.error(`Warning: ${[...warnings].map(([what, pods]) => `${what}: ${pods.join(', ')}`).join('; ')}`);
  for (const p of going) r.out(`evicting pod ${id(p)}`);
  const grace = r.flags.number('grace-period');
  for (const p of going) await evict(r, p, grace);
  for (const p of going) await untilGone(r, p);
  if (!r.signal.aborted) r.out(`node/${name} drained`);
}

/** Evicts; a budget that forbids it for the moment is asked again. */
async function evict(r: Run, p: Pod, grace: number | undefined): Promise<void> {
  const kind = kindOf('pods', r.kinds);
  const { name, namespace } = p.metadata;
  while (!r.signal.aborted) {
    try {
      const body = {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name, namespace },
        ...(grace !== undefined && grace >= 0 && { deleteOptions: { gracePeriodSeconds: grace } }),
      };
      await (r.flags.on('disable-eviction')
        ? r.api.delete(kind, namespace, name, {})
        : r.api.call('POST', r.api.pathOf(kind, namespace, name, 'eviction'), body));
      return;
    } catch (e) {
      if (!(e instanceof ApiFailure)) throw e;
      if (e.reason === 'NotFound') return;
      if (e.reason !== 'TooManyRequests') throw e;
      r.error(`error when evicting pods/"${name}" -n "${namespace}" (will retry after 5s): ${e.message}`);
      if (!r.playing()) r.error('Time stands still: press play, or end this with Ctrl+C.');
      const until = r.nowMs() + 5000;
      while (!r.signal.aborted && r.nowMs() < until) await r.changed();
    }
  }
}

async function untilGone(r: Run, p: Pod): Promise<void> {
  const kind = kindOf('pods', r.kinds);
  while (!r.signal.aborted && r.playing()) {
    const now = await r.api.find(kind, p.metadata.namespace, p.metadata.name);
    if (!now || now.metadata.uid !== p.metadata.uid) return r.out(`pod/${p.metadata.name} evicted`);
    await r.changed();
  }
}

export const taint: Command = {
  name: 'taint',
  summary: 'Update the taints on one or more nodes',
  positional: 'node',
  flags: [text('selector', 'l'), toggle('all'), toggle('overwrite'), list('filename')],
  async run(r) {
    const isTaint = (w: string) => /[:=]/.test(w) || w.endsWith('-');
    const specs = r.args.filter(isTaint);
    const words = r.args.filter((w) => !isTaint(w));
    if (words.length === 0) throw new CommandError('one or more resources must be specified as <resource> <name>');
    if (targetsOf([words[0] as string], r.kinds)[0]?.kind.kind !== 'Node')
      throw new CommandError(`invalid resource type ${words[0]}, only node(s) is supported`);
    if (specs.length === 0) throw new CommandError('at least one taint update is required');
    for (const n of await chosen(r, words)) {
      const { taints, done } = change(n, specs, r.flags.on('overwrite'));
      report(
        r,
        nodes(r),
        await r.api.patch(nodes(r), undefined, n.metadata.name, { spec: { taints: taints.length > 0 ? taints : null } }, 'merge', {
          fieldManager: 'kubectl-taint',
        }),
        done,
      );
    }
  },
};

function change(n: Node, specs: readonly string[], overwrite: boolean): { readonly taints: readonly Taint[]; readonly done: string } {
  let taints: readonly Taint[] = n.spec.taints ?? [];
  let added = 0;
  let removed = 0;
  let modified = 0;
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      const [key, effect] = spec.slice(0, -1).split(':');
      const left = taints.filter((t) => t.key !== key?.split('=')[0] || (effect && t.effect !== effect));
      if (left.length === taints.length) throw new CommandError(`taint "${spec.slice(0, -1)}" not found`);
      taints = left;
      removed++;
      continue;
    }
    const m = /^([^=:]+)(?:=([^:]*))?:(.+)$/.exec(spec);
    if (!m) throw new CommandError(`invalid taint spec: ${spec}`);
    const [, key = '', value, effect = ''] = m;
    if (!['NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect))
      throw new CommandError(`invalid taint effect: ${effect}, unsupported taint effect`);
    const same = taints.find((t) => t.key === key && t.effect === effect);
    if (same && !overwrite)
      throw new CommandError(`node ${n.metadata.name} already has ${key} taint(s) with same effect(s) and --overwrite is false`);
    taints = [...taints.filter((t) => t !== same), { key, ...(value && { value }), effect }];
    if (same) modified++;
    else added++;
  }
  return { taints, done: modified > 0 || (added > 0 && removed > 0) ? 'modified' : added > 0 ? 'tainted' : 'untainted' };
}
