/**
 * What a CustomResourceDefinition may say. As in Kubernetes, what all versions share is checked once and reported at the
 * top ('spec.validation' for their common schema). Source: apiextensions/validation, apiextensions/v1 conversion.
 */
import { duplicate, forbiddenField, invalid, invalidEach, notSupported, required, tooMany, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isDNS1035Label, isDNS1123Subdomain } from '../../api/names.ts';
import type {
  CustomResourceColumnDefinition,
  CustomResourceConversion,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
  JSONSchemaProps,
  SelectableField,
} from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import type { CustomResourceDefinition } from '../types.ts';
import { validateWebhookService, validateWebhookURL } from '../webhook-validation.ts';
import { fieldPath } from './field-names.ts';
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

export function validateDefinitionUpdate(next: CustomResourceDefinition, previous: CustomResourceDefinition): readonly FieldError[] {
  return validateDefinition(next, previous);
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
    ...(shared.selectableFields?.length
      ? shared.schema?.openAPIV3Schema
        ? validateSelectableFields(shared.selectableFields, shared.schema.openAPIV3Schema, 'spec.selectableFields')
        : [invalid('spec.selectableFields', '', 'may only be set when validations.schema is included')]
      : []),
  );
  return [...errors, ...validateConversion(s.conversion, 'spec.conversion')];
}

function oneOf(value: string, accepted: readonly string[], path: string): readonly FieldError[] {
  return !value ? [required(path)] : accepted.includes(value) ? [] : [notSupported(path, value, accepted)];
}

function validateVersion(v: CustomResourceDefinitionVersion, statusEnabled: boolean, path: string): readonly FieldError[] {
  const label = isDNS1035Label(v.name);
  return [
    ...(label.length ? [invalid(`${path}.name`, v.name, label.join(','))] : []),
    ...invalidEach(`${path}.deprecationWarning`, v.deprecationWarning, warningComplaints(v)),
    ...(v.schema?.openAPIV3Schema ? validateRootSchema(v.schema.openAPIV3Schema, statusEnabled, `${path}.schema.openAPIV3Schema`) : []),
    ...validateSubresources(v.subresources, `${path}.subresources`),
    ...validateColumns(v.additionalPrinterColumns, `${path}.additionalPrinterColumns`),
    ...(v.selectableFields?.length
      ? v.schema?.openAPIV3Schema
        ? validateSelectableFields(v.selectableFields, v.schema.openAPIV3Schema, `${path}.selectableFields`)
        : [invalid(`${path}.selectableFields`, '', 'may only be set when `version.schema.openAPIV3Schema` is not included')]
      : []),
  ];
}

