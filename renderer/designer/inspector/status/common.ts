/** What every object's status has: its conditions, what was said about it, and the pods it stands for. */
import type { ApiObject } from '#shared/api/object.ts';
import { humanDuration, parseTime, type Ms } from '#shared/api/time.ts';
import type { State } from '#shared/graph/object-state.ts';
import type { Event, Pod } from '#shared/kinds/types.ts';
import { cell, type StatusSection, type StatusView } from './section.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** Conditions that are good news when they are False. */
const BAD_WHEN_TRUE =
  /Pressure$|Unavailable$|^(Failed|FailureTarget|ReplicaFailure|Suspended|DisruptionTarget|NamespaceDeletion.*|NamespaceContentRemaining|NamespaceFinalizersRemaining|ScalingLimited|Dangling|FileSystemResize.*)$/;

/** How a condition is: well, wrong, or not known. */
export function conditionState(c: Condition): State {
  if (c.status === 'Unknown') return 'waiting';
  const good = (c.status === 'True') !== BAD_WHEN_TRUE.test(c.type);
  return good ? 'ready' : c.type === 'Ready' || BAD_WHEN_TRUE.test(c.type) ? 'failed' : 'attention';
}

/** The conditions as a table; none where there are none. */
export function conditions(o: ApiObject, view: StatusView): readonly StatusSection[] {
  const list = (o as { readonly status?: { readonly conditions?: readonly Condition[] } }).status?.conditions;
  if (!Array.isArray(list) || list.length === 0) return [];
  return [
    {
      title: 'Conditions',
      table: {
        columns: ['Condition', 'Status', 'Since'],
        rows: (list as readonly Condition[]).map((c) => ({
          id: c.type,
          cells: [
            cell(c.type, { state: conditionState(c) }),
            cell([c.status, c.reason && c.reason !== c.type ? c.reason : ''].filter(Boolean).join(' · ')),
            cell(ageOf(c.lastTransitionTime, view.nowMs)),
          ],
          ...(c.message && conditionState(c) !== 'ready' ? { more: c.message } : {}),
        })),
      },
    },
  ];
}

/** The newest events about an object first. */
export function events(o: ApiObject, view: StatusView): readonly StatusSection[] {
  const list = [...view.eventsAbout(o.metadata.uid)]
    .sort((a, b) => Number(b.metadata.resourceVersion) - Number(a.metadata.resourceVersion))
    .slice(0, 30);
  if (list.length === 0) return [];
  return [
    {
      title: 'Events',
      table: {
        columns: ['Reason', 'From', 'Age'],
        rows: list.map((e) => ({
          id: e.metadata.uid,
          cells: [
            cell(`${e.reason ?? ''}${(e.count ?? 1) > 1 ? ` ×${e.count}` : ''}`, {
              state: e.type === 'Warning' ? ('attention' as const) : ('ready' as const),
            }),
            cell(sourceOf(e)),
            cell(ageOf(e.lastTimestamp ?? e.eventTime ?? e.metadata.creationTimestamp, view.nowMs)),
          ],
          more: e.message ?? '',
        })),
      },
    },
  ];
}

const sourceOf = (e: Event) => e.source?.component ?? e.reportingComponent ?? '';

/** Pods as a table. */
export function podTable(
  title: string,
  pods: readonly Pod[],
  view: StatusView,
  place: 'node' | 'namespace' = 'node',
): readonly StatusSection[] {
  if (pods.length === 0) return [];
  return [
    {
      title,
      table: {
        columns: ['Pod', 'Is', place === 'node' ? 'Node' : 'Namespace'],
        rows: pods.slice(0, 100).map((p) => {
          const { state, reason } = view.stateOf(p);
          return {
            id: p.metadata.uid,
            cells: [
              cell(p.metadata.name, { state, key: view.keyOf(p) }),
              cell(reason || 'Running'),
              cell(place === 'node' ? (p.spec.nodeName ?? '') : p.metadata.namespace),
            ],
          };
        }),
      },
    },
  ];
}

/** The pods below an object, through what it controls in between. */
export function podsBelow(o: ApiObject, view: StatusView): readonly Pod[] {
  return view.ownedBy(o.metadata.uid).flatMap((child) => (child.kind === 'Pod' ? [child as Pod] : podsBelow(child, view)));
}

/** How long ago a time is: '3m12s'; '' where there is none. */
export function ageOf(time: string | undefined | null, nowMs: Ms): string {
  const at = parseTime(time ?? undefined);
  return at === undefined ? '' : humanDuration(nowMs - at);
}
