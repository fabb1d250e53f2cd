/**
 * How values are merged and owned, field by field: which are taken as one, which are maps, and by what the entries of a
 * list are known. Read off the schema of a type, or off the structural schema of a custom resource.
 * Source: structured-merge-diff's schema, kube-openapi's schemaconv.
 */
import type { JSONSchemaProps } from '../../kinds/generated/types.ts';
import { findType, publishedDefault, typeOf, type Field, type ListType, type Shape } from '../../kinds/schema/schema.ts';
import { isObject, memoByIdentity } from '../json.ts';

/** What a scalar may be. */
export type Scalar = 'numeric' | 'string' | 'boolean' | 'any';

/** How a value is taken. Names of fields lead to the next; nodes are shared and may refer to themselves. */
export type MergeNode =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  /** Any value, taken as one. */
  | { readonly kind: 'opaque' }
  /** Any value: maps key by key, lists as one. */
  | { readonly kind: 'untyped' }
  | {
      readonly kind: 'map';
      readonly atomic: boolean;
      /** The declared field of that name. */
      field(name: string): MergeNode | undefined;
      /** What any other key leads to; undefined where only declared fields are allowed. */
      readonly values: MergeNode | undefined;
    }
  | {
      readonly kind: 'list';
      readonly list: ListType;
      readonly items: MergeNode;
      /** What a key is in an entry that does not give it. */
      keyDefault(key: string): unknown;
    };

export type MapNode = Extract<MergeNode, { kind: 'map' }>;
export type ListNode = Extract<MergeNode, { kind: 'list' }>;

const SCALARS: Readonly<Record<Scalar, MergeNode>> = {
  numeric: { kind: 'scalar', scalar: 'numeric' },
  string: { kind: 'scalar', scalar: 'string' },
  boolean: { kind: 'scalar', scalar: 'boolean' },
  any: { kind: 'scalar', scalar: 'any' },
};
export const OPAQUE: MergeNode = { kind: 'opaque' };
export const UNTYPED: MergeNode = { kind: 'untyped' };

const types = new Map<string, MapNode>();

/** The node of a type of the schema. */
export function typeNode(type: string): MapNode {
  let node = types.get(type);
  if (!node) {
    const { fields, atomic } = typeOf(type);
    types.set(type, (node = mapNode(atomic, new Map(fields), (f) => fieldNode(f), undefined)));
  }
  return node;
}

/** A map whose fields are looked at when they are first asked for. */
function mapNode<T>(atomic: boolean, fields: ReadonlyMap<string, T>, read: (f: T) => MergeNode, values: MergeNode | undefined): MapNode {
  const seen = new Map<string, MergeNode | undefined>();
  return {
    kind: 'map',
    atomic,
    values,
    field(name) {
      let n = seen.get(name);
      if (n === undefined) {
        const f = fields.get(name);
        if (f === undefined) return undefined;
        seen.set(name, (n = read(f)));
      }
      return n;
    },
  };
}

function fieldNode(f: Field): MergeNode {
  const node = shapeNode(f.shape, f.list);
  if (node.kind !== 'map' || node.atomic === f.atomic) return node;
  return { ...node, atomic: f.atomic, field: (n) => node.field(n) };
}

function shapeNode(s: Shape, list: ListType = { type: 'atomic' }): MergeNode {
  switch (s.kind) {
    case 'object':
      return typeNode(s.type);
    case 'list': {
      const type = s.items.kind === 'object' ? s.items.type : undefined;
      return {
        kind: 'list',
        list,
        items: shapeNode(s.items),
        keyDefault(key) {
          const field = type === undefined ? undefined : findType(type)?.fields.get(key);
          return field && type !== undefined ? publishedDefault(type, field) : undefined;
        },
      };
    }
    case 'map':
      return { kind: 'map', atomic: false, field: () => undefined, values: shapeNode(s.items) };
    case 'integer':
    case 'number':
      return SCALARS.numeric;
    case 'boolean':
      return SCALARS.boolean;
    case 'intOrString':
    case 'quantity':
      return SCALARS.any;
    case 'any':
      return OPAQUE;
    default:
      return SCALARS.string;
  }
}

/** The node of a custom resource: its structural schema, with the metadata that every object has. */
export const structuralNode: (s: JSONSchemaProps) => MapNode = memoByIdentity((s: JSONSchemaProps): MapNode => {
  const own = schemaNode({ ...s, type: 'object' }) as MapNode;
  const metadata = typeNode('ObjectMeta');
  return {
    kind: 'map',
    atomic: false,
    values: own.values,
    field: (name) => (name === 'metadata' ? metadata : name === 'apiVersion' || name === 'kind' ? SCALARS.string : own.field(name)),
  };
});

function schemaNode(s: JSONSchemaProps): MergeNode {
  if (s['x-kubernetes-int-or-string']) return SCALARS.any;
  switch (s.type) {
    case 'object':
      return objectNode(s);
    case 'array':
      return arrayNode(s);
    case 'integer':
    case 'number':
      return SCALARS.numeric;
    case 'boolean':
      return SCALARS.boolean;
    case 'string':
      return SCALARS.string;
    default:
      return UNTYPED;
  }
}

function objectNode(s: JSONSchemaProps): MergeNode {
  const embedded = s['x-kubernetes-embedded-resource'] === true;
  const open = s['x-kubernetes-preserve-unknown-fields'] === true;
  const other = isObject(s.additionalProperties)
    ? schemaNode(s.additionalProperties as JSONSchemaProps)
    : s.additionalProperties === true
      ? UNTYPED
      : undefined;
  const node = mapNode(
    s['x-kubernetes-map-type'] === 'atomic',
    new Map(Object.entries(s.properties ?? {})),
    schemaNode,
    other ?? (open || (!s.properties && !embedded) ? UNTYPED : undefined),
  );
  return embedded
    ? {
        ...node,
        field: (name) =>
          name === 'metadata' ? typeNode('ObjectMeta') : name === 'apiVersion' || name === 'kind' ? SCALARS.string : node.field(name),
      }
    : node;
}

function arrayNode(s: JSONSchemaProps): MergeNode {
  const item = isObject(s.items) ? (s.items as JSONSchemaProps) : undefined;
  const type = s['x-kubernetes-list-type'];
  const keys = s['x-kubernetes-list-map-keys'] ?? [];
  return {
    kind: 'list',
    list: type === 'map' ? { type, keys } : type === 'set' ? { type } : { type: 'atomic' },
    items: item ? schemaNode(item) : UNTYPED,
    keyDefault: (key) => item?.properties?.[key]?.default,
  };
}
