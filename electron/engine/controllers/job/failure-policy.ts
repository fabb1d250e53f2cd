/** What a failed pod means to its Job. Source: pkg/controller/job/pod_failure_policy.go. */
import { isTerminating, namespaceOf } from '#shared/api/object.ts';
import type { ContainerStatus, Job, Pod } from '#shared/kinds/types.ts';

type Rule = NonNullable<Job['spec']['podFailurePolicy']>['rules'][number];

/** What a rule does with a pod. */
export interface Verdict {
  readonly action: 'Count' | 'Ignore' | 'FailIndex' | 'FailJob';
  /** Why the Job fails. */
  readonly message: string;
}

/** Whether a pod that is still there while it is deleted is waited for, and not replaced at once. */
export function waitsForEnd(job: Job): boolean {
  return job.spec.podReplacementPolicy === 'Failed' || job.spec.podFailurePolicy !== undefined;
}

/** Has it failed, or is it being deleted before it could succeed? */
export function hasFailed(job: Job, p: Pod): boolean {
  return p.status.phase === 'Failed' || (!waitsForEnd(job) && isTerminating(p) && p.status.phase !== 'Succeeded');
}

/** What the first rule that matches says; 'Count' where none does. */
export function verdictOn(job: Job, p: Pod): Verdict {
  for (const [i, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const message = matches(rule, p, i);
    if (message !== undefined) return { action: rule.action as Verdict['action'], message };
  }
  return { action: 'Count', message: '' };
}

/** Whether the failure of a pod counts towards the Job's limit. */
export const countsAsFailure = (job: Job, p: Pod): boolean => verdictOn(job, p).action !== 'Ignore';

function matches(rule: Rule, p: Pod, i: number): string | undefined {
  const of = `${namespaceOf(p)}/${p.metadata.name}`;
  if (rule.onExitCodes) {
    const c = [...(p.status.containerStatuses ?? []), ...(p.status.initContainerStatuses ?? [])].find((s) => exitMatches(rule, s));
    return (
      c &&
      `Container ${c.name} for pod ${of} failed with exit code ${c.state?.terminated?.exitCode} matching ${rule.action} rule at index ${i}`
    );
  }
  const condition = p.status.conditions?.find((c) =>
    rule.onPodConditions?.some((pattern) => pattern.type === c.type && (pattern.status ?? 'True') === c.status),
  );
  return condition && `Pod ${of} has condition ${condition.type} matching ${rule.action} rule at index ${i}`;
}

function exitMatches({ onExitCodes }: Rule, s: ContainerStatus): boolean {
  const exitCode = s.state?.terminated?.exitCode;
  if (!onExitCodes || exitCode === undefined || exitCode === 0) return false;
  if (onExitCodes.containerName !== undefined && onExitCodes.containerName !== s.name) return false;
  return onExitCodes.values.includes(exitCode) === (onExitCodes.operator === 'In');
}
