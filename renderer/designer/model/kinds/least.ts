/** The least object that a custom resource's schema lets pass: what is required, and beside that what its rules ask for. */
import { keysOfPath, valueAt, withValueAt, type FieldPath } from '#shared/api/field-path.ts';
import { deepFreeze } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { versionSchema } from '#shared/kinds/apiextensions/custom-schema.ts';
import { itemSchema, propertySchema, valueSchema } from '#shared/kinds/apiextensions/structural-pruning.ts';
import { validateValue } from '#shared/kinds/apiextensions/value-validation.ts';
import type { CustomResourceDefinitionVersion, JSONSchemaProps } from '#shared/kinds/generated/types.ts';

/** Texts that are tried, the plainest first, where a schema says how a text must look. */
const TEXTS = [
  '',
  'x',
  'X',
  '1',
  'example',
  'example.com',
  'example.com/x',
  '/',
  '/x',
  '*',
  '10.0.0.1',
  '10.0.0.0/24',
  'fd00::1',
  'https://example.com',
  'x@example.com',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  '1s',
  '00000000-0000-4000-8000-000000000000',
  'eA==',
  '1.0.0',
  'v1.0.0',
  'sha256:0',
  '0 0 * * *',
];

/** A value that fits a schema as far as one can be found: defaults, first choices, lower bounds. */
export function leastOf(s: JSONSchemaProps): unknown {
  if (s.default !== undefined && s.default !== null) return s.default;
  if (s.enum?.length) return s.enum.find((v) => v !== '' && v !== null) ?? s.enum[0];
  switch (s.type ?? '') {
    case 'object':
      return leastObject(s);
    case 'array': {
      const items = itemSchema(s);
      return Array.from({ length: Number(s.minItems ?? 0) }, () => (items ? leastOf(items) : {}));
    }
    case 'integer':
    case 'number':
      return leastNumber(s);
    case 'boolean':
      return false;
    case 'string':
      return leastText(s);
    default:
      return s['x-kubernetes-int-or-string'] ? ([1, ...TEXTS].find((v) => validateValue(v, s).length === 0) ?? 1) : {};
  }
}

function leastObject(s: JSONSchemaProps): Record<string, unknown> {
  const made = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((k) => {
        const p = propertySchema(s, k) ?? valueSchema(s);
        return [k, p ? leastOf(p) : {}];
      }),
    );
  const asked = s.required ?? [];
  const [first] = [...(s.oneOf ?? []), ...(s.anyOf ?? [])].filter((part) => part.required?.length);
  const least = made(asked);
  return first && validateValue(least, s).length ? { ...least, ...made(first.required ?? []) } : least;
}

function leastNumber(s: JSONSchemaProps): number {
  const step = s.multipleOf ?? 1;
  const low = s.minimum === undefined ? Math.min(0, s.maximum ?? 0) : s.exclusiveMinimum ? s.minimum + step : s.minimum;
  return s.multipleOf === undefined ? low : Math.ceil(low / s.multipleOf) * s.multipleOf;
}

function leastText(s: JSONSchemaProps): string {
  const padded = (t: string) => t + 'x'.repeat(Math.max(0, (s.minLength ?? 0) - t.length));
  return TEXTS.map(padded).find((t) => validateValue(t, s).length === 0) ?? padded('');
}

const MOST_ROUNDS = 8;

/** An object of a version with what its rules still ask for: fields that need not be there, tried one at a time. */
export function completed(o: ApiObject, v: CustomResourceDefinitionVersion): ApiObject {
  const version = deepFreeze(JSON.parse(JSON.stringify(v)) as CustomResourceDefinitionVersion);
  const checks = versionSchema(version);
  const root = checks.structural;
  const wrong = (x: ApiObject) => checks.validate(checks.complete(x), undefined, []);
  let best = o;
  let faults = wrong(o);
  for (let round = 0; faults.length > 0 && round < MOST_ROUNDS; round++) {
    const better = faults
      .flatMap((f) => around(keysOfPath(f.field)))
      .flatMap((at) => additions(best, root, at))
      .map((x) => [x, wrong(x)] as const)
      .find(([, left]) => left.length < faults.length);
    if (!better) break;
    [best, faults] = better;
  }
  return best;
}

/** The place of a fault, then what is around it; not the root. */
const around = (path: FieldPath): readonly FieldPath[] => path.map((_k, i) => path.slice(0, path.length - i));

/** An object with one more field, for each that may be added at a place. */
function additions(o: ApiObject, root: JSONSchemaProps, at: FieldPath): readonly ApiObject[] {
  let s: JSONSchemaProps | undefined = root;
  for (const k of at) s = s && (typeof k === 'number' ? itemSchema(s) : (propertySchema(s, k) ?? valueSchema(s)));
  const own = valueAt(o, at);
  if (!s) return [];
  if (Array.isArray(own)) {
    const items = itemSchema(s);
    return items ? [withValueAt(o, [...at, own.length], leastOf(items)) as ApiObject] : [];
  }
  if (typeof own !== 'object' || own === null) return [];
  return Object.entries(s.properties ?? {})
    .filter(([k]) => !Object.hasOwn(own, k))
    .map(
      ([k, p]) =>
        withValueAt(
          o,
          [...at, k],
          p.type === 'array' && !p.minItems && itemSchema(p) ? [leastOf(itemSchema(p) as JSONSchemaProps)] : leastOf(p),
        ) as ApiObject,
    );
}
