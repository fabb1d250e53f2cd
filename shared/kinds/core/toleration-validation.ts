/** What a toleration may say, in pods and in runtime classes. Source: core/validation ValidateTolerations. */
import { invalid, notSupported, type FieldError } from '../../api/errors.ts';
import { isValidLabelValue } from '../../api/names.ts';
import { validateLabelName } from '../../api/selector-validation.ts';
import type { Toleration } from '../generated/types.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const OPERATORS = ['Equal', 'Exists'];

export function validateTolerations(tolerations: readonly Toleration[], path: string): readonly FieldError[] {
  return tolerations.flatMap((t, i) => validateToleration(t, `${path}[${i}]`));
}

function validateToleration(t: Toleration, path: string): readonly FieldError[] {
  const errors: FieldError[] = t.key ? [...validateLabelName(t.key, `${path}.key`)] : [];
  const operator = t.operator ?? '';
  const value = t.value ?? '';
  const complaints = isValidLabelValue(value);
  if (!t.key && operator !== 'Exists')
    errors.push(
      invalid(`${path}.operator`, operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"'),
    );
  if (t.tolerationSeconds !== undefined && t.effect !== 'NoExecute')
    errors.push(invalid(`${path}.effect`, t.effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  switch (operator) {
    case 'Equal':
    case '':
      if (complaints.length) errors.push(invalid(`${path}.operator`, value, complaints.join(';')));
      break;
    case 'Exists':
      if (value) errors.push(invalid(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"));
      break;
    case 'Lt':
    case 'Gt':
      errors.push(notSupported(`${path}.operator`, operator, [...OPERATORS, 'Lt', 'Gt']));
      break;
    default:
      errors.push(notSupported(`${path}.operator`, operator, OPERATORS));
  }
  if (t.effect && !EFFECTS.includes(t.effect)) errors.push(notSupported(`${path}.effect`, t.effect, EFFECTS));
  return errors;
}
