/**
 * The schema of every type the API speaks: the generated OpenAPI facts completed by the tables beside this file.
 * One reading serves decoding, OpenAPI documents, server-side apply, strategic merge patches and forms.
 */
import { assert } from '../../api/errors.ts';
import { OTHER_ENUMS, PUBLISHED_ENUMS } from './enums.ts';
import { GENERATED_TYPES, type GeneratedShape, type GeneratedType } from './generated.ts';
import { GO_TYPES } from './go-types.ts';
import { LISTS } from './lists.ts';
import { OWN_TYPES } from './own-types.ts';
import { PRESENCE } from './presence.ts';
import { PUBLISHED_DEFAULTS } from './published-defaults.ts';

/** What a value looks like in JSON. */
export type Shape =
  | { readonly kind: 'object'; readonly type: string }
  | { readonly kind: 'list'; readonly items: Shape }
  | { readonly kind: 'map'; readonly items: Shape }
  | { readonly kind: 'integer'; readonly bits: 32 | 64 }
  | { readonly kind: 'string' | 'boolean' | 'number' | 'quantity' | 'time' | 'microTime' | 'duration' | 'intOrString' | 'bytes' | 'any' };

/**
 * What becomes of a field that holds nothing: `omitted` leaves '', 0, false, [] and {} out; `pointer` leaves out only what
 * was not given; `kept` always writes it; `nullable` writes null where it is empty.
 */
export type Presence = 'omitted' | 'pointer' | 'kept' | 'nullable';

/** How server-side apply takes a list: as one value, as a set of scalars, or as a map of entries by keys. */
export type ListType = { readonly type: 'atomic' | 'set' } | { readonly type: 'map'; readonly keys: readonly string[] };

/** How a strategic merge patch takes a list or a struct; nothing where it replaces lists and merges structs. */
export interface PatchStrategy {
  /** Lists are merged: entries by `mergeKey`, scalars as a set where there is none. */
  readonly merge: boolean;
  readonly mergeKey?: string;
  /** A struct's fields that the patch does not retain are dropped. */
  readonly retainKeys: boolean;
  /** A struct is replaced as a whole. */
  readonly replace: boolean;
}

/** The values a string may have. */
export interface Enumeration {
  readonly values: readonly string[];
  /** Whether OpenAPI documents list them; otherwise only validation knows. */
  readonly published: boolean;
}

/** A field of a type. */
export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  readonly presence: Presence;
  /** The type Kubernetes' code gives it: 'string', 'v1.PullPolicy', '[]v1.Container'. */
  readonly goType: string;
  readonly enum?: Enumeration;
  /** Of lists (and of bytes that are marked so). */
  readonly list?: ListType;
  /** True for a map or struct that server-side apply takes as one value. */
  readonly atomic: boolean;
  readonly patch?: PatchStrategy;
}

/** A type: an object with named fields. */
export interface Type {
  readonly name: string;
  /** 'v1.Pod': as decoding errors name it. */
  readonly goType: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** True where server-side apply takes the whole object as one value. */
  readonly atomic: boolean;
}

const known = new Map<string, Type>();

/** The type of a name, undefined where there is none. */
export function findType(name: string): Type | undefined {
  const found = known.get(name);
  if (found) return found;
  const generated = Object.hasOwn(OWN_TYPES, name)
    ? OWN_TYPES[name]
    : Object.hasOwn(GENERATED_TYPES, name)
      ? GENERATED_TYPES[name]
      : undefined;
  if (!generated) return undefined;
  const type = read(name, generated);
  known.set(name, type);
  return type;
}

/** The type of a name that is known to be in the schema. */
export function typeOf(name: string): Type {
  const type = findType(name);
  assert(type, `the schema has a type ${name}`);
  return type;
}

/** A field of a type, undefined where the type has none of that name. */
export function fieldOf(type: string, field: string): Field | undefined {
  return findType(type)?.fields.get(field);
}

/** The names of all types. */
export function typeNames(): readonly string[] {
  return [...Object.keys(GENERATED_TYPES), ...Object.keys(OWN_TYPES)];
}

/** The default that OpenAPI documents state for a field: what is always written, and a few that Kubernetes' types name. */
export function publishedDefault(type: string, field: Field): unknown {
  const stated = `${type}.${field.name}`;
  if (Object.hasOwn(PUBLISHED_DEFAULTS, stated)) return PUBLISHED_DEFAULTS[stated];
  if (field.presence !== 'kept') return undefined;
  switch (field.shape.kind) {
    case 'object':
      return {};
    case 'string':
      return '';
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return 0;
    default:
      return undefined;
  }
}

function read(name: string, t: GeneratedType): Type {
  const goTypes = facts(GO_TYPES, name, ':');
  const lists = facts(LISTS, name, ':');
  const marks = new Map((PRESENCE.get(name) ?? []).map((m): [string, Presence] => [m.slice(1), MARKS[m[0] as keyof typeof MARKS]]));
  const fields = new Map<string, Field>();
  for (const [f, generated] of Object.entries(t.fields)) {
    const named = goTypes.get(f);
    const shape = quantified(shapeOf(generated), named);
    const required = t.required?.includes(f) ?? false;
    const goType = named ?? goTypeOf(shape);
    const values = enumOf(goType);
    const merge = mergeOf(lists.get(f));
    fields.set(f, {
      name: f,
      shape,
      required,
      presence: marks.get(f) ?? usualPresence(f, shape, required),
      goType,
      ...(values ? { enum: values } : {}),
      ...(shape.kind === 'list' || (shape.kind === 'bytes' && merge.list) ? { list: merge.list ?? { type: 'atomic' } } : {}),
      atomic: shape.kind !== 'list' && (merge.atomic ?? (shape.kind === 'object' && isAtomic(shape.type))),
      ...(merge.patch ? { patch: merge.patch } : {}),
    });
  }
  return { name, goType: goName(t.source), fields, atomic: isAtomic(name) };
}

