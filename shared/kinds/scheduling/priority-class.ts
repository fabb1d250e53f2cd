/** PriorityClass. Source: scheduling/v1 defaults, scheduling/validation ValidatePriorityClass. */
import { forbiddenField, notSupported, required, type FieldError } from '../../api/errors.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import { validateImmutableField } from '../immutable.ts';
import type { PriorityClass } from '../types.ts';

/** The highest priority a person may define; above it the system's own classes begin. */
export const HIGHEST_USER_PRIORITY = 1_000_000_000;

/** The system's own classes with their values. */
export const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

export const priorityClasses = defineKind<PriorityClass>({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  shortNames: ['pc'],
  namespaced: false,
  generation: true,
  default: (o) => (o.preemptionPolicy === undefined ? { ...o, preemptionPolicy: 'PreemptLowerPriority' } : o),
  validate,
  validateUpdate: (next, previous) => [
    ...(next.value === previous.value ? [] : [forbiddenField('value', 'may not be changed in an update.')]),
    ...validateImmutableField(next.preemptionPolicy, previous.preemptionPolicy, 'preemptionPolicy'),
  ],
  columns: [
    NAME,
    column('Value', 'PriorityClass.value', (o) => o.value ?? 0, { type: 'integer' }),
    column('Global-Default', 'PriorityClass.globalDefault', (o) => o.globalDefault ?? false, { type: 'boolean' }),
    AGE,
    column('PreemptionPolicy', 'PriorityClass.preemptionPolicy', (o) => o.preemptionPolicy ?? ''),
  ],
});

const POLICIES = ['PreemptLowerPriority', 'Never'];

function validate(o: PriorityClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { name } = o.metadata;
  if (name.startsWith('system-')) {
    const why = systemComplaint(o);
    if (why)
      errors.push(
        forbiddenField('metadata.name', `priority class names with 'system-' prefix are reserved for system use only. error: ${why}`),
      );
  } else if ((o.value ?? 0) > HIGHEST_USER_PRIORITY)
    errors.push(forbiddenField('value', `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`));
  if (o.preemptionPolicy === '') errors.push(required('preemptionPolicy'));
  else if (o.preemptionPolicy !== undefined && !POLICIES.includes(o.preemptionPolicy))
    errors.push(notSupported('preemptionPolicy', o.preemptionPolicy, POLICIES));
  return errors;
}

function systemComplaint({ metadata: { name }, value, globalDefault }: PriorityClass): string | undefined {
  const known = SYSTEM_PRIORITIES[name];
  if (known === undefined) return `${name} is not a known system priority class`;
  if (known !== value) return `value of ${name} PriorityClass must be ${known}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}
