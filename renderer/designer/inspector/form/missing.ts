/** What a draft still lacks before it is worth sending: required fields of what was added or changed. */
import { equal, isObject } from '#shared/api/json.ts';
import type { FieldPath } from '#shared/api/field-path.ts';
import type { FormSchema } from './form-schema.ts';

/** Something that is wrong with a field. */
export interface FieldFault {
  readonly path: FieldPath;
  readonly message: string;
}

/** The required fields that `value` lacks where it differs from `base`; what the server has accepted is left alone. */
export function missingIn(schema: FormSchema | undefined, base: unknown, value: unknown, path: FieldPath = []): readonly FieldFault[] {
  if (!schema || value === undefined || value === null || equal(base, value)) return [];
  switch (schema.kind) {
    case 'object':
      return isObject(value)
        ? [...schema.fields().values()].flatMap((f) => {
            const own = value[f.name];
            const at = [...path, f.name];
            if (own !== undefined && own !== null) return missingIn(f.schema, isObject(base) ? base[f.name] : undefined, own, at);
            return f.required && f.schema.kind === 'scalar' ? [{ path: at, message: `${f.name} is required.` }] : [];
          })
        : [];
    case 'list':
      return Array.isArray(value)
        ? (value as readonly unknown[]).flatMap((v, i) =>
            missingIn(schema.items, Array.isArray(base) ? (base[i] as unknown) : undefined, v, [...path, i]),
          )
        : [];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([k, v]) => missingIn(schema.items, isObject(base) ? base[k] : undefined, v, [...path, k]))
        : [];
    case 'scalar':
      return [];
  }
}
