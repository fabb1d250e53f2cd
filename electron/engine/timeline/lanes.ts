/** Rows of the time line: how each workload, node and claim fared over a span, with what happened to it. */
import { parseKey, type ResourceId } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import type { State } from '#shared/graph/object-state.ts';
import type { Lane } from '#shared/ipc/timeline.ts';
import type { Event, ObjectReference } from '#shared/kinds/types.ts';
import type { Revision, RevisionLog } from '../store/log.ts';
import { livedIn, type Chronicle, type Life, type Turn } from './chronicle.ts';
import type { Kin, Kinship } from './kin.ts';
import { rowOf } from './rows.ts';
import type { WorkloadTurns } from './workload-turns.ts';

/** Resources with lanes of their own, in the order they are shown. What one of them controls hangs below it. */
const SHOWN: readonly ResourceId[] = [
  'drydock.dev/nodepools',
  'core/nodes',
  'apps/deployments',
  'apps/statefulsets',
  'apps/daemonsets',
  'batch/cronjobs',
  'batch/jobs',
  'core/replicationcontrollers',
  'apps/replicasets',
  'core/pods',
  'core/persistentvolumeclaims',
];
/** Marks a lane shows at most; a resource that is touched more often is no easier to read with more of them. */
const MOST_MARKS = 200;
/** Warnings looked into at most, newest first. */
const MOST_WARNINGS = 2_000;

/** What to show. */
export interface LaneQuery {
  readonly fromMs: Ms;
  readonly toMs: Ms;
  readonly namespace?: string;
  readonly limit: number;
}

/** What lanes are read from. */
export interface LaneSources {
  readonly log: RevisionLog;
  readonly chronicle: Chronicle;
  readonly kinship: Kinship;
  readonly workloadTurns: WorkloadTurns;
  /** The key of what a reference points at. */
  keyOfReference(r: ObjectReference): string | undefined;
}

interface Member {
  readonly life: Life;
  readonly kin: Kin;
  readonly children: Member[];
}

/** Lanes, parents before what they control; at most `limit`, with room left for every parent first. */
export function lanes(sources: LaneSources, query: LaneQuery): readonly Lane[] {
  const { chronicle } = sources;
  const from = chronicle.revisionAt(query.fromMs - 1);
  const to = chronicle.revisionAt(query.toMs);
  const withPods = sources.workloadTurns.over(chronicle, { from, to, namespace: query.namespace });
  const tops = family(sources, query, from, to).slice(0, query.limit);
  const warnings = warningsByKey(sources, from, to);
  const room = roomBelow(tops, query.limit - tops.length);
  return tops.flatMap((top) => [lane(top, 0), ...newest(top.children, (m) => m.life, room.get(top) ?? 0).map((child) => lane(child, 1))]);

  function lane({ life, kin: { kind, name } }: Member, depth: number): Lane {
    return {
      key: life.key,
      kind,
      name,
      depth,
      bars: bars(chronicle, withPods.get(life.key) ?? life.turns, query),
      marks: marks(sources, life, warnings.get(life.key) ?? [], from, to),
    };
  }
}

/** How many children of each are shown where not all have room: what the small ones leave is the large ones'. */
function roomBelow(tops: readonly Member[], limit: number): ReadonlyMap<Member, number> {
  const room = new Map<Member, number>();
  let left = limit;
  for (const [i, top] of tops.toSorted((a, b) => a.children.length - b.children.length).entries()) {
    const share = Math.min(top.children.length, Math.floor(left / (tops.length - i)));
    room.set(top, share);
    left -= share;
  }
  return room;
}

/** Who is shown in the span, below whom. */
function family(sources: LaneSources, { namespace, limit }: LaneQuery, from: Revision, to: Revision): readonly Member[] {
  const byUid = new Map<string, Member>();
  const members: Member[] = [];
  for (const resource of SHOWN) {
    const lived = [...sources.chronicle.lives(`${resource}/`)].filter(
      (life) => livedIn(life, from, to) && (namespace === undefined || [namespace, ''].includes(parseKey(life.key).namespace)),
    );
    for (const life of newest(lived, (l) => l, limit)) {
      const kin = sources.kinship.of(life, to);
      if (!kin) continue;
      const member: Member = { life, kin, children: [] };
      members.push(member);
      byUid.set(kin.uid, member);
    }
  }
  const above = (m: Member) => byUid.get(m.kin.controller ?? '');
  const tops: Member[] = [];
  for (const m of members) {
    const parent = above(m);
    if (!parent) tops.push(m);
    else if (m.kin.kind !== 'ReplicaSet')
      (above(parent) && parent.kin.kind === 'ReplicaSet' ? (above(parent) as Member) : parent).children.push(m);
  }
  return tops.sort(byPlace).map((t) => {
    t.children.sort(byPlace);
    return t;
  });
}

