/** CustomResourceDefinition. Source: apiextensions/v1 defaults, registry/customresourcedefinition. */
import { quoted } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isTerminating } from '../../api/object.ts';
import { CREATED_AT, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { CustomResourceDefinitionSpec, JSONSchemaProps } from '../generated/types.ts';
import type { CustomResourceDefinition } from '../types.ts';
import { isKnownFormat } from './schema-formats.ts';
import { itemSchema, valueSchema } from './structural-pruning.ts';
import { validateDefinition, validateNames } from './definition-validation.ts';

/** Keeps a definition until its objects are gone. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

export const customResourceDefinitions = defineKind<CustomResourceDefinition>({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  generation: true,
  unconditionalUpdate: false,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  default(o) {
    const spec = withDefaults(o.spec);
    const stored = o.status?.storedVersions?.length ? o.status : { ...o.status, ...storedIn(spec, []) };
    return equal(spec, o.spec) && stored === o.status ? o : { ...o, spec, status: stored };
  },
  prepareCreate: (o) => ({
    ...o,
    status: {
      acceptedNames: { kind: '', plural: '' },
      conditions: null,
      ...storedIn(o.spec, []),
    } as unknown as CustomResourceDefinition['status'],
  }),
  prepareUpdate: (next, previous) => ({
    ...next,
    status: { ...previous.status, ...storedIn(next.spec, previous.status?.storedVersions ?? []) },
  }),
  // The objects go first: the first delete only asks for it.
  holdsDeletion: (o) => !isTerminating(o),
  prepareDelete(o) {
    const finalizers = o.metadata.finalizers ?? [];
    const conditions = (o.status.conditions ?? []).filter((c) => c.type !== 'Terminating');
    return {
      ...o,
      metadata: { ...o.metadata, finalizers: finalizers.includes(CLEANUP_FINALIZER) ? finalizers : [...finalizers, CLEANUP_FINALIZER] },
      status: {
        ...o.status,
        conditions: [
          ...conditions,
          {
            type: 'Terminating',
            status: 'True',
            reason: 'InstanceDeletionPending',
            message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
            ...(o.metadata.deletionTimestamp ? { lastTransitionTime: o.metadata.deletionTimestamp } : {}),
          },
        ],
      },
    };
  },
  validate: (o) => validateDefinition(o),
  validateUpdate: validateDefinition,
  validateStatusUpdate: (next) => validateNames(next.status?.acceptedNames, 'status.acceptedNames'),
  warnings(next, previous) {
    const before = previous ? unknownFormats(previous.spec) : [];
    return unknownFormats(next.spec)
      .filter((f) => !before.includes(f))
      .map((f) => `unrecognized format ${quoted(f)}`);
  },
  columns: [NAME, CREATED_AT],
});

/** Formats that nothing is held to, as often as they are written. */
function unknownFormats(s: CustomResourceDefinitionSpec): readonly string[] {
  const of = (x: JSONSchemaProps | undefined): readonly string[] =>
    x
      ? [
          ...(x.format && !isKnownFormat(x.format, x.type ?? '') ? [x.format] : []),
          ...of(itemSchema(x)),
          ...[...(x.allOf ?? []), ...(x.anyOf ?? []), ...(x.oneOf ?? [])].flatMap(of),
          ...of(x.not),
          ...Object.values(x.properties ?? {}).flatMap(of),
          ...of(valueSchema(x)),
        ]
      : [];
  return (s.versions ?? []).flatMap((v) => of(v.schema?.openAPIV3Schema));
}

function withDefaults(s: CustomResourceDefinitionSpec): CustomResourceDefinitionSpec {
  const { names, conversion } = s;
  const webhook = conversion?.webhook;
  const service = webhook?.clientConfig?.service;
  return {
    ...s,
    names: {
      ...names,
      ...(names.singular || names.kind ? { singular: names.singular || names.kind.toLowerCase() } : {}),
      ...(names.listKind || names.kind ? { listKind: names.listKind || `${names.kind}List` } : {}),
    },
    conversion: !conversion
      ? { strategy: 'None' }
      : webhook && service && service.port === undefined
        ? { ...conversion, webhook: { ...webhook, clientConfig: { ...webhook.clientConfig, service: { ...service, port: 443 } } } }
        : conversion,
  };
}

/** The versions in which objects may be stored: those known, and the one that is now. */
function storedIn(s: CustomResourceDefinitionSpec, known: readonly string[]): { readonly storedVersions?: readonly string[] } {
  const now = s.versions?.find((v) => v.storage)?.name;
  const all = now === undefined || known.includes(now) ? known : [...known, now];
  return all.length ? { storedVersions: all } : {};
}
