/** kubectl rollout. Source: kubectl's cmd/rollout and polymorphichelpers. */
import type { Template } from '#shared/graph/pod-template.ts';
import { controllerOf, type ApiObject } from '#shared/api/object.ts';
import { formatTime } from '#shared/api/time.ts';
import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from '#shared/kinds/types.ts';
import { report, type Command, type Run } from '../command.ts';
import { CommandError } from '../failure.ts';
import { text, toggle } from '../flags.ts';
import { qualifiedKind, qualifiedPlural, type ApiKind } from '../kinds.ts';
import { align, TABLE } from '../tab-writer.ts';
import { fetchTargets, kindOf, targetsOf } from '../targets.ts';
import { podTemplate } from '../describe/pod-parts.ts';
import { Text } from '../describe/text.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const CAUSE = 'kubernetes.io/change-cause';

export const rollout: Command = {
  name: 'rollout',
  summary: 'Manage the rollout of a resource',
  positional: 'resource',
  subcommands: ['history', 'pause', 'restart', 'resume', 'status', 'undo'],
  flags: [
    text('revision'),
    text('to-revision'),
    text('selector', 'l'),
    toggle('watch', 'w'),
    text('timeout'),
    text('output', 'o', ['name', 'yaml']),
  ],
  async run(r) {
    const [verb = '', ...args] = r.args;
    if (!rollout.subcommands?.includes(verb))
      throw new CommandError(`unknown command "${verb}" for "kubectl rollout"; it takes ${rollout.subcommands?.join(', ')}`);
    if (args.length === 0) throw new CommandError('required resource not specified');
    if (verb === 'status') return status(r, args);
    for (const t of await fetchTargets(r, args, 'required resource name not specified')) await act(r, verb, t.kind, t.object);
  },
};

async function act(r: Run, verb: string, kind: ApiKind, o: ApiObject): Promise<void> {
  const patch = (body: object) => r.api.patch(kind, r.namespace, o.metadata.name, body, 'strategic', { fieldManager: 'kubectl-rollout' });
  const deployment = () => {
    if (kind.kind !== 'Deployment')
      throw new CommandError(`${qualifiedPlural(kind)} "${o.metadata.name}" ${verb === 'pause' ? 'pausing' : 'resuming'} is not supported`);
    return o as Deployment;
  };
  switch (verb) {
    case 'pause':
      if (deployment().spec.paused) throw new CommandError(`${qualifiedPlural(kind)} "${o.metadata.name}" is already paused`);
      return report(r, kind, await patch({ spec: { paused: true } }), 'paused');
    case 'resume':
      if (!deployment().spec.paused) throw new CommandError(`${qualifiedPlural(kind)} "${o.metadata.name}" is not paused`);
      return report(r, kind, await patch({ spec: { paused: false } }), 'resumed');
    case 'restart':
      if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind.kind))
        throw new CommandError(`${qualifiedPlural(kind)} "${o.metadata.name}" restarting is not supported`);
      if (kind.kind === 'Deployment' && (o as Deployment).spec.paused)
        throw new CommandError(`can't restart paused deployment (run rollout resume first)`);
      return report(
        r,
        kind,
        await patch({ spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': formatTime(r.nowMs()) } } } } }),
        'restarted',
      );
    case 'history':
      return history(r, kind, o);
    default:
      return undo(r, kind, o);
  }
}

/** What an object was at each revision, oldest first. */
interface Past {
  readonly revision: number;
  readonly cause: string;
  readonly template: unknown;
}

