/** kubectl wait. Source: kubectl's cmd/wait. */
import type { ApiObject } from '#shared/api/object.ts';
import { parseSpan } from '#shared/api/time.ts';
import { report, type Command } from '../command.ts';
import { CommandError } from '../failure.ts';
import { text, toggle } from '../flags.ts';
import { valuesAt } from '../json-path.ts';
import { fetchTargets, namespaceFor } from '../targets.ts';

export const wait: Command = {
  name: 'wait', summary: 'Wait for a specific condition on one or many resources', positional: 'resource', flags: [text('for', undefined, ['condition=', 'delete', 'create', 'jsonpath=']), text('timeout'), text('selector', 'l'), text('field-selector'), toggle('all'), toggle('all-namespaces', 'A'), text('output', 'o', ['name'])],
  async run(r) {
    const what = r.flags.text('for');
    if (!what) throw new CommandError('unrecognized condition: ""');
    const holds = conditionOf(what), deadline = r.nowMs() + (parseSpan(r.flags.text('timeout') ?? '30s') ?? 30_000);
    for (const t of await fetchTargets(r, r.args, 'resource(s) were provided, but no name was specified')) {
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

function conditionOf(what: string): (o: ApiObject) => boolean {
  const condition = /^condition=([^=]+)(?:=(.+))?$/.exec(what);
  if (condition) {
    const [, type = '', value = 'True'] = condition;
    return (o) => ((o as { status?: { conditions?: readonly { type: string; status: string }[] } }).status?.conditions ?? []).some((c) => c.type.toLowerCase() === type.toLowerCase() && c.status.toLowerCase() === value.toLowerCase());
  }
  const path = /^jsonpath=\{(.+?)\}(?:=(.+))?$/.exec(what);
  if (path) return (o) => valuesAt(path[1] as string, o).some((v) => path[2] === undefined || String(v as string) === path[2]);
  if (what === 'delete' || what === 'create') return () => what === 'create';
  throw new CommandError(`unrecognized condition: "${what}"`);
}