/** As many as have room, in their order: those that are there still, then those that went last. Ten thousand finished pods are not read for a thousand lanes. */
function newest<T>(all: readonly T[], lifeOf: (x: T) => Life, limit: number): readonly T[] {
  if (all.length <= limit) return all;
  const wentAt = (x: T) => {
    const last = lifeOf(x).turns.at(-1);
    return last?.state === 'gone' ? last.revision : Infinity;
  };
  const kept = new Set(all.toSorted((a, b) => wentAt(b) - wentAt(a) || 0).slice(0, limit)); // of two that are there still the difference is none
  return all.filter((x) => kept.has(x));
}

const rank = new Map(SHOWN.map((r, i) => [r, i]));

function byPlace(a: Member, b: Member): number {
  const [x, y] = [parseKey(a.life.key), parseKey(b.life.key)];
  return (rank.get(x.resource) as number) - (rank.get(y.resource) as number) || (a.life.key < b.life.key ? -1 : 1);
}

function bars(chronicle: Chronicle, turns: readonly Turn[], { fromMs, toMs }: LaneQuery): Lane['bars'] {
  const result: { fromMs: Ms; toMs: Ms; state: State }[] = [];
  for (const [i, turn] of turns.entries()) {
    if (turn.state === 'gone') continue;
    const next = turns[i + 1];
    const begins = chronicle.timeOf(turn.revision);
    const ends = next ? chronicle.timeOf(next.revision) : toMs;
    if (ends < fromMs || begins > toMs || (ends === begins && next)) continue;
    result.push({ fromMs: Math.max(begins, fromMs), toMs: Math.min(ends, toMs), state: turn.state });
  }
  return result;
}

function marks(
  { log, chronicle }: LaneSources,
  life: Life,
  warnings: readonly { readonly revision: Revision; readonly text: string }[],
  from: Revision,
  to: Revision,
): Lane['marks'] {
  const within = (r: Revision) => r > from && r <= to;
  const say = (revision: Revision) => {
    const e = log.latest(life.key, revision);
    return e ? rowOf(log, e).text : '';
  };
  const found = [
    ...life.deeds
      .filter(within)
      .slice(-MOST_MARKS)
      .map((revision) => ({ revision, kind: 'user' as const, text: say(revision) })),
    ...life.turns
      .filter((t) => t.state === 'failed' && within(t.revision))
      .slice(-MOST_MARKS)
      .map(({ revision }) => ({ revision, kind: 'failure' as const, text: say(revision) })),
    ...warnings.map((w) => ({ ...w, kind: 'warning' as const })),
  ];
  return found
    .sort((a, b) => a.revision - b.revision)
    .slice(-MOST_MARKS)
    .map((m) => ({ ...m, atMs: chronicle.timeOf(m.revision) }));
}

/** Warning events of a span, by what they are about. */
function warningsByKey(
  { log, chronicle, keyOfReference }: LaneSources,
  from: Revision,
  to: Revision,
): ReadonlyMap<string, readonly { readonly revision: Revision; readonly text: string }[]> {
  const byKey = new Map<string, { readonly revision: Revision; readonly text: string }[]>();
  for (const { revision } of chronicle.warnings(from, to).slice(-MOST_WARNINGS)) {
    const e = log.since(revision - 1, 1)[0];
    const event = e?.value as Event | undefined;
    const key = event && keyOfReference(event.involvedObject);
    if (!event || key === undefined) continue;
    const list = byKey.get(key) ?? [];
    if (list.length === 0) byKey.set(key, list);
    list.push({ revision, text: `${event.reason}: ${event.message ?? ''}` });
  }
  return byKey;
}
