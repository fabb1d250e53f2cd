/** Jobs to test with, and what is asked of them. */
import { jobs } from '#shared/kinds/batch/job.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { instantKubelet, type Fate } from './instant-kubelet.ts';
import { TestCluster } from './test-cluster.ts';
import { jobController } from '../controllers/job/job-controller.ts';
import { orphanedJobPods } from '../controllers/job/orphaned-pods.ts';

/** What the pods of these Jobs are selected by. */
export const labels = { job: 'j' };
/** A Job called j. */
export const job = (more: object = {}, restartPolicy = 'Never') => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'j' },
  spec: {
    completions: 1,
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    manualSelector: true,
    suspend: false,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { restartPolicy, containers: [{ name: 'app', image: 'nginx' }] } },
    ...more,
  },
});
/** One that numbers its pods, and runs them all at once. */
export const indexed = (completions: number, more: object = {}) =>
  job({ completions, parallelism: completions, completionMode: 'Indexed', ...more });
/** A cluster in which pods come to the end that `fate` says. */
export const start = (fate: (p: Pod) => Fate = () => 0) =>
  new TestCluster({ loops: [jobController, orphanedJobPods, instantKubelet(fate)] });
/** Of the Job j. */
export const status = (c: TestCluster) => c.get(jobs, 'j').status;
export const conditions = (c: TestCluster) => status(c).conditions?.map((x) => `${x.type} ${x.status} ${x.reason}: ${x.message}`);
/** The index of a pod of an indexed Job. */
export const indexAt = (p: Pod) => Number(p.metadata.annotations?.['batch.kubernetes.io/job-completion-index']);
/** Fails the first `times` pods, then succeeds. */
export const failing = (times: number) => {
  const seen = new Set<string>();
  return (p: Pod): Fate => (seen.add(p.metadata.uid).size <= times ? 1 : 0);
};
