import type { State } from '#shared/graph/object-state.ts';
import type { ContainerStatus, Pod } from '#shared/kinds/types.ts';
import { ageOf } from './common.ts';
import { cell, stated, type StatusOf, type StatusSection, type StatusView } from './section.ts';

export const podStatus: StatusOf<Pod> = (o, view) => {
  const node = o.spec.nodeName ? view.list('core/nodes').find((n) => n.metadata.name === o.spec.nodeName) : undefined;
  return [
    ...verdict(o),
    {
      title: 'Pod',
      facts: [
        ...stated('Phase', o.status.phase),
        ...stated('Reason', o.status.reason),
        ...stated('Node', o.spec.nodeName, node ? { key: view.keyOf(node) } : {}),
        ...stated('Pod IP', o.status.podIP),
        ...stated('QoS', o.status.qosClass),
        ...stated('Nominated', o.status.nominatedNodeName),
        ...stated('Started', ageOf(o.status.startTime, view.nowMs) && `${ageOf(o.status.startTime, view.nowMs)} ago`),
      ],
    },
    ...containers('Init containers', o.status.initContainerStatuses, view),
    ...containers('Containers', o.status.containerStatuses, view),
  ];
};

/** Why it has no node yet, in the scheduler's words, one reason a line. */
function verdict(o: Pod): readonly StatusSection[] {
  const scheduled = o.status.conditions?.find((c) => c.type === 'PodScheduled');
  if (scheduled?.status !== 'False') return [];
  return [
    {
      title: 'Why it has no node',
      table: {
        columns: [],
        rows: reasonsIn(scheduled.message ?? scheduled.reason ?? '').map((text, i) => ({
          id: String(i),
          cells: [cell(text, i === 0 ? { state: 'failed' } : {})],
        })),
      },
    },
  ];
}

/** '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) …. preemption: …' taken apart. */
export function reasonsIn(message: string): readonly string[] {
  const m = /^(\d+\/\d+ nodes are available): (.*?)\.(?: (.*))?$/s.exec(message);
  if (!m) return message ? [message] : [];
  return [m[1] as string, ...(m[2] as string).split(/, (?=\d+ )/), ...(m[3] ? m[3].split(/, (?=preemption: )/) : [])];
}

function containers(title: string, list: readonly ContainerStatus[] | undefined, view: StatusView): readonly StatusSection[] {
  if (!list?.length) return [];
  return [
    {
      title,
      table: {
        columns: ['Container', 'Is', 'Restarts'],
        rows: list.map((c) => {
          const last = c.lastState?.terminated;
          const waiting = c.state?.waiting?.message;
          const said = [
            waiting,
            last &&
              `Last ended ${ageOf(last.finishedAt, view.nowMs)} ago: ${last.reason ?? ''} with exit code ${last.exitCode}${last.message ? `, ${last.message}` : ''}`,
          ]
            .filter(Boolean)
            .join('\n');
          return {
            id: c.name,
            cells: [cell(c.name, { state: containerState(c) }), cell(containerWords(c)), cell(c.restartCount)],
            ...(said ? { more: said } : {}),
          };
        }),
      },
    },
  ];
}

function containerState(c: ContainerStatus): State {
  if (c.state?.running) return c.ready ? 'ready' : 'attention';
  if (c.state?.terminated) return c.state.terminated.exitCode === 0 ? 'ready' : 'failed';
  return /BackOff|Err|Invalid/.test(c.state?.waiting?.reason ?? '') ? 'failed' : 'waiting';
}

function containerWords(c: ContainerStatus): string {
  if (c.state?.running) return c.ready ? 'Running, ready' : 'Running, not ready';
  if (c.state?.terminated) return `${c.state.terminated.reason ?? 'Terminated'} (${c.state.terminated.exitCode})`;
  return c.state?.waiting?.reason ?? 'Waiting';
}
