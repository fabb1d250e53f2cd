/** Annotations of an object or template. Source: apimachinery's api/validation ValidateAnnotations. */
import { invalidEach, tooLong, type FieldError } from '../../api/errors.ts';
import { byteLength, isQualifiedName } from '../../api/names.ts';

/** All keys and values together, in bytes. */
const MOST_BYTES = 256 * 1024;

export function validateAnnotations(annotations: Readonly<Record<string, string>> | undefined, path: string): readonly FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, [k, v]) => sum + byteLength(k) + byteLength(v), 0);
  return [
    ...entries.flatMap(([k]) => invalidEach(path, k, isQualifiedName(k.toLowerCase()))),
    ...(size > MOST_BYTES ? [tooLong(path, MOST_BYTES)] : []),
  ];
}
