/** When a Job's pods fail or succeed it. Source: batch/validation validatePodFailurePolicy, validateSuccessPolicy. */
import { duplicate, invalid, invalidState, notSupported, quoted, required, tooLong, tooMany, type FieldError } from '../../api/errors.ts';
import { isQualifiedName } from '../../api/names.ts';
import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
  SuccessPolicyRule,
} from '../generated/types.ts';
import { validateNonnegative } from '../nonnegative.ts';
import { countOf, parseIndexes } from './index-intervals.ts';

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_CONDITIONS = 20;
const MAX_INDEXES_LENGTH = 64 * 1024;

/** One of a list of values, asked for by its list where it is absent. */
function oneOf(value: string | undefined, supported: readonly string[], path: string): readonly FieldError[] {
  if (!value) return [required(path, `valid values: [${supported.map(quoted).join(' ')}]`)];
  return supported.includes(value) ? [] : [notSupported(path, value, supported)];
}

export function validatePodFailurePolicy(s: JobSpec, path: string): readonly FieldError[] {
  const rules = s.podFailurePolicy?.rules ?? [];
  const pod = s.template.spec;
  const names = new Set([...(pod?.containers ?? []), ...(pod?.initContainers ?? [])].map((c) => c.name));
  return [
    ...(rules.length > MAX_RULES ? [tooMany(`${path}.rules`, rules.length, MAX_RULES)] : []),
    ...rules.flatMap((r, i) => validateFailureRule(s, r, `${path}.rules[${i}]`, names)),
  ];
}

function validateFailureRule(s: JobSpec, r: PodFailurePolicyRule, path: string, names: ReadonlySet<string>): readonly FieldError[] {
  const conditions = r.onPodConditions ?? [];
  return [
    ...(r.action === 'FailIndex'
      ? s.backoffLimitPerIndex === undefined
        ? [invalid(`${path}.action`, r.action, 'requires the backoffLimitPerIndex to be set')]
        : []
      : oneOf(r.action, ACTIONS, `${path}.action`)),
    ...(r.onExitCodes ? validateExitCodes(r.onExitCodes, `${path}.onExitCodes`, names) : []),
    ...validateConditions(conditions, `${path}.onPodConditions`),
    ...(r.onExitCodes && conditions.length ? [invalidState(path, 'specifying both OnExitCodes and OnPodConditions is not supported')] : []),
    ...(!r.onExitCodes && !conditions.length ? [invalidState(path, 'specifying one of OnExitCodes and OnPodConditions is required')] : []),
  ];
}

function validateConditions(list: readonly PodFailurePolicyOnPodConditionsPattern[], path: string): readonly FieldError[] {
  return [
    ...(list.length > MAX_CONDITIONS ? [tooMany(path, list.length, MAX_CONDITIONS)] : []),
    ...list.flatMap((c, i) => [
      ...isQualifiedName(c.type).map((m) => invalid(`${path}[${i}].type`, c.type, m)),
      ...oneOf(c.status, STATUSES, `${path}[${i}].status`),
    ]),
  ];
}

function validateExitCodes(r: PodFailurePolicyOnExitCodesRequirement, path: string, names: ReadonlySet<string>): readonly FieldError[] {
  const values = r.values ?? [];
  const at = `${path}.values`;
  const errors: FieldError[] = [...oneOf(r.operator, OPERATORS, `${path}.operator`)];
  if (r.containerName !== undefined && !names.has(r.containerName))
    errors.push(
      invalid(`${path}.containerName`, r.containerName, 'must be one of the container or initContainer names in the pod template'),
    );
  if (values.length === 0) errors.push(invalid(at, r.values?.length === 0 ? [] : null, 'at least one value is required'));
  else if (values.length > MAX_EXIT_CODES) errors.push(tooMany(at, values.length, MAX_EXIT_CODES));
  values.forEach((v, i) => {
    if (r.operator === 'In' && v === 0) errors.push(invalid(`${at}[${i}]`, v, 'must not be 0 for the In operator'));
    if (values.indexOf(v) < i) errors.push(duplicate(`${at}[${i}]`, v));
  });
  if (values.some((v, i) => i > 0 && (values[i - 1] as number) > v)) errors.push(invalid(at, values, 'must be ordered'));
  return errors;
}

export function validateSuccessPolicy(s: JobSpec, path: string): readonly FieldError[] {
  const rules = s.successPolicy?.rules ?? [];
  return [
    ...(rules.length ? [] : [required(`${path}.rules`, 'at least one rules must be specified when the successPolicy is specified')]),
    ...(rules.length > MAX_RULES ? [tooMany(`${path}.rules`, rules.length, MAX_RULES)] : []),
    ...rules.flatMap((r, i) => validateSuccessRule(r, s.completions ?? 0, `${path}.rules[${i}]`)),
  ];
}

function validateSuccessRule(
  { succeededCount, succeededIndexes }: SuccessPolicyRule,
  completions: number,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const parsed = parseIndexes(succeededIndexes ?? '', completions);
  if (succeededCount === undefined && succeededIndexes === undefined)
    errors.push(required(path, 'at least one of succeededCount or succeededIndexes must be specified'));
  if ((succeededIndexes?.length ?? 0) > MAX_INDEXES_LENGTH) errors.push(tooLong(`${path}.succeededIndexes`, MAX_INDEXES_LENGTH));
  if (typeof parsed === 'string')
    errors.push(invalid(`${path}.succeededIndexes`, succeededIndexes, `error parsing succeededIndexes: ${parsed}`));
  if (succeededCount === undefined) return errors;
  const at = `${path}.succeededCount`;
  const indexes = typeof parsed === 'string' ? 0 : countOf(parsed);
  return [
    ...errors,
    ...validateNonnegative(succeededCount, at),
    ...(succeededCount > completions
      ? [invalid(at, succeededCount, `must be less than or equal to ${completions} (the number of specified completions)`)]
      : []),
    ...(succeededIndexes !== undefined && succeededCount > indexes
      ? [
          invalid(
            at,
            succeededCount,
            `must be less than or equal to ${indexes} (the number of indexes in the specified succeededIndexes field)`,
          ),
        ]
      : []),
  ];
}
