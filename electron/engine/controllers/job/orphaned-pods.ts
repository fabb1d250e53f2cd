/**
 * Pods that were kept for a Job to count and that no Job will count any more: the Job is gone or over. They are let go of.
 * Source: pkg/controller/job/job_controller.go (syncOrphanPod).
 */
import { controllerOf, isTerminating, namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { jobs } from '#shared/kinds/batch/job.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Job, Pod } from '#shared/kinds/types.ts';
import type { ControllerFactory, WatchRule } from '../controller.ts';
import { isTracked } from './completion-index.ts';
import { isOurs } from './job-controller.ts';
import { untracked } from './manage.ts';
import { isFinished } from './outcome.ts';

const keyOf = (p: Pod) => localKey(namespaceOf(p), p.metadata.name);

const abandoned: WatchRule = {
  resource: resourceOf(pods),
  keys({ after }) {
    const p = after as Pod | undefined;
    return p && isTracked(p) && (isTerminating(p) || !controllerOf(p)) ? [keyOf(p)] : [];
  },
};

const ended: WatchRule = {
  resource: resourceOf(jobs),
  keys({ before, after }, client) {
    if (after && !isFinished(after as Job)) return [];
    return client
      .list(pods, { owner: (after ?? before)?.metadata.uid ?? '' })
      .filter(isTracked)
      .map(keyOf);
  },
};

export const orphanedJobPods: ControllerFactory = () => ({
  name: 'job-orphan-controller',
  watches: [abandoned, ended],
  reconcile(key, client) {
    const { namespace, name } = splitLocalKey(key);
    const pod = client.get(pods, namespace, name);
    if (!pod || !isTracked(pod)) return;
    const owner = controllerOf(pod);
    const job = owner && client.get(jobs, namespace, owner.name);
    if (owner && (owner.kind !== 'Job' || owner.apiVersion !== jobs.apiVersion)) return;
    if (job && job.metadata.uid === owner.uid && (!isOurs(job) || !isFinished(job))) return;
    untracked(client, pod);
  },
});
