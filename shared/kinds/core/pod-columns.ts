/** What `kubectl get pods` prints. Source: printers/internalversion printPod. */
import { parseTime, type Ms } from '../../api/time.ts';
import { AGE, age, column, NAME, wide } from '../columns.ts';
import type { PrintContext, PrinterColumn, RowCondition } from '../definition.ts';
import type { ContainerStatus, Pod } from '../types.ts';
import { podCondition } from './pod-condition.ts';
import { isSidecar } from './pod-requests.ts';

/** A pod in a line: how many of its containers are ready, what state it is in, how often they started again. */
export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  /** 'Running', 'Init:0/1', 'CrashLoopBackOff', 'Completed', 'Terminating', … */
  readonly status: string;
  readonly restarts: number;
  /** When one last ended before it started again. */
  readonly lastRestart: string | undefined;
}

/** Restarts of some containers, and the last of them. */
interface Restarts {
  count: number;
  last: string | undefined;
}

function count(r: Restarts, { restartCount, lastState }: ContainerStatus): void {
  const at = lastState?.terminated?.finishedAt;
  r.count += restartCount;
  if (at && (r.last === undefined || (parseTime(at) as Ms) > (parseTime(r.last) as Ms))) r.last = at;
}

/** What ended container says of itself: its reason, or the signal or code it ended with. */
function endOf({ reason, signal, exitCode }: { readonly reason?: string; readonly signal?: number; readonly exitCode: number }): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

export function summarize({ metadata, spec, status: s }: Pod): PodSummary {
  const inits = spec.initContainers ?? [];
  const sidecars = new Set(inits.filter(isSidecar).map((c) => c.name));
  const all: Restarts = { count: 0, last: undefined };
  const ofSidecars: Restarts = { count: 0, last: undefined };
  let ready = 0;
  let initializing = false;
  let status = s.reason || s.phase || '';
  let restarts = all;
  if (s.conditions?.some((c) => c.type === 'PodScheduled' && c.reason === 'SchedulingGated')) status = 'SchedulingGated';
  for (const [i, c] of (s.initContainerStatuses ?? []).entries()) {
    const sidecar = sidecars.has(c.name);
    const { terminated, waiting } = c.state ?? {};
    count(all, c);
    if (sidecar) count(ofSidecars, c);
    if (terminated?.exitCode === 0) continue;
    if (sidecar && c.started) {
      if (c.ready) ready++;
      continue;
    }
    initializing = true;
    status = terminated
      ? `Init:${endOf(terminated)}`
      : waiting?.reason && waiting.reason !== 'PodInitializing'
        ? `Init:${waiting.reason}`
        : `Init:${i}/${inits.length}`;
    break;
  }
  if (!initializing || podCondition({ status: s }, 'Initialized')?.status === 'True') {
    let running = false;
    restarts = ofSidecars;
    for (const c of (s.containerStatuses ?? []).toReversed()) {
      const { waiting, terminated, running: runs } = c.state ?? {};
      count(restarts, c);
      if (waiting?.reason) status = waiting.reason;
      else if (terminated) status = endOf(terminated);
      else if (c.ready && runs) {
        running = true;
        ready++;
      }
    }
    if (status === 'Completed' && running) status = podCondition({ status: s }, 'Ready')?.status === 'True' ? 'Running' : 'NotReady';
  }
  if (metadata.deletionTimestamp !== undefined)
    status = s.reason === 'NodeLost' ? 'Unknown' : s.phase === 'Succeeded' || s.phase === 'Failed' ? status : 'Terminating';
  return { ready, total: spec.containers.length + sidecars.size, status, restarts: restarts.count, lastRestart: restarts.last };
}

function restartText(p: Pod, c: PrintContext): string {
  const { restarts, lastRestart } = summarize(p);
  return restarts && lastRestart ? `${restarts} (${age(lastRestart, c)} ago)` : String(restarts);
}

function gatesText({ spec: { readinessGates: gates = [] }, status }: Pod): string {
  return gates.length
    ? `${gates.filter((r) => podCondition({ status }, r.conditionType)?.status === 'True').length}/${gates.length}`
    : '<none>';
}

export const POD_COLUMNS: readonly PrinterColumn<Pod>[] = [
  NAME,
  column(
    'Ready',
    '',
    (p) => {
      const { ready, total } = summarize(p);
      return `${ready}/${total}`;
    },
    { description: 'The aggregate readiness state of this pod for accepting traffic.' },
  ),
  column('Status', '', (p) => summarize(p).status, { description: 'The aggregate status of the containers in this pod.' }),
  column('Restarts', '', restartText, {
    description:
      'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
  }),
  AGE,
  wide('IP', 'PodStatus.podIP', (p) => p.status.podIPs?.[0]?.ip || '<none>'),
  wide('Node', 'PodSpec.nodeName', (p) => p.spec.nodeName || '<none>'),
  wide('Nominated Node', 'PodStatus.nominatedNodeName', (p) => p.status.nominatedNodeName || '<none>'),
  wide('Readiness Gates', 'PodSpec.readinessGates', gatesText),
];

const DONE: Readonly<Record<string, readonly RowCondition[]>> = {
  Succeeded: [{ type: 'Completed', status: 'True', reason: 'Succeeded', message: 'The pod has completed successfully.' }],
  Failed: [{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }],
};

/** A pod that has come to its end says so beside its cells. */
export const podRowConditions = ({ status }: Pod): readonly RowCondition[] => DONE[status.phase ?? ''] ?? [];
