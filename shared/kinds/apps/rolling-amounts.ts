/** Amounts of a rolling update: numbers or percentages. Source: apps/validation ValidatePositiveIntOrPercent and its kin. */
import { invalid, invalidEach, type FieldError } from '../../api/errors.ts';
import { isValidPercent } from '../../api/names.ts';
import { validateNonnegative } from '../nonnegative.ts';

export type IntOrPercent = number | string;

/** Complains of what is neither a number from 0 nor a percentage. */
export function validateIntOrPercent(value: IntOrPercent, path: string): readonly FieldError[] {
  return typeof value === 'string' ? invalidEach(path, value, isValidPercent(value)) : validateNonnegative(value, path);
}

/** Complains of a percentage above 100. */
export function notMoreThan100Percent(value: IntOrPercent, path: string): readonly FieldError[] {
  return typeof value === 'string' && isValidPercent(value).length === 0 && amount(value) > 100
    ? [invalid(path, value, 'must not be greater than 100%')]
    : [];
}

/** The number, or the number before the percent sign; 0 where a text is neither. */
export function amount(value: IntOrPercent): number {
  return typeof value === 'number' ? value : /^[+-]?\d+%?$/.test(value) ? Number.parseInt(value, 10) : 0;
}

/** A strategy as messages show it: in the shape of the server's own type. */
export function shownStrategy(s: {
  readonly type?: string;
  readonly rollingUpdate?: { readonly maxUnavailable?: IntOrPercent; readonly maxSurge?: IntOrPercent };
}): unknown {
  const { type = '', rollingUpdate } = s;
  return {
    Type: type,
    RollingUpdate: rollingUpdate ? { MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0 } : null,
  };
}
