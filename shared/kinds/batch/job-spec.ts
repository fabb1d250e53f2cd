/** What a Job, or the template of one, may ask for. Source: batch/v1 defaults, batch/validation validateJobSpec. */
import { invalid, notSupported, quoted, required, tooLong, type FieldError } from '../../api/errors.ts';
import { byteLength, isDomainPrefixedPath } from '../../api/names.ts';
import { podTemplateWarnings, validatePodTemplateSpec } from '../core/pod-template-spec.ts';
import type { JobSpec, PodFailurePolicy } from '../generated/types.ts';
import { validateNonnegatives } from '../nonnegative.ts';
import { validatePodFailurePolicy, validateSuccessPolicy } from './job-policies.ts';

const MAX_PARALLELISM = 100_000;
const MAX_FAILED_INDEXES = 100_000;
const MANY_COMPLETIONS = 100_000;
const MAX_OF_MANY = 10_000;
const MAX_MANAGED_BY = 63;

/** Conditions of a failure policy hold where they are True, unless it is said. */
export function withConditionDefaults(p: PodFailurePolicy): PodFailurePolicy {
  if (!p.rules?.some((r) => r.onPodConditions?.some((c) => !c.status))) return p;
  return {
    ...p,
    rules: p.rules.map((r) =>
      r.onPodConditions ? { ...r, onPodConditions: r.onPodConditions.map((c) => (c.status ? c : { ...c, status: 'True' })) } : r,
    ),
  };
}

/** All but the selector. */
export function validateJobSpec(s: JobSpec, path: string): readonly FieldError[] {
  const { maxFailedIndexes, managedBy, completionMode, podFailurePolicy, podReplacementPolicy } = s;
  const indexed = completionMode === 'Indexed';
  const errors: FieldError[] = [
    ...validateNonnegatives(s, path, [
      'parallelism',
      'completions',
      'activeDeadlineSeconds',
      'backoffLimit',
      'ttlSecondsAfterFinished',
      'backoffLimitPerIndex',
      'maxFailedIndexes',
    ]),
  ];
  if (maxFailedIndexes !== undefined && s.backoffLimitPerIndex === undefined)
    errors.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  if (managedBy !== undefined) {
    errors.push(...isDomainPrefixedPath(`${path}.managedBy`, managedBy));
    if (byteLength(managedBy) > MAX_MANAGED_BY) errors.push(tooLong(`${path}.managedBy`, MAX_MANAGED_BY));
  }
  if (completionMode !== undefined && completionMode !== 'NonIndexed' && !indexed)
    errors.push(notSupported(`${path}.completionMode`, completionMode, ['NonIndexed', 'Indexed']));
  if (indexed) errors.push(...validateIndexed(s, path));
  if (completionMode === undefined || completionMode === 'NonIndexed')
    for (const f of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const)
      if (s[f] !== undefined) errors.push(invalid(`${path}.${f}`, s[f], 'requires indexed completion mode'));
  if (podFailurePolicy) errors.push(...validatePodFailurePolicy(s, `${path}.podFailurePolicy`));
  if (s.successPolicy)
    errors.push(
      ...(indexed
        ? validateSuccessPolicy(s, `${path}.successPolicy`)
        : [
            invalid(
              `${path}.successPolicy`,
              {
                Rules:
                  s.successPolicy.rules?.map((r) => ({
                    SucceededIndexes: r.succeededIndexes ?? null,
                    SucceededCount: r.succeededCount ?? null,
                  })) ?? null,
              },
              'requires indexed completion mode',
            ),
          ]),
    );
  const replacements = podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed'];
  if (podReplacementPolicy !== undefined && !replacements.includes(podReplacementPolicy))
    errors.push(notSupported(`${path}.podReplacementPolicy`, podReplacementPolicy, replacements));
  return [
    ...errors,
    ...validatePodTemplateSpec(s.template, `${path}.template`),
    ...validateRestartPolicy(s, `${path}.template.spec.restartPolicy`),
  ];
}

function validateIndexed(s: JobSpec, path: string): readonly FieldError[] {
  const { completions, parallelism, maxFailedIndexes } = s;
  const errors: FieldError[] = [];
  const atMost = (field: 'parallelism' | 'maxFailedIndexes', most: number, words: string) => {
    if ((s[field] ?? 0) > most) errors.push(invalid(`${path}.${field}`, s[field], `must be less than or equal to ${most}${words}`));
  };
  if (completions === undefined) errors.push(required(`${path}.completions`, 'when completion mode is Indexed'));
  if (parallelism !== undefined) atMost('parallelism', MAX_PARALLELISM, ' when completion mode is Indexed');
  if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions)
    errors.push(invalid(`${path}.maxFailedIndexes`, maxFailedIndexes, 'must be less than or equal to completions'));
  atMost('maxFailedIndexes', MAX_FAILED_INDEXES, '');
  if (completions === undefined || completions <= MANY_COMPLETIONS || s.backoffLimitPerIndex === undefined) return errors;
  if (maxFailedIndexes === undefined)
    errors.push(required(`${path}.maxFailedIndexes`, `must be specified when completions is above ${MANY_COMPLETIONS}`));
  for (const f of ['parallelism', 'maxFailedIndexes'] as const)
    atMost(f, MAX_OF_MANY, ` when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`);
  return errors;
}

function validateRestartPolicy(s: JobSpec, path: string): readonly FieldError[] {
  const { restartPolicy } = s.template.spec ?? {};
  const finite = ['OnFailure', 'Never'];
  if (!restartPolicy || restartPolicy === 'Always') return [required(path, `valid values: ${finite.map(quoted).join(', ')}`)];
  if (!finite.includes(restartPolicy)) return [notSupported(path, restartPolicy, finite)];
  return s.podFailurePolicy && restartPolicy !== 'Never'
    ? [invalid(path, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified')]
    : [];
}

/** What a client is warned of. */
export function jobSpecWarnings(s: JobSpec, path: string): readonly string[] {
  const many = s.completionMode === 'Indexed' && (s.completions ?? 0) > MANY_COMPLETIONS && (s.parallelism ?? 0) > MAX_OF_MANY;
  return [
    ...(many
      ? [
          `${path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail`,
        ]
      : []),
    ...podTemplateWarnings(s.template, `${path}.template`),
  ];
}
