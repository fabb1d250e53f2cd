/** What a form is made from: one description of values, read from Kubernetes' types or from a custom resource's own schema. */
import type { FieldPath } from '#shared/api/field-path.ts';
import { findType, typeOf, type Field, type Shape } from '#shared/kinds/schema/schema.ts';

/** What a single value is. `any` is whatever YAML can say. */
export type Scalar = 'string' | 'boolean' | 'integer' | 'number' | 'quantity' | 'time' | 'duration' | 'intOrString' | 'bytes' | 'any';

export interface ObjectSchema {
  readonly kind: 'object';
  /** Made when it is asked for: some types contain themselves. */
  fields(): ReadonlyMap<string, FormField>;
}
export interface ListSchema {
  readonly kind: 'list';
  readonly items: FormSchema;
}
export interface MapSchema {
  readonly kind: 'map';
  readonly items: FormSchema;
}
export interface ScalarSchema {
  readonly kind: 'scalar';
  readonly scalar: Scalar;
  /** The values it may have. */
  readonly values?: readonly string[];
  readonly least?: number;
  readonly most?: number;
}

/** What a value is. */
export type FormSchema = ObjectSchema | ListSchema | MapSchema | ScalarSchema;

/** A field of an object. */
export interface FormField {
  readonly name: string;
  readonly schema: FormSchema;
  readonly required: boolean;
  /** The text itself, or where Kubernetes' descriptions have it. */
  readonly description: string | { readonly type: string; readonly field: string };
}

/** Metadata that a person writes in a form; the rest is the server's or the object's identity. */
const METADATA = ['labels', 'annotations', 'finalizers'];
/** What is no field of a form at the root of an object. */
const NOT_IN_FORMS = new Set(['apiVersion', 'kind', 'status']);

const known = new Map<string, ObjectSchema>();

/** The schema of one of Kubernetes' types; undefined where there is none of the name. */
export function schemaOfType(name: string): ObjectSchema | undefined {
  if (!findType(name)) return undefined;
  let schema = known.get(name);
  if (!schema) {
    let fields: ReadonlyMap<string, FormField> | undefined;
    known.set(
      name,
      (schema = {
        kind: 'object',
        fields: () => (fields ??= new Map([...typeOf(name).fields.values()].map((f) => [f.name, ofField(name, f)]))),
      }),
    );
  }
  return schema;
}

/** The form of a whole object: what a person writes of it. */
export function asRoot(schema: ObjectSchema): ObjectSchema {
  let fields: ReadonlyMap<string, FormField> | undefined;
  return {
    kind: 'object',
    fields: () =>
      (fields ??= new Map(
        [...schema.fields().values()]
          .filter((f) => !NOT_IN_FORMS.has(f.name))
          .map((f) => [f.name, f.name === 'metadata' ? { ...f, schema: METADATA_SCHEMA, required: false } : f]),
      )),
  };
}

/** The schema at a path below a schema; undefined where nothing is said of it. */
export function schemaAt(schema: FormSchema | undefined, path: FieldPath): FormSchema | undefined {
  let s = schema;
  for (const key of path) {
    if (s?.kind === 'object') s = s.fields().get(String(key))?.schema;
    else if (s?.kind === 'list' || s?.kind === 'map') s = s.items;
    else return undefined;
  }
  return s;
}

/** The field at a path below a schema; undefined for entries of lists and maps. */
export function fieldAt(schema: FormSchema | undefined, path: FieldPath): FormField | undefined {
  const owner = schemaAt(schema, path.slice(0, -1));
  const name = path.at(-1);
  return owner?.kind === 'object' && typeof name === 'string' ? owner.fields().get(name) : undefined;
}

const METADATA_SCHEMA: ObjectSchema = {
  kind: 'object',
  fields: () =>
    new Map(
      METADATA.flatMap((name) => {
        const f = typeOf('ObjectMeta').fields.get(name);
        return f ? [[name, ofField('ObjectMeta', f)] as const] : [];
      }),
    ),
};

function ofField(type: string, f: Field): FormField {
  return { name: f.name, schema: ofShape(f.shape, f.enum?.values), required: f.required, description: { type, field: f.name } };
}

const scalar = (kind: Scalar, more: Partial<ScalarSchema> = {}): ScalarSchema => ({ kind: 'scalar', scalar: kind, ...more });
const INT32 = { least: -2_147_483_648, most: 2_147_483_647 };

function ofShape(s: Shape, values: readonly string[] | undefined): FormSchema {
  switch (s.kind) {
    case 'object':
      return schemaOfType(s.type) ?? scalar('any');
    case 'list':
      return { kind: 'list', items: ofShape(s.items, values) };
    case 'map':
      return { kind: 'map', items: ofShape(s.items, undefined) };
    case 'integer':
      return scalar('integer', s.bits === 32 ? INT32 : {});
    case 'microTime':
      return scalar('time');
    case 'string':
      return scalar('string', values ? { values } : {});
    case 'boolean':
    case 'number':
    case 'quantity':
    case 'time':
    case 'duration':
    case 'intOrString':
    case 'bytes':
    case 'any':
      return scalar(s.kind);
  }
}
