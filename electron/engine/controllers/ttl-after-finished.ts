/** Deletes Jobs some time after they have ended, where they say so. Source: pkg/controller/ttlafterfinished. */
import { isTerminating } from '#shared/api/object.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import { parseTime } from '#shared/api/time.ts';
import { jobs } from '#shared/kinds/batch/job.ts';
import type { Controller } from './controller.ts';
import { forEach } from './watch-rules.ts';

export function ttlAfterFinished(): Controller {
  return {
    name: 'ttl-after-finished-controller',
    watches: [forEach(jobs)],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const job = client.get(jobs, namespace, name);
      const ended = job?.status.conditions?.find((c) => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True');
      const ttl = job?.spec.ttlSecondsAfterFinished;
      if (!job || !ended || ttl === undefined || isTerminating(job)) return undefined;
      const left = (parseTime(ended.lastTransitionTime) ?? client.wallMs) + ttl * 1000 - client.wallMs;
      if (left > 0) return { requeueAfter: left, urgency: 'background' };
      client.delete(jobs, job, { propagationPolicy: 'Foreground' });
      return undefined;
    },
  };
}
