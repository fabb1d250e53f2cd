/** How fast an autoscaler may go. Source: autoscaling/validation validateBehavior. */
import { invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { validateNonnegativeQuantity } from '../core/resource-names.ts';
import type { HorizontalPodAutoscalerBehavior, HPAScalingPolicy, HPAScalingRules } from '../generated/types.ts';

const MAX_PERIOD = 1800;
const MAX_WINDOW = 3600;
const SELECTIONS = ['Disabled', 'Max', 'Min'];
const TYPES = ['Percent', 'Pods'];

export function validateBehavior(b: HorizontalPodAutoscalerBehavior | undefined, path: string): readonly FieldError[] {
  return (['scaleUp', 'scaleDown'] as const).flatMap((d) => (b?.[d] ? validateRules(b[d], `${path}.${d}`) : []));
}

function validateRules(
  { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance }: HPAScalingRules,
  path: string,
): readonly FieldError[] {
  const at = `${path}.stabilizationWindowSeconds`;
  return [
    ...(window !== undefined && window < 0 ? [invalid(at, window, 'must be greater than or equal to zero')] : []),
    ...(window !== undefined && window > MAX_WINDOW ? [invalid(at, window, `must be less than or equal to ${MAX_WINDOW}`)] : []),
    ...(selectPolicy !== undefined && !SELECTIONS.includes(selectPolicy)
      ? [notSupported(`${path}.selectPolicy`, selectPolicy, SELECTIONS)]
      : []),
    ...(policies.length ? [] : [required(`${path}.policies`, 'must specify at least one Policy')]),
    ...policies.flatMap((p, i) => validatePolicy(p, `${path}.policies[${i}]`)),
    ...(tolerance === undefined ? [] : validateNonnegativeQuantity(tolerance, `${path}.tolerance`)),
  ];
}

function validatePolicy({ type, value, periodSeconds }: HPAScalingPolicy, path: string): readonly FieldError[] {
  return [
    ...(TYPES.includes(type) ? [] : [notSupported(`${path}.type`, type, TYPES)]),
    ...(value <= 0 ? [invalid(`${path}.value`, value, 'must be greater than zero')] : []),
    ...(periodSeconds <= 0 ? [invalid(`${path}.periodSeconds`, periodSeconds, 'must be greater than zero')] : []),
    ...(periodSeconds > MAX_PERIOD ? [invalid(`${path}.periodSeconds`, periodSeconds, `must be less than or equal to ${MAX_PERIOD}`)] : []),
  ];
}