async function past(r: Run, kind: ApiKind, o: ApiObject): Promise<readonly Past[]> {
  const owned = <T extends ApiObject>(list: readonly T[]) => list.filter((x) => controllerOf(x)?.uid === o.metadata.uid);
  const cause = (x: ApiObject) => x.metadata.annotations?.[CAUSE] ?? '';
  if (kind.kind === 'Deployment') {
    const sets = owned(await r.api.list<ReplicaSet>(kindOf('replicasets', r.kinds), r.namespace));
    return sets
      .map((s) => ({ revision: Number(s.metadata.annotations?.[REVISION] ?? 0), cause: cause(s), template: s.spec.template }))
      .sort((a, b) => a.revision - b.revision);
  }
  if (kind.kind !== 'StatefulSet' && kind.kind !== 'DaemonSet')
    throw new CommandError(`no history viewer has been implemented for "${kind.kind}"`);
  const revisions = owned(await r.api.list<ControllerRevision>(kindOf('controllerrevisions', r.kinds), r.namespace));
  return revisions
    .map((c) => ({
      revision: c.revision,
      cause: cause(c),
      template: (c.data as { spec?: { template?: unknown } } | undefined)?.spec?.template,
    }))
    .sort((a, b) => a.revision - b.revision);
}

async function history(r: Run, kind: ApiKind, o: ApiObject): Promise<void> {
  const all = await past(r, kind, o);
  const wanted = r.flags.number('revision');
  const head = `${qualifiedKind(kind)}/${o.metadata.name}`;
  if (wanted !== undefined) {
    const one = all.find((p) => p.revision === wanted);
    if (!one) throw new CommandError(`unable to find the specified revision`);
    r.out(`${head} with revision #${wanted}`);
    const described = new Text();
    podTemplate(described, one.template as Template | undefined);
    return described.lines.forEach((l) => r.out(l));
  }
  r.out(`${head} `.trimEnd());
  for (const line of align(['REVISION\tCHANGE-CAUSE', ...all.map((p) => `${p.revision}\t${p.cause || '<none>'}`)], {
    ...TABLE,
    padding: 2,
  }))
    r.out(line);
  r.out('');
}

async function undo(r: Run, kind: ApiKind, o: ApiObject): Promise<void> {
  if (kind.kind === 'Deployment' && (o as Deployment).spec.paused)
    throw new CommandError(`you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`);
  const all = await past(r, kind, o);
  const wanted = r.flags.number('to-revision') ?? 0;
  const target = wanted > 0 ? all.find((p) => p.revision === wanted) : all.at(-2);
  if (!target)
    throw new CommandError(
      wanted > 0
        ? `unable to find specified revision ${wanted} in history`
        : kind.kind === 'Deployment'
          ? `no rollout history found for deployment "${o.metadata.name}"`
          : 'no last revision to roll back to',
    );
  const template = withoutHash(target.template);
  const now = (o as Deployment).spec.template;
  if (JSON.stringify(withoutHash(now)) === JSON.stringify(template))
    return report(r, kind, o, `skipped rollback (current template already matches revision ${target.revision})`);
  const written = await r.api.update(
    kind,
    r.namespace,
    o.metadata.name,
    { ...o, spec: { ...(o as Deployment).spec, template } },
    { fieldManager: 'kubectl-rollout' },
  );
  report(r, kind, written, 'rolled back');
}

function withoutHash(template: unknown): unknown {
  const t = template as { metadata?: { labels?: Readonly<Record<string, string>> } };
  const { 'pod-template-hash': _, ...labels } = t.metadata?.labels ?? {};
  return { ...t, metadata: { ...t.metadata, labels } };
}

async function status(r: Run, args: readonly string[]): Promise<void> {
  for (const t of targetsOf(args, r.kinds))
    for (const name of t.names ?? []) {
      let last = '';
      let told = false;
      for (;;) {
        const { text: says, done } = progress(t.kind, await r.api.get(t.kind, r.namespace, name));
        if (says !== last) r.out(says);
        last = says;
        if (done || r.signal.aborted || (r.flags.has('watch') && !r.flags.on('watch'))) break;
        if (!r.playing() && !told) r.error('Time stands still: press play, or end this with Ctrl+C.');
        told = !r.playing();
        await r.changed();
      }
    }
}

