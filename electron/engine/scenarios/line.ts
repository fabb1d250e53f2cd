/** What happened, on one line: when, who, what to which object. */
import type { Ms } from '#shared/api/time.ts';
import type { Event } from '#shared/kinds/types.ts';
import type { Entry } from '../store/log.ts';
import type { Change } from '../store/store.ts';
import { words } from '../timeline/words.ts';

/** Kinds whose writes say nothing that another line does not say. */
const QUIET: ReadonlySet<string> = new Set([
  'Lease',
  'EndpointSlice',
  'Endpoints',
  'ControllerRevision',
  'ServiceAccount',
  'CSINode',
  'VolumeAttachment',
]);

/** Characters of what is said. */
const LONGEST = 120;

/** Virtual time as minutes, seconds and milliseconds: '  1:05.250'. */
export function timeText(ms: Ms): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = (ms % 60_000) / 1000;
  return `${minutes}:${seconds.toFixed(3).padStart(6, '0')}`.padStart(9);
}

/** The line of a write; undefined for one that is not worth a line. */
export function lineOf(e: Entry, c: Change): string | undefined {
  const { kind } = e.value;
  if (QUIET.has(kind)) return undefined;
  if (kind === 'Event')
    return (e.value as Event).type === 'Warning'
      ? `${timeText(e.atMs)}  ${e.actor}  ${about(e.value as Event)}  ${clipped(words(c.before, c.after))}`
      : undefined;
  const said = words(c.before, c.after);
  if (c.before && c.after && (/ changed$/.test(said) || said === 'touched' || said === 'ready')) return undefined;
  const { namespace, name } = e.value.metadata;
  return `${timeText(e.atMs)}  ${e.actor}  ${kind} ${namespace ? `${namespace}/` : ''}${name}  ${clipped(said)}`;
}

const clipped = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function about({ involvedObject: o }: Event): string {
  return `${o.kind ?? ''} ${o.namespace ? `${o.namespace}/` : ''}${o.name ?? ''}`;
}
