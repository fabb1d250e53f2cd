/** kubectl events. Source: kubectl's cmd/events. */
import { parseTime, humanDuration } from '#shared/api/time.ts';
import type { Event } from '#shared/kinds/types.ts';
import type { Command, Run } from '../command.ts';
import { list, text, toggle } from '../flags.ts';
import { align, TABLE } from '../tab-writer.ts';
import { kindOf, targetsOf } from '../targets.ts';

export const events: Command = {
  name: 'events',
  summary: 'List events',
  positional: 'none',
  flags: [toggle('all-namespaces', 'A'), text('for'), list('types'), toggle('watch', 'w'), toggle('no-headers'), text('chunk-size')],
  async run(r) {
    const seen = new Set<string>();
    for (let first = true; ; first = false) {
      const found = (await wanted(r)).filter((e) => !seen.has(e.metadata.uid + e.metadata.resourceVersion));
      for (const e of found) seen.add(e.metadata.uid + e.metadata.resourceVersion);
      if (found.length > 0) print(r, found, first && !r.flags.on('no-headers'));
      else if (first && !r.flags.on('watch'))
        r.error(r.flags.on('all-namespaces') ? 'No events found.' : `No events found in ${r.namespace} namespace.`);
      if (!r.flags.on('watch') || r.signal.aborted) return;
      await r.changed();
    }
  },
};

async function wanted(r: Run): Promise<readonly Event[]> {
  const types = r.flags.list('types').map((t) => t.toLowerCase());
  const about = r.flags.text('for');
  const [target] = about ? targetsOf([about], r.kinds) : [];
  const all = await r.api.list<Event>(
    kindOf('events', r.kinds),
    r.flags.on('all-namespaces') ? undefined : target && !target.kind.namespaced ? 'default' : r.namespace,
  );
  return all
    .filter(
      (e) =>
        (types.length === 0 || types.includes((e.type ?? '').toLowerCase())) &&
        (!target || (e.involvedObject.kind === target.kind.kind && e.involvedObject.name === target.names?.[0])),
    )
    .sort((a, b) => timeOf(a) - timeOf(b));
}

/** When an event was last seen, in ms since 1970. */
export function timeOf(e: Event): number {
  return (
    parseTime(e.series?.lastObservedTime ?? undefined) ??
    parseTime(e.lastTimestamp ?? undefined) ??
    parseTime(e.eventTime ?? undefined) ??
    parseTime(e.metadata.creationTimestamp) ??
    0
  );
}

function print(r: Run, found: readonly Event[], headers: boolean): void {
  const all = r.flags.on('all-namespaces');
  const rows = found.map((e) => {
    const age = humanDuration(r.nowMs() - timeOf(e));
    const first = parseTime(e.firstTimestamp ?? undefined);
    const count = e.series?.count ?? e.count ?? 1;
    return [
      ...(all ? [e.metadata.namespace] : []),
      count > 1 ? `${age} (x${count} over ${humanDuration(r.nowMs() - (first ?? timeOf(e)))})` : age,
      e.type ?? '',
      e.reason ?? '',
      `${e.involvedObject.kind}/${e.involvedObject.name}`,
      (e.message ?? '').trim(),
    ].join('\t');
  });
  for (const line of align([...(headers ? [`${all ? 'NAMESPACE\t' : ''}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE`] : []), ...rows], TABLE))
    r.out(line);
}
