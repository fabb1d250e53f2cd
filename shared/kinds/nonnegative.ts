/** Counts and spans that must not be negative. Source: core/validation ValidateNonnegativeField. */
import { invalid, type FieldError } from '../api/errors.ts';

/** Complains of a number below 0; an absent one is fine. */
export function validateNonnegative(value: number | undefined, path: string): readonly FieldError[] {
  return value !== undefined && value < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : [];
}

/** The same for several fields of one object, in the order given. */
export function validateNonnegatives<T extends object>(o: T, path: string, fields: readonly (keyof T & string)[]): readonly FieldError[] {
  return fields.flatMap((f) => validateNonnegative(o[f] as number | undefined, `${path}.${f}`));
}
