/**
 * A custom resource as a kind: what its CustomResourceDefinition says, in the terms of every other kind. Conversion between
 * versions changes nothing but apiVersion; what else each version says is its own. Source: apiextensions' registry/customresource strategy, validator.
 */
import { invalid, type FieldError } from '../../api/errors.ts';
import { parseJsonPath } from '../../api/json-path.ts';
import { at, equal, isObject } from '../../api/json.ts';
import { isQualifiedName } from '../../api/names.ts';
import type { ApiObject } from '../../api/object.ts';
import type { KindDefinition, ScalePaths, ServedVersion, Subresource, Verb } from '../definition.ts';
import type {
  CustomResourceDefinitionNames,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresourceScale,
} from '../generated/types.ts';
import type { CustomResourceDefinition } from '../types.ts';
import { customColumns } from './custom-columns.ts';
import { compareVersions } from '../../api/version-order.ts';
import { versionSchema, type VersionSchema } from './custom-schema.ts';

/** As discovery lists them for custom resources. */
const VERBS: readonly Verb[] = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

type Custom = ApiObject & { readonly status?: unknown };

/** What each version has of its own. */
type Own = Pick<
  KindDefinition,
  'subresources' | 'scale' | 'selectableFields' | 'deprecation' | 'prepareCreate' | 'prepareUpdate' | 'validateStatusUpdate'
>;

/** The kind that a definition defines, under names that have been accepted. Undefined where it stores no version. */
export function customKind({ spec }: CustomResourceDefinition, names: CustomResourceDefinitionNames): KindDefinition | undefined {
  const storage = spec.versions.find((v) => v.storage);
  if (!storage) return undefined;
  const schema = versionSchema(storage);
  const apiVersionOf = (v: CustomResourceDefinitionVersion) => `${spec.group}/${v.name}`;
  const others = spec.versions
    .filter((v) => v.served && v !== storage)
    .map((v): ServedVersion => {
      const own = versionSchema(v);
      const apiVersion = apiVersionOf(v);
      return {
        apiVersion,
        structural: own.structural,
        unknownFields: own.unknownFields,
        fromStored: (o) => own.complete({ ...o, apiVersion }),
        toStored: (o) => ({ ...own.complete(o), apiVersion: apiVersionOf(storage) }),
        ...checks(v, own),
        columns: customColumns(v.additionalPrinterColumns),
        own: ownOf(v, own, spec),
      };
    });
  return Object.freeze<KindDefinition>({
    apiVersion: apiVersionOf(storage),
    kind: names.kind,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    listKind: names.listKind ?? `${names.kind}List`,
    ...(names.shortNames?.length ? { shortNames: names.shortNames } : {}),
    ...(names.categories?.length ? { categories: names.categories } : {}),
    namespaced: spec.scope === 'Namespaced',
    verbs: VERBS,
    generation: true,
    unconditionalUpdate: false,
    structural: schema.structural,
    unknownFields: schema.unknownFields,
    ...(storage.served ? {} : { storedOnly: true }),
    ...(others.length ? { served: others } : {}),
    default: (o) => schema.complete(o),
    ...ownOf(storage, schema, spec),
    ...checks(storage, schema),
    warnings: (next, previous) =>
      (next.metadata.finalizers ?? []).filter((f) => !previous?.metadata.finalizers?.includes(f)).flatMap(finalizerWarnings),
    columns: customColumns(storage.additionalPrinterColumns),
  });
}

function checks(
  { subresources }: CustomResourceDefinitionVersion,
  schema: VersionSchema,
): Required<Pick<KindDefinition, 'validate' | 'validateUpdate'>> {
  const scale = subresources?.scale;
  return {
    validate: (o) => schema.validate(o, undefined, validateScale(o, scale)),
    validateUpdate: (next, previous) => schema.validate(next, previous, validateScale(next, scale)),
  };
}

function ownOf(v: CustomResourceDefinitionVersion, schema: VersionSchema, spec: CustomResourceDefinitionSpec): Own {
  const scale = v.subresources?.scale;
  const hasStatus = v.subresources?.status !== undefined;
  return {
    subresources: subresourcesOf(hasStatus, scale),
    ...(scale ? { scale: scalePaths(scale) } : {}),
    ...(v.selectableFields?.length ? { selectableFields: selectable(v) } : {}),
    ...(v.deprecated ? { deprecation: v.deprecationWarning ?? deprecationOf(v, spec) } : {}),
    prepareCreate: (o) => (hasStatus ? withoutStatus(o) : o),
    prepareUpdate(next: Custom, previous: Custom) {
      if (hasStatus) return previous.status === undefined ? withoutStatus(next) : ({ ...next, status: previous.status } as ApiObject);
      return equal(next.status, previous.status)
        ? next
        : { ...next, metadata: { ...next.metadata, generation: (previous.metadata.generation ?? 0) + 1 } };
    },
    validateStatusUpdate: (next, previous) => schema.validateStatus(next, previous, validateScaleStatus(next, scale)),
  };
}

