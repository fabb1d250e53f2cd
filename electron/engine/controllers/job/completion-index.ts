/** The index of a pod of an indexed Job, and how often that index has failed. Source: pkg/controller/job/indexed_job_utils.go. */
import { memoByIdentity } from '#shared/api/json.ts';
import type { Container, Job, Pod, PodTemplateSpec } from '#shared/kinds/types.ts';
import type { DraftOf } from '../../apiserver/client.ts';
import { leastUsefulFirst } from '../deletion-order.ts';
import { podFrom } from '../pod-control.ts';
import { countsAsFailure } from './failure-policy.ts';

const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';
const FAILURES = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED_FAILURES = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** What keeps a pod until the Job has counted it. */
export const TRACKING = 'batch.kubernetes.io/job-tracking';

export const isTracked = (p: Pod): boolean => p.metadata.finalizers?.includes(TRACKING) ?? false;
export const isIndexed = (job: Job): boolean => job.spec.completionMode === 'Indexed';
export const failsByIndex = (job: Job): boolean => job.spec.backoffLimitPerIndex !== undefined;
export const completionsOf = (job: Job): number => job.spec.completions ?? Infinity;

/** The pod's index; undefined where it has none that can be. */
export function indexOf(p: Pod): number | undefined {
  const text = p.metadata.annotations?.[COMPLETION_INDEX];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The pod's index, if the Job still has that many. */
export function validIndexOf(job: Job, p: Pod): number | undefined {
  const index = indexOf(p);
  return index !== undefined && index < completionsOf(job) ? index : undefined;
}

export function indexesOf(pods: readonly Pod[]): ReadonlySet<number> {
  return new Set(pods.map(indexOf).filter((i) => i !== undefined));
}

function count(p: Pod, annotation: string): number {
  const text = p.metadata.annotations?.[annotation];
  return text !== undefined && /^\d+$/.test(text) && Number(text) < 2 ** 31 ? Number(text) : 0;
}

/** How often the index had failed when this pod was made; `all` counts the failures that were ignored too. */
export const failuresBefore = (p: Pod): number => count(p, FAILURES);
export const allFailuresBefore = (p: Pod): number => count(p, FAILURES) + count(p, IGNORED_FAILURES);

/** The pod of a Job, for an index where it is an indexed one. `replaced` is the failed pod in whose place it comes. */
export function jobPod(job: Job, index: number | undefined, replaced: Pod | undefined): DraftOf<Pod> {
  const draft = podFrom(index === undefined ? job.spec.template : withIndexVariable(job.spec.template), job);
  const finalizers = draft.metadata.finalizers?.includes(TRACKING)
    ? draft.metadata.finalizers
    : [...(draft.metadata.finalizers ?? []), TRACKING];
  if (index === undefined) return { ...draft, metadata: { ...draft.metadata, finalizers } };
  const suffix = `-${index}-`;
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      finalizers,
      generateName: job.metadata.name.slice(0, LONGEST_PREFIX - suffix.length) + suffix,
      labels: { ...draft.metadata.labels, [COMPLETION_INDEX]: String(index) },
      annotations: {
        ...draft.metadata.annotations,
        [COMPLETION_INDEX]: String(index),
        ...(failsByIndex(job) ? failureAnnotations(job, replaced) : {}),
      },
    },
    spec: { ...draft.spec, hostname: `${job.metadata.name}-${index}` },
  };
}

/** The longest prefix that a random name of 63 characters leaves room for. */
const LONGEST_PREFIX = 58;

function failureAnnotations(job: Job, replaced: Pod | undefined): Readonly<Record<string, string>> {
  if (!replaced) return { [FAILURES]: '0' };
  const counts = countsAsFailure(job, replaced);
  const ignored = count(replaced, IGNORED_FAILURES) + (counts ? 0 : 1);
  return { [FAILURES]: String(count(replaced, FAILURES) + (counts ? 1 : 0)), ...(ignored ? { [IGNORED_FAILURES]: String(ignored) } : {}) };
}

const INDEX_VARIABLE = {
  name: 'JOB_COMPLETION_INDEX',
  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${COMPLETION_INDEX}']` } },
};

const withIndexVariable = memoByIdentity((t: PodTemplateSpec): PodTemplateSpec => {
  const add = (c: Container): Container =>
    c.env?.some((e) => e.name === INDEX_VARIABLE.name) ? c : { ...c, env: [...(c.env ?? []), INDEX_VARIABLE] };
  const { containers = [], initContainers } = t.spec ?? { containers: [] };
  return {
    ...t,
    spec: { ...t.spec, containers: containers.map(add), ...(initContainers ? { initContainers: initContainers.map(add) } : {}) },
  };
});

/** Pods that an indexed Job cannot use: without an index, with one too high, or all but the best of those that share one. */
export function superfluous(job: Job, pods: readonly Pod[]): { readonly remove: readonly Pod[]; readonly left: readonly Pod[] } {
  const remove: Pod[] = [];
  const left: Pod[] = [];
  const byIndex = new Map<number, Pod[]>();
  for (const p of pods) {
    const index = validIndexOf(job, p);
    if (index === undefined) remove.push(p);
    else byIndex.set(index, [...(byIndex.get(index) ?? []), p]);
  }
  for (const [, same] of [...byIndex].sort(([a], [b]) => a - b)) {
    const sorted = leastUsefulFirst(same);
    remove.push(...sorted.slice(0, -1));
    left.push(...sorted.slice(-1));
  }
  return { remove, left };
}
