/** The types of the schema as OpenAPI 3 and Swagger 2 write them. Source: kube-openapi's builders, Kubernetes' published documents. */
import { describe, describeFully } from '#shared/kinds/schema/descriptions.ts';
import { modelName } from '#shared/kinds/schema/packages.ts';
import { publishedDefault, typeOf, type Field, type Shape } from '#shared/kinds/schema/schema.ts';

/** Version 2 (Swagger) knows neither `allOf` around a reference nor defaults; both have their own place for definitions. */
export type Dialect = 2 | 3;

/** A JSON schema on its way to a document. */
export type Schema = { readonly [keyword: string]: unknown };

/** Types of Kubernetes that are no objects with fields. */
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';
const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.';
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';
const RAW_EXTENSION = 'io.k8s.apimachinery.pkg.runtime.RawExtension';

const SPECIAL: Readonly<Record<string, (d: Dialect) => Schema>> = {
  [`${META}Time`]: () => ({
    description:
      'Time is a wrapper around time.Time which supports correct marshaling to YAML and JSON.  Wrappers are provided for many of the factory methods that the time package offers.',
    format: 'date-time',
    type: 'string',
  }),
  [`${META}MicroTime`]: () => ({
    description: 'MicroTime is version of Time with microsecond level precision.',
    format: 'date-time',
    type: 'string',
  }),
  [`${META}Duration`]: () => ({
    description: 'Duration is a wrapper around time.Duration which supports correct marshaling to YAML and JSON.',
    type: 'string',
  }),
  [`${META}FieldsV1`]: () => ({
    description:
      "FieldsV1 stores a set of fields in a data structure like a Trie, in JSON format.\n\nEach key is either a '.' representing the field itself, and will always map to an empty set, or a string representing a sub-field or item. The string will follow one of these four formats: 'f:<name>', where <name> is the name of a field in a struct, or key in a map 'v:<value>', where <value> is the exact json formatted value of a list item 'i:<index>', where <index> is position of a item in a list 'k:<keys>', where <keys> is a map of  a list item's key fields to their unique values If a key maps to an empty Fields value, the field that key represents is part of the set.\n\nThe exact format is defined in sigs.k8s.io/structured-merge-diff",
    type: 'object',
  }),
  [`${META}Patch`]: () => ({
    description: 'Patch is provided to give a concrete name and type to the Kubernetes PATCH request body.',
    type: 'object',
  }),
  [QUANTITY]: (d) => ({
    description: 'Quantity is a fixed-point representation of a number.',
    ...(d === 3 ? { oneOf: [{ type: 'string' }, { type: 'number' }] } : { type: 'string' }),
  }),
  [INT_OR_STRING]: (d) => ({
    description: 'IntOrString is a type that can hold an int32 or a string.',
    format: 'int-or-string',
    ...(d === 3 ? { oneOf: [{ type: 'integer' }, { type: 'string' }] } : { type: 'string' }),
  }),
  [RAW_EXTENSION]: () => ({ description: 'RawExtension is used to hold extensions in external versions.', type: 'object' }),
  [`${EXTENSIONS}JSON`]: () => ({
    description:
      'JSON represents any valid JSON value. These types are supported: bool, int64, float64, string, []interface{}, map[string]interface{} and nil.',
  }),
  [`${EXTENSIONS}JSONSchemaPropsOrBool`]: () => ({
    description: 'JSONSchemaPropsOrBool represents JSONSchemaProps or a boolean value. Defaults to true for the boolean property.',
  }),
  [`${EXTENSIONS}JSONSchemaPropsOrArray`]: () => ({
    description:
      'JSONSchemaPropsOrArray represents a value that can either be a JSONSchemaProps or an array of JSONSchemaProps. Mainly here for serialization purposes.',
  }),
  [`${EXTENSIONS}JSONSchemaPropsOrStringArray`]: () => ({
    description: 'JSONSchemaPropsOrStringArray represents a JSONSchemaProps or a string array.',
  }),
  [`${EXTENSIONS}CustomResourceSubresourceStatus`]: () => ({
    description:
      'CustomResourceSubresourceStatus defines how to serve the status subresource for CustomResources. Status is represented by the `.status` JSON path inside of a CustomResource. When set, * exposes a /status subresource for the custom resource * PUT requests to the /status subresource take a custom resource object, and ignore changes to anything except the status stanza * PUT/POST/PATCH requests to the custom resource ignore changes to the status stanza',
    type: 'object',
  }),
};

/** Which special type a value of any shape has in Kubernetes' code. */
function anyModel(goType: string): string {
  const name = goType.slice(goType.lastIndexOf('.') + 1);
  if (name === 'RawExtension') return RAW_EXTENSION;
  if (name === 'FieldsV1') return `${META}FieldsV1`;
  return Object.hasOwn(SPECIAL, EXTENSIONS + name) ? EXTENSIONS + name : `${EXTENSIONS}JSON`;
}