function warningComplaints({ deprecated, deprecationWarning: text }: CustomResourceDefinitionVersion): readonly string[] {
  if (text === undefined) return [];
  if (!deprecated) return ['can only be set for deprecated versions'];
  const odd = [...text].findIndex((c) => /\p{C}/u.test(c));
  return [
    ...(text.length > 256 ? ['must be <= 256 characters long'] : []),
    ...(text === '' ? ['must not be an empty string'] : []),
    ...(odd < 0 ? [] : [`must only contain printable UTF-8 characters; non-printable character found at index ${odd}`]),
  ];
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

/** The annotation with the approval of a group of Kubernetes' own. */
export const APPROVED = 'api-approved.kubernetes.io';

/** Whether a group is one of Kubernetes' own. */
export const isProtectedGroup = (group: string): boolean => /(^|\.)(k8s|kubernetes)\.io$/.test(group);

/** What an approval says: the URL of one, or a reason why there is none. */
export function approvalState(text: string): 'missing' | 'bypassed' | 'approved' | 'invalid' {
  return text === ''
    ? 'missing'
    : text.startsWith('unapproved')
      ? 'bypassed'
      : /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#\s]+/.test(text)
        ? 'approved'
        : 'invalid';
}

/** Kubernetes' own groups ask for an approval, or a word that there is none. */
function validateApproval(o: CustomResourceDefinition, previous: CustomResourceDefinition | undefined): readonly FieldError[] {
  if (!isProtectedGroup(o.spec.group)) return [];
  const text = o.metadata.annotations?.[APPROVED] ?? '';
  const now = approvalState(text);
  const path = `metadata.annotations[${APPROVED}]`;
  const needs = `protected groups must have approval annotation "${APPROVED}"`;
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (previous && approvalState(previous.metadata.annotations?.[APPROVED] ?? '') === now) return [];
  return now === 'missing'
    ? [required(path, `${needs}, ${see}`)]
    : now === 'invalid'
      ? [invalid(path, text, `${needs} with either a URL or a reason starting with "unapproved", ${see}`)]
      : [];
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function validateColumns(columns: readonly CustomResourceColumnDefinition[] = [], path: string): readonly FieldError[] {
  return columns.flatMap((c, i) => {
    const at = `${path}[${i}]`;
    const types = `must be one of ${COLUMN_TYPES.join(',')}`;
    return [
      ...(c.name ? [] : [required(`${at}.name`)]),
      ...(!c.type ? [required(`${at}.type`, types)] : COLUMN_TYPES.includes(c.type) ? [] : [invalid(`${at}.type`, c.type, types)]),
      ...(c.format && !COLUMN_FORMATS.includes(c.format)
        ? [invalid(`${at}.format`, c.format, `must be one of ${COLUMN_FORMATS.join(',')}`)]
        : []),
      ...(c.jsonPath ? simplePath(c.jsonPath, `${at}.JSONPath`) : [required(`${at}.JSONPath`)]),
    ];
  });
}

function simplePath(text: string, path: string): readonly FieldError[] {
  return text.startsWith('.') ? [] : [invalid(path, text, 'must be a simple json path starting with .')];
}

function validateSubresources(s: CustomResourceSubresources | undefined, path: string): readonly FieldError[] {
  const scale = s?.scale;
  if (!scale) return [];
  const under = (field: 'specReplicasPath' | 'statusReplicasPath' | 'labelSelectorPath', parents: readonly string[], words: string) => {
    const text = scale[field];
    const at = `${path}.scale.${field}`;
    if (!text) return field === 'labelSelectorPath' ? [] : [required(at)];
    const wrong = simplePath(text, at);
    return wrong.length || parents.some((p) => text.startsWith(p)) ? wrong : [invalid(at, text, `should be a json path under ${words}`)];
  };
  return [
    ...under('specReplicasPath', ['.spec.'], '.spec'),
    ...under('statusReplicasPath', ['.status.'], '.status'),
    ...under('labelSelectorPath', ['.spec.', '.status.'], 'either .spec or .status'),
  ];
}

const MOST_SELECTABLE = 8;
const SELECTABLE = ['string', 'boolean', 'integer'];

/** What field selectors may ask for. \`allowed\`: as many as there were before, where there were too many. */
function validateSelectableFields(fields: readonly SelectableField[] = [], s: JSONSchemaProps, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  fields.forEach(({ jsonPath }, i) => {
    const at = `${path}[${i}].jsonPath`;
    const found = jsonPath ? fieldPath(jsonPath, s, false) : undefined;
    if (!found) errors.push(required(at));
    else if ('wrong' in found) errors.push(invalid(at, jsonPath, `is an invalid path: ${found.wrong}`));
    else {
      if (found.first === 'metadata') errors.push(invalid(at, jsonPath, 'must not point to fields in metadata'));
      if (!SELECTABLE.includes(found.schema.type ?? ''))
        errors.push(
          invalid(
            at,
            jsonPath,
            'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
          ),
        );
      if (seen.has(found.path)) errors.push(duplicate(at, jsonPath));
      seen.add(found.path);
    }
  });
  return seen.size > MOST_SELECTABLE ? [...errors, tooMany(path, seen.size, MOST_SELECTABLE)] : errors;
}

const STRATEGIES = ['None', 'Webhook'];
const REVIEWS = ['v1', 'v1beta1'];

function validateConversion(c: CustomResourceConversion | undefined, path: string): readonly FieldError[] {
  if (!c) return [];
  const errors: FieldError[] = [...oneOf(c.strategy, STRATEGIES, `${path}.strategy`)];
  const config = c.webhook?.clientConfig;
  const at = `${path}.webhookClientConfig`;
  const reviews = c.webhook?.conversionReviewVersions ?? [];
  if (c.strategy !== 'Webhook') {
    const why = 'should not be set when strategy is not set to Webhook';
    return [
      ...errors,
      ...(config ? [forbiddenField(at, why)] : []),
      ...(reviews.length ? [forbiddenField(`${path}.conversionReviewVersions`, why)] : []),
    ];
  }
  if (!config) errors.push(required(at, 'required when strategy is set to Webhook'));
  else if ((config.url === undefined) === (config.service === undefined))
    errors.push(required(at, 'exactly one of url or service is required'));
  else if (config.url !== undefined) errors.push(...validateWebhookURL(config.url, `${at}.url`));
  else if (config.service) errors.push(...validateWebhookService(config.service, `${at}.service`));
  if (reviews.length === 0) return [...errors, required(`${path}.conversionReviewVersions`)];
  reviews.forEach((v, i) =>
    errors.push(
      ...(reviews.indexOf(v) < i
        ? [invalid(`${path}.conversionReviewVersions[${i}]`, v, 'duplicate version')]
        : invalidEach(`${path}.conversionReviewVersions[${i}]`, v, isDNS1035Label(v))),
    ),
  );
  return reviews.some((v) => REVIEWS.includes(v))
    ? errors
    : [...errors, invalid(`${path}.conversionReviewVersions`, reviews, `must include at least one of ${REVIEWS.join(', ')}`)];
}