/** How far a rollout is, in kubectl's words. */
export function progress(kind: ApiKind, o: ApiObject): { readonly text: string; readonly done: boolean } {
  const { name } = o.metadata;
  const waiting = (text_: string) => ({ text: text_, done: false });
  const observed = (o as unknown as { status: { observedGeneration?: number } }).status.observedGeneration ?? 0;
  const behind = (o.metadata.generation ?? 0) > observed;
  if (kind.kind === 'Deployment') {
    if (behind) return waiting('Waiting for deployment spec update to be observed...');
    const { spec, status: s } = o as Deployment;
    const wanted = spec.replicas ?? 1;
    const [updated, all, available] = [s.updatedReplicas ?? 0, s.replicas ?? 0, s.availableReplicas ?? 0];
    if (s.conditions?.some((c) => c.type === 'Progressing' && c.reason === 'ProgressDeadlineExceeded'))
      throw new CommandError(`deployment "${name}" exceeded its progress deadline`);
    if (updated < wanted)
      return waiting(`Waiting for deployment "${name}" rollout to finish: ${updated} out of ${wanted} new replicas have been updated...`);
    if (all > updated)
      return waiting(`Waiting for deployment "${name}" rollout to finish: ${all - updated} old replicas are pending termination...`);
    if (available < updated)
      return waiting(`Waiting for deployment "${name}" rollout to finish: ${available} of ${updated} updated replicas are available...`);
    return { text: `deployment "${name}" successfully rolled out`, done: true };
  }
  if (kind.kind === 'DaemonSet') {
    const { spec, status: s } = o as DaemonSet;
    if (spec.updateStrategy?.type !== 'RollingUpdate')
      throw new CommandError('rollout status is only available for RollingUpdate strategy type');
    if (behind) return waiting('Waiting for daemon set spec update to be observed...');
    if ((s.updatedNumberScheduled ?? 0) < s.desiredNumberScheduled)
      return waiting(
        `Waiting for daemon set "${name}" rollout to finish: ${s.updatedNumberScheduled ?? 0} out of ${s.desiredNumberScheduled} new pods have been updated...`,
      );
    if ((s.numberAvailable ?? 0) < s.desiredNumberScheduled)
      return waiting(
        `Waiting for daemon set "${name}" rollout to finish: ${s.numberAvailable ?? 0} of ${s.desiredNumberScheduled} updated pods are available...`,
      );
    return { text: `daemon set "${name}" successfully rolled out`, done: true };
  }
  if (kind.kind !== 'StatefulSet')
    throw new CommandError(`no status viewer has been implemented for ${kind.kind}${kind.group ? `.${kind.group}` : ''}`);
  const { spec, status: s } = o as StatefulSet;
  const wanted = spec.replicas ?? 1;
  const partition = spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  if (spec.updateStrategy?.type !== 'RollingUpdate')
    throw new CommandError('rollout status is only available for RollingUpdate strategy type');
  if (behind) return waiting('Waiting for statefulset spec update to be observed...');
  if ((s.readyReplicas ?? 0) < wanted) return waiting(`Waiting for ${wanted - (s.readyReplicas ?? 0)} pods to be ready...`);
  if (spec.updateStrategy.rollingUpdate)
    return (s.updatedReplicas ?? 0) < wanted - partition
      ? waiting(
          `Waiting for partitioned roll out to finish: ${s.updatedReplicas ?? 0} out of ${wanted - partition} new pods have been updated...`,
        )
      : { text: `partitioned roll out complete: ${s.updatedReplicas ?? 0} new pods have been updated...`, done: true };
  if (s.updateRevision !== s.currentRevision)
    return waiting(`waiting for statefulset rolling update to complete ${s.updatedReplicas ?? 0} pods at revision ${s.updateRevision}...`);
  return { text: `statefulset rolling update complete ${s.currentReplicas ?? 0} pods at revision ${s.currentRevision}...`, done: true };
}