/** Writes schemas of one dialect, and remembers the models they refer to. */
export class SchemaWriter {
  readonly dialect: Dialect;
  readonly #models = new Map<string, Schema>();
  readonly #prefix: string;
  /** Kind, group and version of the types that are kinds. */
  readonly #kinds: ReadonlyMap<string, readonly object[]>;

  constructor(dialect: Dialect, kinds: ReadonlyMap<string, readonly object[]> = new Map()) {
    this.dialect = dialect;
    this.#prefix = dialect === 3 ? '#/components/schemas/' : '#/definitions/';
    this.#kinds = kinds;
  }

  /** Every model that was referred to, with what those refer to, in order of their names. */
  models(): Record<string, Schema> {
    return Object.fromEntries([...this.#models].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Adds a model that is no type of the schema. */
  define(model: string, schema: Schema): void {
    this.#models.set(model, schema);
  }

  /** A reference to a model by its name in documents. */
  referTo(model: string): Schema {
    const special = SPECIAL[model];
    if (special && !this.#models.has(model)) this.#models.set(model, special(this.dialect));
    return { $ref: this.#prefix + model };
  }

  /** A reference to a type, which is then among the models. */
  ref(type: string): Schema {
    const model = modelName(type);
    if (!this.#models.has(model)) {
      this.#models.set(model, {});
      this.#models.set(model, this.#object(type));
    }
    return { $ref: this.#prefix + model };
  }

  #object(type: string): Schema {
    const { fields, atomic } = typeOf(type);
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    const kinds = this.#kinds.get(type);
    const description = describe(type);
    for (const f of [...fields.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      properties[f.name] = this.#field(type, f);
      if (f.required) required.push(f.name);
    }
    return {
      ...(description ? { description } : {}),
      ...(fields.size ? { properties } : {}),
      ...(required.length ? { required } : {}),
      type: 'object',
      ...(kinds ? { 'x-kubernetes-group-version-kind': kinds } : {}),
      ...(atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    };
  }

  #field(type: string, f: Field): Schema {
    const description = describeFully(type, f.name);
    const schema = this.#shape(f.shape, f.goType, f);
    const stated = publishedDefault(type, f);
    const { list, patch } = f;
    const strategy =
      patch && [patch.merge && 'merge', patch.retainKeys && 'retainKeys', patch.replace && 'replace'].filter(Boolean).join(',');
    return {
      ...this.#wrapped(schema, this.dialect === 3 && stated !== undefined ? { default: stated } : {}, description),
      ...(list ? { 'x-kubernetes-list-type': list.type, ...(list.type === 'map' ? { 'x-kubernetes-list-map-keys': list.keys } : {}) } : {}),
      ...(f.atomic && f.shape.kind === 'map' ? { 'x-kubernetes-map-type': 'atomic' } : {}),
      ...(patch?.mergeKey ? { 'x-kubernetes-patch-merge-key': patch.mergeKey } : {}),
      ...(strategy ? { 'x-kubernetes-patch-strategy': strategy } : {}),
    };
  }

  /** A reference may not have siblings in version 3. */
  #wrapped(schema: Schema, rest: Schema, description = ''): Schema {
    const more = { ...rest, ...(description ? { description } : {}) };
    return this.dialect === 3 && schema['$ref'] !== undefined && Object.keys(more).length
      ? { allOf: [schema], ...more }
      : { ...more, ...schema };
  }

  #shape(s: Shape, goType: string, f?: Field): Schema {
    const items = (inner: Shape) =>
      this.#wrapped(this.#shape(inner, goType.replace(/^(\[\]|map\[[^\]]*\])/, ''), f), this.dialect === 3 ? zeroOf(inner) : {});
    switch (s.kind) {
      case 'object':
        return this.ref(s.type);
      case 'list':
        return { items: items(s.items), type: 'array' };
      case 'map':
        return { additionalProperties: items(s.items), type: 'object' };
      case 'integer':
        return { format: `int${s.bits}`, type: 'integer' };
      case 'number':
        return { format: 'double', type: 'number' };
      case 'boolean':
        return { type: 'boolean' };
      case 'bytes':
        return { format: 'byte', type: 'string' };
      case 'string':
        return f?.enum?.published ? { enum: [...f.enum.values].sort(), type: 'string' } : { type: 'string' };
      case 'quantity':
        return this.referTo(QUANTITY);
      case 'intOrString':
        return this.referTo(INT_OR_STRING);
      case 'time':
        return this.referTo(`${META}Time`);
      case 'microTime':
        return this.referTo(`${META}MicroTime`);
      case 'duration':
        return this.referTo(`${META}Duration`);
      case 'any':
        return this.referTo(anyModel(goType));
    }
  }
}

/** What a list's or map's entry is when nothing is said of it. */
function zeroOf(s: Shape): Schema {
  switch (s.kind) {
    case 'object':
      return { default: {} };
    case 'string':
      return { default: '' };
    case 'boolean':
      return { default: false };
    case 'integer':
    case 'number':
      return { default: 0 };
    default:
      return {};
  }
}
