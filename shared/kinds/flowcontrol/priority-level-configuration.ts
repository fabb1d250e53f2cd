/** PriorityLevelConfiguration. Source: flowcontrol/v1 defaults, flowcontrol/validation. */
import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind, STATUS_METADATA, type Cell } from '../definition.ts';
import type { LimitResponse, PriorityLevelConfigurationSpec } from '../generated/types.ts';
import type { PriorityLevelConfiguration } from '../types.ts';

export const priorityLevelConfigurations = defineKind<PriorityLevelConfiguration>({
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'PriorityLevelConfiguration', plural: 'prioritylevelconfigurations', namespaced: false, generation: true,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  statusKeeps: STATUS_METADATA,
  default(o) {
    const spec = withDefaults(o.spec);
    return spec === o.spec ? o : { ...o, spec };
  },
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => validateSpec(o.spec),
  validateUpdate: (next) => validateSpec(next.spec),
  columns: [
    NAME,
    column('Type', 'PriorityLevelConfigurationSpec.type', (o) => o.spec.type),
    column('NominalConcurrencyShares', 'LimitedPriorityLevelConfiguration.nominalConcurrencyShares', (o) => (o.spec.limited ?? o.spec.exempt)?.nominalConcurrencyShares ?? '<none>'),
    ...([['Queues', 'queues'], ['HandSize', 'handSize'], ['QueueLengthLimit', 'queueLengthLimit']] as const).map(([name, f]) => column<PriorityLevelConfiguration>(name, `QueuingConfiguration.${f}`, (o): Cell => o.spec.limited?.limitResponse?.queuing?.[f] ?? '<none>')),
    AGE,
  ],
});

function withDefaults(s: PriorityLevelConfigurationSpec): PriorityLevelConfigurationSpec {
  const { exempt, limited } = s;
  const fullExempt = s.type === 'Exempt' && (exempt?.nominalConcurrencyShares === undefined || exempt.lendablePercent === undefined) ? { nominalConcurrencyShares: exempt?.nominalConcurrencyShares ?? 0, lendablePercent: exempt?.lendablePercent ?? 0 } : exempt;
  const response = limited?.limitResponse && withQueues(limited.limitResponse);
  const fullLimited = limited && (limited.nominalConcurrencyShares === undefined || limited.lendablePercent === undefined || response !== limited.limitResponse) ? { ...limited, nominalConcurrencyShares: limited.nominalConcurrencyShares ?? 30, lendablePercent: limited.lendablePercent ?? 0, ...(response ? { limitResponse: response } : {}) } : limited;
  return fullExempt === exempt && fullLimited === limited ? s : { ...s, ...(fullExempt ? { exempt: fullExempt } : {}), ...(fullLimited ? { limited: fullLimited } : {}) };
}

function withQueues(r: LimitResponse): LimitResponse {
  const q = r.queuing;
  return !q || (q.queues && q.handSize && q.queueLengthLimit) ? r : { ...r, queuing: { queues: q.queues || 64, handSize: q.handSize || 8, queueLengthLimit: q.queueLengthLimit || 50 } };
}

function validateSpec(s: PriorityLevelConfigurationSpec): readonly FieldError[] {
  const { limited, exempt } = s, type = limited?.limitResponse?.type;
  switch (s.type) {
    case 'Exempt': return limited ? [forbiddenField('spec.limited', 'must be nil if the type is not Limited')] : [];
    case 'Limited': return [
      ...(exempt ? [forbiddenField('spec.exempt', 'must be nil if the type is Limited')] : []),
      ...(!limited ? [required('spec.limited', 'must not be empty when type is Limited')] : [
        ...((limited.nominalConcurrencyShares ?? 0) < 0 ? [invalid('spec.limited.nominalConcurrencyShares', limited.nominalConcurrencyShares, 'must be a non-negative integer')] : []),
        ...(type === 'Queue' && !limited.limitResponse?.queuing ? [required('spec.limited.limitResponse.queuing', 'must not be empty if limited.limitResponse.type is Queue')] : []),
        ...(type === 'Reject' && limited.limitResponse?.queuing ? [forbiddenField('spec.limited.limitResponse.queuing', 'must be nil if limited.limitResponse.type is not Limited')] : []),
        ...(type === 'Queue' || type === 'Reject' ? [] : [notSupported('spec.limited.limitResponse.type', type ?? '', ['Queue', 'Reject'])]),
      ]),
    ];
    default: return [notSupported('spec.type', s.type, ['Exempt', 'Limited'])];
  }
}