/** What is said of a version that is going away, where its definition has no words of its own. */
function deprecationOf(v: CustomResourceDefinitionVersion, { group, names, versions }: CustomResourceDefinitionSpec): string {
  const [better] = versions
    .filter((o) => o.served && !o.deprecated && compareVersions(o.name, v.name) < 0)
    .map((o) => o.name)
    .sort(compareVersions);
  const said = `${group}/${v.name} ${names.kind} is deprecated`;
  return better === undefined ? said : `${said}; use ${group}/${better} ${names.kind}`;
}

function withoutStatus(o: Custom): ApiObject {
  if (!('status' in o)) return o;
  const { status: _gone, ...rest } = o;
  return rest;
}

const GET_AND_WRITE: readonly Verb[] = ['get', 'patch', 'update'];

function subresourcesOf(hasStatus: boolean, scale: CustomResourceSubresourceScale | undefined): readonly Subresource[] {
  return [
    ...(hasStatus ? [{ name: 'status', verbs: GET_AND_WRITE }] : []),
    ...(scale ? [{ name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: GET_AND_WRITE }] : []),
  ];
}

const keysOf = (path: string): readonly string[] => path.replace(/^\./, '').split('.');

function scalePaths(s: CustomResourceSubresourceScale): ScalePaths {
  return {
    specReplicas: keysOf(s.specReplicasPath),
    statusReplicas: keysOf(s.statusReplicasPath),
    ...(s.labelSelectorPath ? { selector: keysOf(s.labelSelectorPath) } : {}),
  };
}

const MAX_INT32 = 0x7fffffff;

function validateCount(o: ApiObject, path: string): readonly FieldError[] {
  const n = at(o, keysOf(path));
  if (n === undefined) return [];
  if (typeof n !== 'number' || !Number.isInteger(n))
    return [invalid(path, 0, `${path} accessor error: ${shownValue(n)} is of the type ${goType(n)}, expected int64`)];
  return n < 0
    ? [invalid(path, n, 'should be a non-negative integer')]
    : n > MAX_INT32
      ? [invalid(path, n, `should be less than or equal to ${MAX_INT32}`)]
      : [];
}

function validateScale(o: ApiObject, s: CustomResourceSubresourceScale | undefined): readonly FieldError[] {
  return s ? [...validateCount(o, s.specReplicasPath), ...validateScaleStatus(o, s)] : [];
}

function validateScaleStatus(o: ApiObject, s: CustomResourceSubresourceScale | undefined): readonly FieldError[] {
  if (!s) return [];
  const path = s.labelSelectorPath;
  const selector = path ? at(o, keysOf(path)) : undefined;
  return [
    ...validateCount(o, s.statusReplicasPath),
    ...(path && selector !== undefined && typeof selector !== 'string'
      ? [invalid(path, '', `${path} accessor error: ${shownValue(selector)} is of the type ${goType(selector)}, expected string`)]
      : []),
  ];
}

/** A value and its type as Go tells them. */
const shownValue = (v: unknown): string =>
  Array.isArray(v)
    ? `[${v.map(shownValue).join(' ')}]`
    : isObject(v)
      ? `map[${Object.entries(v)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([k, x]) => `${k}:${shownValue(x)}`)
          .join(' ')}]`
      : String(v as string | number | boolean);
const goType = (v: unknown): string =>
  typeof v === 'number'
    ? Number.isInteger(v)
      ? 'int64'
      : 'float64'
    : typeof v === 'boolean'
      ? 'bool'
      : Array.isArray(v)
        ? '[]interface {}'
        : isObject(v)
          ? 'map[string]interface {}'
          : typeof v;

const STANDARD_FINALIZERS = ['orphan', 'foregroundDeletion', 'kubernetes'];

function finalizerWarnings(name: string): readonly string[] {
  const about = `metadata.finalizers: ${JSON.stringify(name)}:`;
  const complaints = isQualifiedName(name).map((m) => `${about} ${m}`);
  if (name.includes('/') || STANDARD_FINALIZERS.includes(name)) return complaints;
  return [
    ...complaints,
    `${about} prefer a domain-qualified finalizer name ${name.includes('.') ? 'including a path (/) ' : ''}to avoid accidental conflicts with other finalizer writers`,
  ];
}

/** What field selectors may ask for: '.spec.colour' as 'spec.colour'. */
function selectable(v: CustomResourceDefinitionVersion): (o: ApiObject) => Readonly<Record<string, string>> {
  const fields = (v.selectableFields ?? []).map((f) => [f.jsonPath.replace(/^\./, ''), parseJsonPath(f.jsonPath)] as const);
  return (o) =>
    Object.fromEntries(
      fields.map(([name, path]) => {
        const [value] = path(o);
        return [name, value === undefined || value === null ? '' : String(value as string | number | boolean)];
      }),
    );
}
