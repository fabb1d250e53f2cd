/** Fields that do not change once they are set. Source: apimachinery's api/validation ValidateImmutableField. */
import { invalid, type FieldError } from '../api/errors.ts';
import { equal } from '../api/json.ts';

/** Complains where a field has changed, showing `shown` or the new value: null where it is gone, so texts are given as ''. */
export function validateImmutableField(next: unknown, previous: unknown, path: string, shown: unknown = next): readonly FieldError[] {
  return equal(next, previous) ? [] : [invalid(path, shown, 'field is immutable')];
}
