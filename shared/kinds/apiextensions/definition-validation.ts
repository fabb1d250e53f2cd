/**
 * What a CustomResourceDefinition may say. As in Kubernetes, what all versions share is checked once and reported at the
 * top ('spec.validation' for their common schema). Source: apiextensions/validation, apiextensions/v1 conversion.
 */
import { invalid, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isDNS1035Label, isDNS1123Subdomain } from '../../api/names.ts';
import type { CustomResourceDefinitionNames, CustomResourceDefinitionSpec, CustomResourceDefinitionVersion } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import type { CustomResourceDefinition } from '../types.ts';
import { oneOf, validateConversion } from './conversion-validation.ts';
import { validateApproval } from './definition-approval.ts';
import { validateColumns, validateSelectableFields, validateSubresources, validateVersion } from './definition-version-validation.ts';
import { validateRootSchema } from './schema-validation.ts';

export function validateDefinition(o: CustomResourceDefinition, previous?: CustomResourceDefinition): readonly FieldError[] {
  const name = `${o.spec.names.plural}.${o.spec.group}`;
  return [
    ...(previous || o.metadata.name === name
      ? []
      : [invalid('metadata.name', o.metadata.name, 'must be spec.names.plural+"."+spec.group')]),
    ...validateSpec(o.spec),
    ...(previous ? validateSpecChange(o, previous) : []),
    ...validateNames(o.status?.acceptedNames, 'status.acceptedNames'),
    ...validateStoredVersions(o),
    ...validateApproval(o, previous),
    ...(o.spec.preserveUnknownFields && !previous?.spec.preserveUnknownFields
      ? [
          invalid(
            'spec.preserveUnknownFields',
            true,
            'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
          ),
        ]
      : []),
  ];
}

function validateSpecChange(next: CustomResourceDefinition, previous: CustomResourceDefinition): readonly FieldError[] {
  const established = previous.status?.conditions?.some((c) => c.type === 'Established' && c.status === 'True') ?? false;
  return [
    ...(established
      ? [
          ...validateImmutableField(next.spec.scope, previous.spec.scope, 'spec.scope'),
          ...validateImmutableField(next.spec.names.kind, previous.spec.names.kind, 'spec.names.kind'),
        ]
      : []),
    ...validateImmutableField(next.spec.group, previous.spec.group, 'spec.group'),
    ...validateImmutableField(next.spec.names.plural, previous.spec.names.plural, 'spec.names.plural'),
  ];
}

/** What every version says, and what each says for itself. */
interface Hoisted {
  readonly shared: Partial<CustomResourceDefinitionVersion>;
  readonly versions: readonly CustomResourceDefinitionVersion[];
}

const HOISTED = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;

function hoist(versions: readonly CustomResourceDefinitionVersion[]): Hoisted {
  const first = versions[0];
  const common = first ? HOISTED.filter((f) => versions.every((v) => equal(v[f], first[f]))) : [];
  return {
    shared: Object.fromEntries(common.map((f) => [f, first?.[f]])),
    versions: versions.map(
      (v) =>
        Object.fromEntries(
          Object.entries(v).filter(([f]) => !common.includes(f as (typeof HOISTED)[number])),
        ) as unknown as CustomResourceDefinitionVersion,
    ),
  };
}

const SCOPES = ['Cluster', 'Namespaced'];

function validateSpec(s: CustomResourceDefinitionSpec): readonly FieldError[] {
  const { shared, versions } = hoist(s.versions ?? []);
  const errors: FieldError[] = [];
  const group = isDNS1123Subdomain(s.group);
  if (!s.group) errors.push(required('spec.group'));
  else if (group.length) errors.push(invalid('spec.group', s.group, group.join(',')));
  else if (!s.group.includes('.')) errors.push(invalid('spec.group', s.group, 'should be a domain with at least one dot'));
  errors.push(...oneOf(s.scope, SCOPES, 'spec.scope'));
  if (!shared.schema?.openAPIV3Schema)
    versions.forEach((v, i) => {
      if (!v.schema?.openAPIV3Schema) errors.push(required(`spec.versions[${i}].schema.openAPIV3Schema`));
    });
  const status = (v: Pick<CustomResourceDefinitionVersion, 'subresources'>) => v.subresources?.status !== undefined;
  versions.forEach((v, i) => errors.push(...validateVersion(v, status(v) || status(shared), `spec.versions[${i}]`)));
  const shown = (s.versions ?? []).map((v) => ({ Name: v.name, Served: v.served, Storage: v.storage }));
  if (new Set(versions.map((v) => v.name)).size < versions.length)
    errors.push(invalid('spec.versions', shown, 'must contain unique version names'));
  if (versions.filter((v) => v.storage).length !== 1)
    errors.push(invalid('spec.versions', s.versions ? shown : null, 'must have exactly one version marked as storage version'));
  const version = versions[0]?.name ?? '';
  const label = isDNS1035Label(version);
  if (version && label.length) errors.push(invalid('spec.version', version, label.join(',')));
  for (const f of ['plural', 'singular', 'kind', 'listKind'] as const) if (!s.names[f]) errors.push(required(`spec.names.${f}`));
  errors.push(...validateNames(s.names, 'spec.names'));
  if (shared.schema?.openAPIV3Schema)
    errors.push(
      ...validateRootSchema(shared.schema.openAPIV3Schema, status(shared) || versions.some(status), 'spec.validation.openAPIV3Schema'),
    );
  errors.push(
    ...validateSubresources(shared.subresources, 'spec.subresources'),
    ...validateColumns(shared.additionalPrinterColumns, 'spec.additionalPrinterColumns'),
    ...validateSelectableFields(shared, 'spec.selectableFields', 'may only be set when validations.schema is included'),
  );
  return [...errors, ...validateConversion(s.conversion, 'spec.conversion')];
}

export function validateNames(names: CustomResourceDefinitionNames | undefined, path: string): readonly FieldError[] {
  if (!names) return [];
  const label = (field: string, value: string | undefined, mixed = false) => {
    const complaints = value ? isDNS1035Label(mixed ? value.toLowerCase() : value) : [];
    return complaints.length
      ? [invalid(`${path}.${field}`, value, `${mixed ? 'may have mixed case, but should otherwise match: ' : ''}${complaints.join(',')}`)]
      : [];
  };
  return [
    ...label('plural', names.plural),
    ...label('singular', names.singular),
    ...label('kind', names.kind, true),
    ...label('listKind', names.listKind, true),
    ...(names.shortNames ?? []).flatMap((n, i) => label(`shortNames[${i}]`, n)),
    ...(names.kind && names.kind === names.listKind
      ? [invalid(`${path}.listKind`, names.listKind, 'kind and listKind may not be the same')]
      : []),
    ...(names.categories ?? []).flatMap((n, i) => label(`categories[${i}]`, n)),
  ];
}

function validateStoredVersions({ spec, status }: CustomResourceDefinition): readonly FieldError[] {
  const stored = status?.storedVersions ?? [];
  const path = 'status.storedVersions';
  const names = (spec.versions ?? []).map((v) => v.name);
  if (stored.length === 0) return [invalid(path, status?.storedVersions ?? null, 'must have at least one stored version')];
  return [
    ...(spec.versions ?? [])
      .filter((v) => v.storage && !stored.includes(v.name))
      .map((v) => invalid(path, stored, `must have the storage version ${v.name}`)),
    ...stored.flatMap((v, i) =>
      names.includes(v)
        ? []
        : [
            invalid(
              `${path}[${i}]`,
              v,
              `missing from spec.versions; ${v} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${v} and removes ${v} from status.storedVersions`,
            ),
          ],
    ),
  ];
}
