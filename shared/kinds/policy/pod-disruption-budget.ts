/** PodDisruptionBudget. Source: policy/validation ValidatePodDisruptionBudget, registry/policy/poddisruptionbudget. */
import { invalid, notSupported, type FieldError } from '../../api/errors.ts';
import { isPathSegmentName, isPathSegmentPrefix } from '../../api/names.ts';
import { hasInvalidLabelValue, shownSelector, validateLabelSelector, type SelectorOptions } from '../../api/selector-validation.ts';
import { notMoreThan100Percent, validateIntOrPercent } from '../apps/rolling-amounts.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { PodDisruptionBudgetSpec } from '../generated/types.ts';
import { validateNonnegatives } from '../nonnegative.ts';
import type { PodDisruptionBudget } from '../types.ts';

export const podDisruptionBudgets = defineKind<PodDisruptionBudget>({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  namespaced: true,
  generation: true,
  unconditionalUpdate: false,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  validateName: validatePathName,
  prepareCreate: (o) => ({ ...o, status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 } }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => validateSpec(o.spec, {}),
  validateUpdate: (next, previous) => validateSpec(next.spec, { allowInvalidLabelValue: hasInvalidLabelValue(previous.spec.selector) }),
  validateStatusUpdate: ({ status }) =>
    validateNonnegatives(status, 'status', ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods']),
  columns: [
    NAME,
    column('Min Available', '', (o) => String(o.spec.minAvailable ?? 'N/A'), {
      description: 'The minimum number of pods that must be available.',
    }),
    column('Max Unavailable', '', (o) => String(o.spec.maxUnavailable ?? 'N/A'), {
      description: 'The maximum number of pods that may be unavailable.',
    }),
    column('Allowed Disruptions', '', (o) => o.status.disruptionsAllowed ?? 0, {
      type: 'integer',
      description: 'Calculated number of pods that may be disrupted at this time.',
    }),
    AGE,
  ],
});

/** No more is asked of a budget's name than that it can be a part of a path. */
function validatePathName(name: string, generated: boolean): readonly string[] {
  return generated ? isPathSegmentPrefix(name) : isPathSegmentName(name);
}

const EVICTION_POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

function validateSpec(s: PodDisruptionBudgetSpec, options: SelectorOptions): readonly FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = s;
  const amounts = (['minAvailable', 'maxUnavailable'] as const).flatMap((f) =>
    s[f] === undefined ? [] : [...validateIntOrPercent(s[f], `spec.${f}`), ...notMoreThan100Percent(s[f], `spec.${f}`)],
  );
  return [
    ...(minAvailable !== undefined && maxUnavailable !== undefined
      ? [
          invalid(
            'spec',
            {
              MinAvailable: minAvailable,
              Selector: selector ? shownSelector(selector) : null,
              MaxUnavailable: maxUnavailable,
              UnhealthyPodEvictionPolicy: policy ?? null,
            },
            'minAvailable and maxUnavailable cannot be both set',
          ),
        ]
      : []),
    ...amounts,
    ...validateLabelSelector(selector, 'spec.selector', options),
    ...(policy !== undefined && !EVICTION_POLICIES.includes(policy)
      ? [notSupported('spec.unhealthyPodEvictionPolicy', policy, EVICTION_POLICIES)]
      : []),
  ];
}
