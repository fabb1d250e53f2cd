/** The taints of nodes and node pools. Source: core/validation validateNodeTaints. */
import { duplicate, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isValidLabelValue } from '../../api/names.ts';
import { validateLabelName } from '../../api/selector-validation.ts';
import type { Taint } from '../generated/types.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateTaints(taints: readonly Taint[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  taints.forEach((t, i) => {
    const at = `${path}[${i}]`;
    const complaints = isValidLabelValue(t.value ?? '');
    const pair = `${t.effect}\n${t.key}`;
    errors.push(...validateLabelName(t.key, `${at}.key`));
    if (complaints.length) errors.push(invalid(`${at}.value`, t.value, complaints.join(';')));
    if (!t.effect) errors.push(required(`${at}.effect`));
    else if (!EFFECTS.includes(t.effect)) errors.push(notSupported(`${at}.effect`, t.effect, EFFECTS));
    if (seen.has(pair))
      errors.push(
        duplicate(
          at,
          { Key: t.key, Value: t.value ?? '', Effect: t.effect, TimeAdded: t.timeAdded ?? null },
          'taints must be unique by key and effect pair',
        ),
      );
    seen.add(pair);
  });
  return errors;
}