const MARKS = { '*': 'pointer', '=': 'kept', '?': 'nullable', '~': 'omitted' } as const;
const isAtomic = (name: string) => LISTS.get(name)?.[0] === 'atomic';

function facts(table: ReadonlyMap<string, readonly string[]>, name: string, mark: string): ReadonlyMap<string, string> {
  return new Map(
    (table.get(name) ?? [])
      .filter((x) => x.includes(mark))
      .map((x): [string, string] => [x.slice(0, x.indexOf(mark)), x.slice(x.indexOf(mark) + 1)]),
  );
}

function shapeOf(s: GeneratedShape): Shape {
  if (s.ref !== undefined) return { kind: 'object', type: s.ref };
  switch (s.type) {
    case 'array':
      return { kind: 'list', items: shapeOf(s.items as GeneratedShape) };
    case 'map':
      return { kind: 'map', items: shapeOf(s.items as GeneratedShape) };
    case 'integer':
      return { kind: 'integer', bits: s.format === 'int64' ? 64 : 32 };
    default:
      return { kind: s.type as 'string' };
  }
}

const QUANTITY_MAPS = /^(v1\.ResourceList|map\[.*\]resource\.Quantity)$/;

/** OpenAPI says string where Kubernetes' type is a quantity. */
function quantified(s: Shape, goType: string | undefined): Shape {
  if (goType === undefined) return s;
  if (goType === 'resource.Quantity') return { kind: 'quantity' };
  if (goType === '[]resource.Quantity') return { kind: 'list', items: { kind: 'quantity' } };
  return s.kind === 'map' && QUANTITY_MAPS.test(goType) ? { kind: 'map', items: { kind: 'quantity' } } : s;
}

/** See presence.ts for the rule. */
function usualPresence(field: string, s: Shape, required: boolean): Presence {
  switch (s.kind) {
    case 'object':
      return required || field === 'metadata' || field === 'spec' || field === 'status' ? 'kept' : 'pointer';
    case 'time':
    case 'microTime':
    case 'duration':
    case 'intOrString':
    case 'quantity':
    case 'any':
      return required ? 'kept' : 'pointer';
    case 'list':
    case 'map':
    case 'bytes':
      return required ? 'nullable' : 'omitted';
    default:
      return required ? 'kept' : 'omitted';
  }
}

/** 'v1.Event' of 'CoreV1Event', 'v2.MetricSpec' of 'V2MetricSpec'. */
function goName(source: string): string {
  const m = /^(?:[A-Z][a-z]+)?V(\d+(?:(?:alpha|beta)\d+)?)(\w+)$/.exec(source);
  return m ? `v${m[1]}.${m[2]}` : `v1.${source}`;
}

function goTypeOf(s: Shape): string {
  switch (s.kind) {
    case 'object':
      return goName((OWN_TYPES[s.type] ?? (GENERATED_TYPES[s.type] as GeneratedType)).source);
    case 'list':
      return `[]${goTypeOf(s.items)}`;
    case 'map':
      return `map[string]${goTypeOf(s.items)}`;
    case 'integer':
      return `int${s.bits}`;
    default:
      return GO_SCALARS[s.kind];
  }
}

const GO_SCALARS = {
  string: 'string',
  boolean: 'bool',
  number: 'float64',
  quantity: 'resource.Quantity',
  time: 'v1.Time',
  microTime: 'v1.MicroTime',
  duration: 'v1.Duration',
  intOrString: 'intstr.IntOrString',
  bytes: '[]uint8',
  any: 'interface {}',
};

function enumOf(goType: string): Enumeration | undefined {
  const name = goType.slice(goType.lastIndexOf('.') + 1);
  const published = PUBLISHED_ENUMS.get(name);
  const values = published ?? OTHER_ENUMS.get(name);
  return values ? { values, published: published !== undefined } : undefined;
}

function mergeOf(text: string | undefined): { readonly list?: ListType; readonly atomic?: boolean; readonly patch?: PatchStrategy } {
  let list: ListType | undefined;
  let merge = false;
  let mergeKey: string | undefined;
  let retainKeys = false;
  let replace = false;
  let atomic: boolean | undefined;
  for (const part of text?.split('/') ?? []) {
    const argument = /\((.*)\)/.exec(part)?.[1];
    if (part.startsWith('map')) list = { type: 'map', keys: (argument as string).split(',') };
    else if (part === 'set') list = { type: part };
    else if (part === 'atomic') {
      list = { type: part };
      atomic = true;
    } else if (part === 'granular') atomic = false;
    else {
      for (const strategy of part.replace(/\(.*\)/, '').split('+'))
        if (strategy === 'merge') merge = true;
        else if (strategy === 'retainKeys') retainKeys = true;
        else if (strategy === 'replace') replace = true;
      mergeKey = argument;
    }
  }
  return {
    ...(list ? { list } : {}),
    ...(atomic === undefined ? {} : { atomic }),
    ...(merge || retainKeys || replace ? { patch: { merge, ...(mergeKey ? { mergeKey } : {}), retainKeys, replace } } : {}),
  };
}
