/** kubectl wait. Source: kubectl's cmd/wait. */
import type { ApiObject } from '#shared/api/object.ts';
import { parseSpan } from '#shared/api/time.ts';
import { report, type Command, type Run } from '../command.ts';
import { CommandError } from '../failure.ts';
import { text, toggle } from '../flags.ts';
import { valuesAt } from '../json-path.ts';
import { fetchTargets, namespaceFor, targetsOf } from '../targets.ts';
import type { ApiKind } from '../kinds.ts';

export const wait: Command = {
  name: 'wait',
  summary: 'Wait for a specific condition on one or many resources',
  positional: 'resource',
  flags: [
    text('for', undefined, ['condition=', 'delete', 'create', 'jsonpath=']),
    text('timeout'),
    text('selector', 'l'),
    text('field-selector'),
    toggle('all'),
    toggle('all-namespaces', 'A'),
    text('output', 'o', ['name']),
  ],
  async run(r) {
    const what = r.flags.text('for');
    if (!what) throw new CommandError('unrecognized condition: ""');
    const holds = conditionOf(what);
    const deadline = r.nowMs() + (parseSpan(r.flags.text('timeout') ?? '30s') ?? 30_000);
    for (const t of await awaited(r, what)) {
      const { name, namespace } = t.object.metadata;
      for (;;) {
        const now = await r.api.find(t.kind, namespaceFor(t.kind, r) ?? namespace, name);
        if (what === 'delete' ? !now || now.metadata.uid !== t.object.metadata.uid : now && holds(now)) break;
        if (!now && what !== 'create' && what !== 'delete') throw new CommandError(`${t.kind.plural} "${name}" not found`);
        if (r.signal.aborted) return;
        if (r.nowMs() >= deadline) throw new CommandError(`timed out waiting for the condition on ${t.kind.plural}/${name}`);
        if (!r.playing()) throw new CommandError('time stands still: press play, then wait');
        await r.changed();
      }
      report(r, t.kind, t.object, what === 'delete' ? 'deleted' : 'condition met');
    }
  },
};

/** What is waited for. Nothing that is to go need be there still, and nothing that is to come already. */
async function awaited(r: Run, what: string): Promise<readonly { readonly kind: ApiKind; readonly object: Pick<ApiObject, 'metadata'> }[]> {
  const targets = targetsOf(r.args, r.kinds);
  if ((what !== 'delete' && what !== 'create') || targets.some((t) => !t.names))
    return fetchTargets(r, r.args, 'resource(s) were provided, but no name was specified');
  const found: { kind: ApiKind; object: Pick<ApiObject, 'metadata'> }[] = [];
  for (const { kind, names = [] } of targets)
    for (const name of names) {
      const object = await r.api.find(kind, namespaceFor(kind, r), name);
      if (object) found.push({ kind, object });
      else if (what === 'create')
        found.push({ kind, object: { metadata: { name, ...(kind.namespaced && { namespace: r.namespace }) } as ApiObject['metadata'] } });
    }
  return found;
}

function conditionOf(what: string): (o: ApiObject) => boolean {
  const condition = /^condition=([^=]+)(?:=(.+))?$/.exec(what);
  if (condition) {
    const [, type = '', value = 'True'] = condition;
    return (o) =>
      ((o as { status?: { conditions?: readonly { type: string; status: string }[] } }).status?.conditions ?? []).some(
        (c) => c.type.toLowerCase() === type.toLowerCase() && c.status.toLowerCase() === value.toLowerCase(),
      );
  }
  const path = /^jsonpath=\{(.+?)\}(?:=(.+))?$/.exec(what);
  if (path) return (o) => valuesAt(path[1] as string, o).some((v) => path[2] === undefined || String(v as string) === path[2]);
  if (what === 'delete' || what === 'create') return () => what === 'create';
  throw new CommandError(`unrecognized condition: "${what}"`);
}
