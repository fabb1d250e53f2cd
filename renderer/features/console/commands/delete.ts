/** kubectl delete. Source: kubectl's cmd/delete. */
import type { ApiObject } from '#shared/api/object.ts';
import { dryRun, type Command, type Run } from '../command.ts';
import { ApiFailure, CommandError } from '../failure.ts';
import { list, text, toggle } from '../flags.ts';
import { qualifiedKind, type ApiKind } from '../kinds.ts';
import { manifestsOf } from '../manifests.ts';
import { named, namespaceFor, targetsOf } from '../targets.ts';
import { SELECTING } from './get.ts';

export const del: Command = {
  name: 'delete',
  summary: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  positional: 'resource',
  flags: [
    ...SELECTING,
    list('filename', 'f'),
    toggle('all'),
    toggle('force'),
    toggle('now'),
    text('grace-period'),
    { name: 'cascade', type: 'text', bare: 'background', values: ['background', 'foreground', 'orphan'] },
    { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] },
    toggle('wait'),
    text('timeout'),
    text('output', 'o', ['name']),
  ],
  async run(r) {
    const doomed = await asked(r);
    if (r.flags.on('force'))
      r.error(
        'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
      );
    if (doomed.length === 0 && !r.flags.on('ignore-not-found')) return r.out('No resources found');
    const gone: { kind: ApiKind; namespace: string | undefined; name: string; uid: string | undefined }[] = [];
    for (const d of doomed) {
      const o = await named(r, () => remove(r, d.kind, d.namespace, d.name));
      if (o) gone.push({ ...d, uid: o.uid });
    }
    if (!r.flags.has('wait') || r.flags.on('wait')) for (const g of gone) await untilGone(r, g);
  },
};

async function asked(r: Run): Promise<readonly { kind: ApiKind; namespace: string | undefined; name: string }[]> {
  const found: { kind: ApiKind; namespace: string | undefined; name: string }[] = [];
  if (r.flags.has('filename')) {
    for await (const m of manifestsOf(r, 'delete')) found.push(m);
    return found;
  }
  if (r.args.length === 0)
    throw new CommandError(
      "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'",
    );
  for (const t of targetsOf(r.args, r.kinds)) {
    const namespace = namespaceFor(t.kind, r);
    const name = (o: ApiObject) => ({ kind: t.kind, namespace: o.metadata.namespace ?? namespace, name: o.metadata.name });
    if (t.names) found.push(...t.names.map((n) => ({ kind: t.kind, namespace, name: n })));
    else if (r.flags.on('all') || r.flags.has('selector') || r.flags.has('field-selector'))
      found.push(
        ...(
          await r.api.list(t.kind, namespace, { labelSelector: r.flags.text('selector'), fieldSelector: r.flags.text('field-selector') })
        ).map(name),
      );
    else throw new CommandError('resource(s) were provided, but no name was specified');
  }
  return found;
}

async function remove(
  r: Run,
  kind: ApiKind,
  namespace: string | undefined,
  name: string,
): Promise<{ uid: string | undefined } | undefined> {
  const cascade = r.flags.text('cascade') ?? 'background';
  const grace = r.flags.number('grace-period') ?? (r.flags.on('now') ? 1 : r.flags.on('force') ? 0 : undefined);
  try {
    const before =
      r.flags.text('dry-run') === 'client'
        ? undefined
        : await r.api.delete(
            kind,
            namespace,
            name,
            {
              propagationPolicy: `${cascade[0]?.toUpperCase()}${cascade.slice(1)}`,
              ...(grace !== undefined && { gracePeriodSeconds: grace }),
            },
            dryRun(r),
          );
    const how = r.flags.on('force') ? ' force deleted' : ' deleted';
    const where = kind.namespaced ? ` from ${namespace} namespace` : '';
    const dry = r.flags.text('dry-run');
    if (r.flags.text('output') === 'name') r.out(`${qualifiedKind(kind)}/${name}`);
    else
      r.out(
        `${qualifiedKind(kind)} "${name}"${how}${where}${dry === 'server' ? ' (server dry run)' : dry === 'client' ? ' (dry run)' : ''}`,
      );
    if (dry && dry !== 'none') return undefined;
    const details = (before as { details?: { uid?: string } } | undefined)?.details;
    return { uid: before?.metadata?.uid ?? details?.uid };
  } catch (e) {
    if (e instanceof ApiFailure && e.reason === 'NotFound' && r.flags.on('ignore-not-found')) return undefined;
    throw e;
  }
}

/** kubectl waits until what it deleted is gone; the person may end that, and while time stands it would be for ever. */
async function untilGone(
  r: Run,
  g: { kind: ApiKind; namespace: string | undefined; name: string; uid: string | undefined },
): Promise<void> {
  while (!r.signal.aborted && r.playing()) {
    const o = await r.api.find(g.kind, g.namespace, g.name);
    if (!o || (g.uid !== undefined && o.metadata.uid !== g.uid)) return;
    await r.changed();
  }
}
