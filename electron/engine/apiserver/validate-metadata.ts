/**
 * What holds for the metadata of every object. A kind's own checks and the pipeline's both look at it, so on an update the
 * same error is told more than once, as Kubernetes tells it.
 * Source: apimachinery's api/validation/objectmeta.go, core/validation ValidateObjectMeta, apiserver's registry/rest.
 */
import { forbiddenField, invalid, invalidEach, quoted, required, type FieldError } from '#shared/api/errors.ts';
import { memoByIdentity } from '#shared/api/json.ts';
import {
  isDNS1123Label,
  isDNS1123Subdomain,
  isPathSegmentName,
  isPathSegmentPrefix,
  isQualifiedName,
  maskTrailingDash,
} from '#shared/api/names.ts';
import { groupOf, versionOf, type ApiObject } from '#shared/api/object.ts';
import { validateLabels } from '#shared/api/selector-validation.ts';
import { validateAnnotations } from '#shared/kinds/core/annotations.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import type { ObjectMeta, OwnerReference } from '#shared/kinds/generated/types.ts';
import { validateImmutableField } from '#shared/kinds/immutable.ts';

/** A check of a name, or of the prefix of one that is generated. */
type NameCheck = (name: string, generated: boolean) => readonly string[];

const subdomain: NameCheck = (name, generated) => isDNS1123Subdomain(generated ? maskTrailingDash(name) : name);
const pathSegment: NameCheck = (name, generated) => (generated ? isPathSegmentPrefix(name) : isPathSegmentName(name));

/** The metadata of an object that is made. */
export function validateMetadata(o: ApiObject, definition: KindDefinition): readonly FieldError[] {
  return [...validate(o.metadata, definition, definition.validateName ?? subdomain), ...validateFinalizerNames(o.metadata, definition)];
}

/** The metadata of an object that is changed; `checks` says how often its kind looks at it (see KindDefinition.metadataChecks). */
export function validateMetadataUpdate(
  next: ApiObject,
  previous: ApiObject,
  definition: KindDefinition,
  checks = definition.metadataChecks ?? 'U',
): readonly FieldError[] {
  const common = validate(next.metadata, definition, pathSegment);
  const change = validateChange(next.metadata, previous.metadata);
  const names = validateFinalizerNames(next.metadata, definition);
  if (!common.length && !change.length && !names.length) return NONE;
  const own = checks.includes('M') ? validate(next.metadata, definition, definition.validateName ?? subdomain) : NONE;
  return [...common, ...change, ...[...checks].flatMap((c) => [...(c === 'U' ? change : own), ...names])];
}

function validate(m: ObjectMeta, definition: KindDefinition, check: NameCheck): readonly FieldError[] {
  const { name = '', generateName = '', namespace = '' } = m;
  return [
    ...(generateName ? invalidEach('metadata.generateName', generateName, check(generateName, true)) : []),
    ...(name ? invalidEach('metadata.name', name, check(name, false)) : [required('metadata.name', 'name or generateName is required')]),
    ...(definition.namespaced
      ? namespace
        ? invalidEach('metadata.namespace', namespace, isDNS1123Label(namespace))
        : [required('metadata.namespace')]
      : namespace
        ? [forbiddenField('metadata.namespace', 'not allowed on this type')]
        : []),
    ...validateParts(m),
    ...(m.finalizers ? validateFinalizers(m.finalizers) : []),
  ];
}

const NONE: readonly FieldError[] = Object.freeze([]);
const labelErrors = memoByIdentity((labels: Readonly<Record<string, string>>) => validateLabels(labels, 'metadata.labels'));
const annotationErrors = memoByIdentity((annotations: Readonly<Record<string, string>>) =>
  validateAnnotations(annotations, 'metadata.annotations'),
);

function validateParts({ labels, annotations, ownerReferences }: ObjectMeta): readonly FieldError[] {
  const errors = [
    labels ? labelErrors(labels) : NONE,
    annotations ? annotationErrors(annotations) : NONE,
    ownerReferences ? validateOwners(ownerReferences) : NONE,
  ];
  return errors.every((e) => e.length === 0) ? NONE : errors.flat();
}

function validateChange(next: ObjectMeta, previous: ObjectMeta): readonly FieldError[] {
  const extra =
    previous.deletionTimestamp === undefined ? [] : (next.finalizers ?? []).filter((f) => !previous.finalizers?.includes(f)).sort();
  const fixed = (f: 'name' | 'namespace' | 'uid' | 'creationTimestamp' | 'deletionTimestamp' | 'deletionGracePeriodSeconds') =>
    validateImmutableField(next[f], previous[f], `metadata.${f}`);
  return [
    ...(extra.length
      ? [
          forbiddenField(
            'metadata.finalizers',
            `no new finalizers can be added if the object is being deleted, found new finalizers []string{${extra.map(quoted).join(', ')}}`,
          ),
        ]
      : []),
    ...((next.generation ?? 0) < (previous.generation ?? 0)
      ? [invalid('metadata.generation', next.generation ?? 0, 'must not be decremented')]
      : []),
    ...fixed('name'),
    ...fixed('namespace'),
    ...fixed('uid'),
    ...fixed('creationTimestamp'),
    ...fixed('deletionTimestamp'),
    ...fixed('deletionGracePeriodSeconds'),
    ...validateParts(next),
  ];
}

function validateOwners(list: readonly OwnerReference[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  let controller = '';
  list.forEach((r, i) => {
    const path = `metadata.ownerReferences[${i}]`;
    if (!versionOf(r.apiVersion)) errors.push(invalid(`${path}.apiVersion`, r.apiVersion, 'version must not be empty'));
    for (const f of ['kind', 'name', 'uid'] as const) if (!r[f]) errors.push(invalid(`${path}.${f}`, r[f], 'must not be empty'));
    if (r.apiVersion === 'v1' && r.kind === 'Event') errors.push(invalid(path, r, '/v1, Kind=Event is disallowed from being an owner'));
    if (!r.controller) return;
    const name = `${r.kind}/${r.name}`;
    if (controller)
      errors.push(
        invalid(
          'metadata.ownerReferences',
          list,
          `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`,
        ),
      );
    else controller = name;
  });
  return errors.length ? errors : NONE;
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';
const STANDARD: readonly string[] = [ORPHAN, FOREGROUND, 'kubernetes'];

function validateFinalizers(list: readonly string[]): readonly FieldError[] {
  return [
    ...list.flatMap((f) => invalidEach('metadata.finalizers', f, isQualifiedName(f))),
    ...(list.includes(ORPHAN) && list.includes(FOREGROUND)
      ? [invalid('metadata.finalizers', list, `finalizer ${ORPHAN} and ${FOREGROUND} cannot be both set`)]
      : []),
  ];
}

/** The groups whose kinds, like custom resources, take any finalizer. */
const EXTENSIONS = ['apiextensions.k8s.io', 'apiregistration.k8s.io'];

/** Kubernetes' own kinds know a few finalizers by their name alone; others are under a domain. */
function validateFinalizerNames({ finalizers }: ObjectMeta, d: KindDefinition): readonly FieldError[] {
  if (!finalizers?.length || d.structural || EXTENSIONS.includes(groupOf(d.apiVersion))) return NONE;
  return finalizers.flatMap((f, i) =>
    f.includes('/') || STANDARD.includes(f)
      ? []
      : [invalid(`metadata.finalizers[${i}]`, f, 'name is neither a standard finalizer name nor is it fully qualified')],
  );
}
