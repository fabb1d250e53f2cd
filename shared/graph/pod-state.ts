/** How a pod is. */
import type { ContainerStatus, Pod } from '../kinds/types.ts';
import type { ObjectState } from './object-state.ts';

/** Why a container waits when nothing but a change will end it. Source: the kubelet's and the image manager's reasons. */
const STUCK: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreCreateHookError',
  'PostStartHookError',
]);

/** The volume of a claim is being made: where that goes wrong it is the claim that says so. Source: plugins/volumebinding. */
const UNBOUND = /pod has unbound immediate PersistentVolumeClaims/;

/** A pod's state with the reason `kubectl get` would show, and the message of whoever knows why. */
export function podState(p: Pod): ObjectState {
  const { status } = p;
  if (p.metadata.deletionTimestamp !== undefined) return { state: 'leaving', reason: 'Terminating', message: '' };
  if (status.phase === 'Succeeded') return { state: 'ready', reason: 'Completed', message: '' };
  if (status.phase === 'Failed')
    return { state: 'failed', reason: status.reason ?? endOf(status.containerStatuses) ?? 'Error', message: status.message ?? '' };
  const statuses = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  for (const c of statuses) {
    const waiting = c.state?.waiting;
    if (waiting && STUCK.has(waiting.reason ?? ''))
      return { state: 'failed', reason: waiting.reason ?? '', message: waiting.message ?? lastWords(c) };
  }
  const scheduled = status.conditions?.find((c) => c.type === 'PodScheduled');
  if (scheduled?.status === 'False') {
    const waits = scheduled.reason === 'SchedulingGated' || UNBOUND.test(scheduled.message ?? '');
    return { state: waits ? 'waiting' : 'failed', reason: scheduled.reason ?? 'Unschedulable', message: scheduled.message ?? '' };
  }
  const ended = statuses.find((c) => c.state?.terminated && c.state.terminated.exitCode !== 0);
  if (ended) return { state: 'attention', reason: ended.state?.terminated?.reason ?? 'Error', message: lastWords(ended) };
  if (status.phase !== 'Running')
    return {
      state: 'waiting',
      reason: statuses.find((c) => c.state?.waiting)?.state?.waiting?.reason ?? status.phase ?? 'Pending',
      message: '',
    };
  const ready = status.conditions?.find((c) => c.type === 'Ready');
  if (ready?.status === 'True') return { state: 'ready', reason: 'Running', message: '' };
  return { state: 'attention', reason: 'NotReady', message: ready?.message ?? '' };
}

function endOf(statuses: readonly ContainerStatus[] | undefined): string | undefined {
  return statuses?.find((c) => c.state?.terminated && c.state.terminated.exitCode !== 0)?.state?.terminated?.reason;
}

/** How a container ended, in words. */
function lastWords(c: ContainerStatus): string {
  const t = c.state?.terminated ?? c.lastState?.terminated;
  if (!t) return '';
  return t.message ?? `container ${c.name} ended with exit code ${t.exitCode}${t.reason ? ` (${t.reason})` : ''}`;
}
