/** Parameters that a class hands to what makes its volumes. Source: storage/validation validateParameters. */
import { invalid, required, tooLong, type FieldError } from '../../api/errors.ts';
import { byteLength } from '../../api/names.ts';

const MOST = 512;
const MOST_BYTES = 256 * 1024;

export function validateParameters(
  parameters: Readonly<Record<string, string>> = {},
  path: string,
  mayBeEmpty: boolean,
): readonly FieldError[] {
  const entries = Object.entries(parameters);
  if (entries.length > MOST) return [tooLong(path, MOST)];
  return [
    ...entries.filter(([k]) => k === '').map(([k]) => invalid(path, k, 'field can not be empty.')),
    ...(sizeOf(parameters) > MOST_BYTES ? [tooLong(path, MOST_BYTES)] : []),
    ...(!mayBeEmpty && entries.length === 0 ? [required(path, 'must contain at least one key/value pair')] : []),
  ];
}

/** What keys and values take together, in bytes. */
export function sizeOf(map: Readonly<Record<string, string>> = {}): number {
  return Object.entries(map).reduce((n, [k, v]) => n + byteLength(k) + byteLength(v), 0);
}
