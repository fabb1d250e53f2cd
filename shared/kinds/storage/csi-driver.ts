/** CSIDriver. Source: storage/v1 defaults, storage/validation ValidateCSIDriver. */
import { duplicate, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isPathSegmentName } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { validateCSIDriverName } from '../core/persistent-volume-source.ts';
import { defineKind } from '../definition.ts';
import type { CSIDriverSpec, StorageTokenRequest } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import type { CSIDriver } from '../types.ts';

export const csiDrivers = defineKind<CSIDriver>({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIDriver',
  plural: 'csidrivers',
  namespaced: false,
  unconditionalUpdate: false,
  default(o) {
    const spec: CSIDriverSpec = {
      ...o.spec,
      attachRequired: o.spec.attachRequired ?? true,
      podInfoOnMount: o.spec.podInfoOnMount ?? false,
      storageCapacity: o.spec.storageCapacity ?? false,
      fsGroupPolicy: o.spec.fsGroupPolicy ?? 'ReadWriteOnceWithFSType',
      volumeLifecycleModes: o.spec.volumeLifecycleModes?.length ? o.spec.volumeLifecycleModes : ['Persistent'],
      requiresRepublish: o.spec.requiresRepublish ?? false,
      seLinuxMount: o.spec.seLinuxMount ?? false,
    };
    return equal(spec, o.spec) ? o : { ...o, spec };
  },
  prepareCreate: withoutPrevention,
  prepareUpdate: (next, previous) => (previous.spec.preventPodSchedulingIfMissing === undefined ? withoutPrevention(next) : next),
  validateName: isPathSegmentName,
  validate: (o) => [...validateCSIDriverName(o.metadata.name, 'name'), ...validateSpec(o.spec)],
  validateUpdate: (next, previous) => [
    ...validateSpec(next.spec),
    ...validateImmutableField(next.spec.attachRequired, previous.spec.attachRequired, 'spec.attachedRequired'),
    ...validateImmutableField(next.spec.volumeLifecycleModes, previous.spec.volumeLifecycleModes, 'spec.volumeLifecycleModes'),
  ],
  columns: [
    NAME,
    column('AttachRequired', 'CSIDriverSpec.attachRequired', (o) => o.spec.attachRequired ?? true, { type: 'boolean' }),
    column('PodInfoOnMount', 'CSIDriverSpec.podInfoOnMount', (o) => o.spec.podInfoOnMount ?? false, { type: 'boolean' }),
    column('StorageCapacity', 'CSIDriverSpec.storageCapacity', (o) => o.spec.storageCapacity ?? false, { type: 'boolean' }),
    column('TokenRequests', 'CSIDriverSpec.tokenRequests', (o) => o.spec.tokenRequests?.map((t) => t.audience).join(',') ?? '<unset>'),
    column('RequiresRepublish', 'CSIDriverSpec.requiresRepublish', (o) => o.spec.requiresRepublish ?? false, { type: 'boolean' }),
    column('Modes', 'CSIDriverSpec.volumeLifecycleModes', (o) => (o.spec.volumeLifecycleModes ?? []).join(',') || '<none>'),
    AGE,
  ],
});

/** Behind a feature gate that is off. */
function withoutPrevention(o: CSIDriver): CSIDriver {
  if (o.spec.preventPodSchedulingIfMissing === undefined) return o;
  const { preventPodSchedulingIfMissing: _gated, ...spec } = o.spec;
  return { ...o, spec };
}

const FS_GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const LIFECYCLES = ['Persistent', 'Ephemeral'];

function validateSpec(s: CSIDriverSpec): readonly FieldError[] {
  const needed = (path: string, value: unknown) => (value === undefined ? [required(`spec.${path}`)] : []);
  const period = s.nodeAllocatableUpdatePeriodSeconds;
  return [
    ...needed('attachedRequired', s.attachRequired),
    ...needed('podInfoOnMount', s.podInfoOnMount),
    ...needed('storageCapacity', s.storageCapacity),
    ...(s.fsGroupPolicy === undefined || FS_GROUP_POLICIES.includes(s.fsGroupPolicy)
      ? []
      : [notSupported('spec.fsGroupPolicy', s.fsGroupPolicy, FS_GROUP_POLICIES)]),
    ...validateTokenRequests(s.tokenRequests ?? []),
    ...(s.volumeLifecycleModes ?? [])
      .filter((m) => !LIFECYCLES.includes(m))
      .map((m) => notSupported('spec.volumeLifecycleModes', m, LIFECYCLES)),
    ...needed('seLinuxMount', s.seLinuxMount),
    ...(period !== undefined && period < 10
      ? [invalid('spec.nodeAllocatableUpdatePeriodSeconds', period, 'must be greater than or equal to 10 seconds')]
      : []),
    ...(s.serviceAccountTokenInSecrets !== undefined && !s.tokenRequests?.length
      ? [
          invalid(
            'spec.serviceAccountTokenInSecrets',
            s.serviceAccountTokenInSecrets,
            'serviceAccountTokenInSecrets is set but no tokenRequests are specified',
          ),
        ]
      : []),
  ];
}

function validateTokenRequests(requests: readonly StorageTokenRequest[]): readonly FieldError[] {
  const seen = new Set<string>();
  return requests.flatMap((r, i) => {
    const path = `spec.tokenRequests[${i}]`;
    const seconds = r.expirationSeconds;
    if (seen.has(r.audience)) return [duplicate(`${path}.audience`, r.audience)];
    seen.add(r.audience);
    if (seconds === undefined) return [];
    return [
      ...(seconds < 600 ? [invalid(`${path}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes')] : []),
      ...(seconds > 2 ** 32 ? [invalid(`${path}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds')] : []),
    ];
  });
}
