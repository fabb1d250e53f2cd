/** Defaults of a schema must fit it themselves. Source: apiextensions' apiserver/schema/defaulting validation.go. */
import { invalid, type FieldError } from '../../api/errors.ts';
import { isObject, setOwn, type JsonObject } from '../../api/json.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { ofEmbedded, validateEmbedded, validateResource } from './list-validation.ts';
import { itemSchema, isPruned } from './structural-pruning.ts';
import { validateRules } from './rules.ts';
import { validateValue } from './value-validation.ts';

const META: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** Where a schema stands. `metadata`: how the resource around looks with a value put there, where it is one of its metadata. */
interface Place {
  readonly path: string;
  readonly metadata?: (value: unknown) => unknown;
}

/** The defaults of a whole schema. */
export function validateDefaults(s: JSONSchemaProps, path: string): readonly FieldError[] {
  return check(s, { path }, true);
}

const RESOURCE = { apiVersion: 'validation/v1', kind: 'Validation' };

function check(s: JSONSchemaProps | undefined, at: Place, root: boolean): readonly FieldError[] {
  if (!s) return [];
  const resource = root || s['x-kubernetes-embedded-resource'] === true;
  const around = resource ? (v: unknown) => v : at.metadata;
  const items = itemSchema(s);
  const own =
    s.default === undefined || s.default === null
      ? []
      : at.metadata && !resource
        ? ofMetadata(s.default, s, at.metadata, `${at.path}.default`)
        : ofValue(s.default, s, `${at.path}.default`);
  return [
    ...own,
    ...(items
      ? check(
          items,
          { path: `${at.path}.items`, ...(at.metadata && !resource ? { metadata: (v: unknown) => at.metadata?.([v]) } : {}) },
          false,
        )
      : []),
    ...Object.entries(s.properties ?? {}).flatMap(([k, p]) =>
      check(
        p,
        {
          path: `${at.path}.properties[${k}]`,
          ...((resource ? META.has(k) : at.metadata)
            ? {
                metadata: (v: unknown) => {
                  const o: Record<string, unknown> = resource ? { ...RESOURCE } : {};
                  setOwn(o, k, v);
                  return around?.(o);
                },
              }
            : {}),
        },
        false,
      ),
    ),
  ];
}

function ofValue(value: unknown, s: JSONSchemaProps, path: string): readonly FieldError[] {
  const under = (e: FieldError): FieldError => ({ ...e, field: e.field === '<nil>' || e.field === '' ? path : `${path}.${e.field}` });
  const coerced = ofEmbedded(value, s, (x, at) => mistyped(x).map((e) => ({ ...e, field: at ? `${at}.${e.field}` : e.field }))).slice(0, 1);
  const embedded = coerced.length ? coerced : validateEmbedded(value, s);
  const wrong = embedded.length ? embedded.map(under) : validateValue(value, s, path);
  return [
    ...(isPruned(value, s) ? [] : [invalid(path, value, 'must not have unknown fields')]),
    ...(wrong.length ? wrong : validateRules(value, s, undefined, [], s['x-kubernetes-embedded-resource'] === true).map(under)),
  ];
}

/** A default within the metadata of a resource: that must be sound with it. */
function ofMetadata(value: unknown, s: JSONSchemaProps, around: (value: unknown) => unknown, path: string): readonly FieldError[] {
  const o = around(value) as JsonObject;
  const types = mistyped(o);
  const wrong = types.length ? types : validateResource(o, '');
  if (wrong.length === 0) return validateValue(value, s, path);
  const [first, ...more] = wrong.map((e) => `${e.field}: ${e.detail}`);
  return [invalid(path, value, `must result in valid metadata: ${more.length ? `[${[first, ...more].join(', ')}]` : first}`)];
}

const TEXTS = ['name', 'generateName', 'namespace'];
const MAPS = ['labels', 'annotations'];

/** What of a resource's metadata is of no type that it can be read as. */
function mistyped(o: JsonObject): readonly FieldError[] {
  for (const f of ['apiVersion', 'kind']) if (f in o && typeof o[f] !== 'string') return [invalid(f, o[f], 'must be a string')];
  const { metadata } = o;
  const said = (v: unknown, field: string, type: string) => [
    invalid(
      'metadata',
      metadata,
      `json: cannot unmarshal ${typeof v === 'boolean' ? 'bool' : Array.isArray(v) ? 'array' : typeof v} into Go struct field ObjectMeta.${field} of type ${type}`,
    ),
  ];
  if (metadata === undefined) return [];
  if (!isObject(metadata))
    return [
      invalid(
        'metadata',
        metadata,
        `json: cannot unmarshal ${Array.isArray(metadata) ? 'array' : typeof metadata} into Go value of type v1.ObjectMeta`,
      ),
    ];
  for (const f of TEXTS) {
    const v = metadata[f];
    if (v !== undefined && v !== null && typeof v !== 'string') return said(v, f, 'string');
  }
  for (const f of MAPS) {
    const v = metadata[f];
    if (v !== undefined && v !== null && !isObject(v)) return said(v, f, 'map[string]string');
    if (isObject(v)) for (const x of Object.values(v)) if (typeof x !== 'string') return said(x, f, 'string');
  }
  const { finalizers } = metadata;
  return finalizers !== undefined && finalizers !== null && !(Array.isArray(finalizers) && finalizers.every((x) => typeof x === 'string'))
    ? said(finalizers, 'finalizers', '[]string')
    : [];
}
