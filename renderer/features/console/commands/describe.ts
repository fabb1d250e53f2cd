/** kubectl describe. Source: kubectl's cmd/describe. */
import type { ApiObject } from '#shared/api/object.ts';
import type { Event } from '#shared/kinds/types.ts';
import type { Command, Run } from '../command.ts';
import { ApiFailure, CommandError } from '../failure.ts';
import { list, text, toggle } from '../flags.ts';
import { describeObject } from '../describe/index.ts';
import type { ApiKind } from '../kinds.ts';
import { named, namespaceFor, targetsOf } from '../targets.ts';
import { SELECTING } from './get.ts';

export const describe: Command = {
  name: 'describe',
  summary: 'Show details of a specific resource or group of resources',
  positional: 'resource',
  flags: [...SELECTING, toggle('show-events'), list('filename', 'f'), text('chunk-size')],
  async run(r) {
    if (r.args.length === 0)
      throw new CommandError(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    let any = false;
    for (const t of targetsOf(r.args, r.kinds)) {
      for (const o of await found(r, t.kind, t.names)) {
        if (any) r.out('\n');
        any = true;
        const lines = await describeObject(o, t.kind.type !== undefined, await surroundings(r, o));
        lines.forEach((line, i) =>
          r.out(
            line,
            i === 0 && line.endsWith(o.metadata.name)
              ? { from: line.length - o.metadata.name.length, to: line.length, key: r.keyOf(t.kind, o.metadata.namespace, o.metadata.name) }
              : undefined,
          ),
        );
      }
    }
    if (!any && r.args.length === 1 && !r.args[0]?.includes('/'))
      r.error(r.flags.on('all-namespaces') ? 'No resources found' : `No resources found in ${r.namespace} namespace.`);
  },
};

/** By name; where none has the name, those that begin with it, as kubectl does. */
async function found(r: Run, kind: ApiKind, names: readonly string[] | undefined): Promise<readonly ApiObject[]> {
  const ns = namespaceFor(kind, r);
  if (!names) return r.api.list(kind, ns, { labelSelector: r.flags.text('selector') });
  const all: ApiObject[] = [];
  for (const name of names) {
    const o = await r.api.find(kind, ns, name);
    const like = o ? [o] : (await r.api.list(kind, ns)).filter((x) => x.metadata.name.startsWith(name));
    if (like.length === 0) await named(r, () => r.api.get(kind, ns, name));
    all.push(...like);
  }
  return all;
}

async function surroundings(r: Run, o: ApiObject) {
  const list_ = async <T extends ApiObject>(resource: string, namespace?: string): Promise<readonly T[]> => {
    const kind = r.kinds.all.find((k) => k.id === resource);
    try {
      return kind ? await r.api.list<T>(kind, namespace) : [];
    } catch (e) {
      if (e instanceof ApiFailure && e.reason === 'Forbidden') return []; // what one may not see is not described
      throw e;
    }
  };
  const events =
    r.flags.has('show-events') && !r.flags.on('show-events') ? [] : await list_<Event>('core/events', o.metadata.namespace ?? 'default');
  return {
    nowMs: r.nowMs(),
    list: list_,
    events: events.filter(
      (e) =>
        e.involvedObject.uid === o.metadata.uid ||
        (e.involvedObject.kind === o.kind && e.involvedObject.name === o.metadata.name && e.involvedObject.uid === undefined),
    ),
  };
}
