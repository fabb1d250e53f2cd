/** PriorityLevelConfiguration. Source: flowcontrol/v1 defaults, flowcontrol/validation. */
import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind, STATUS_METADATA, type Cell } from '../definition.ts';
import type {
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfigurationSpec,
  QueuingConfiguration,
} from '../generated/types.ts';
import type { PriorityLevelConfiguration } from '../types.ts';

export const priorityLevelConfigurations = defineKind<PriorityLevelConfiguration>({
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
  kind: 'PriorityLevelConfiguration',
  plural: 'prioritylevelconfigurations',
  namespaced: false,
  generation: true,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  statusKeeps: STATUS_METADATA,
  default(o) {
    const spec = withDefaults(o.spec);
    return spec === o.spec ? o : { ...o, spec };
  },
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate,
  validateUpdate: validate,
  columns: [
    NAME,
    column('Type', 'PriorityLevelConfigurationSpec.type', (o) => o.spec.type),
    column(
      'NominalConcurrencyShares',
      'LimitedPriorityLevelConfiguration.nominalConcurrencyShares',
      (o) => (o.spec.limited ?? o.spec.exempt)?.nominalConcurrencyShares ?? '<none>',
    ),
    ...(
      [
        ['Queues', 'queues'],
        ['HandSize', 'handSize'],
        ['QueueLengthLimit', 'queueLengthLimit'],
      ] as const
    ).map(([name, f]) =>
      column<PriorityLevelConfiguration>(
        name,
        `QueuingConfiguration.${f}`,
        (o): Cell => o.spec.limited?.limitResponse?.queuing?.[f] ?? '<none>',
      ),
    ),
    AGE,
  ],
});

function withDefaults(s: PriorityLevelConfigurationSpec): PriorityLevelConfigurationSpec {
  const { exempt, limited } = s;
  const fullExempt =
    s.type === 'Exempt' && (exempt?.nominalConcurrencyShares === undefined || exempt.lendablePercent === undefined)
      ? { nominalConcurrencyShares: exempt?.nominalConcurrencyShares ?? 0, lendablePercent: exempt?.lendablePercent ?? 0 }
      : exempt;
  const response = limited?.limitResponse && withQueues(limited.limitResponse);
  const fullLimited =
    limited &&
    (limited.nominalConcurrencyShares === undefined || limited.lendablePercent === undefined || response !== limited.limitResponse)
      ? {
          ...limited,
          nominalConcurrencyShares: limited.nominalConcurrencyShares ?? 30,
          lendablePercent: limited.lendablePercent ?? 0,
          ...(response ? { limitResponse: response } : {}),
        }
      : limited;
  return fullExempt === exempt && fullLimited === limited
    ? s
    : { ...s, ...(fullExempt ? { exempt: fullExempt } : {}), ...(fullLimited ? { limited: fullLimited } : {}) };
}

function withQueues(r: LimitResponse): LimitResponse {
  const q = r.queuing;
  return !q || (q.queues && q.handSize && q.queueLengthLimit)
    ? r
    : { ...r, queuing: { queues: q.queues || 64, handSize: q.handSize || 8, queueLengthLimit: q.queueLengthLimit || 50 } };
}

const EXEMPT = 'exempt';
const MOST_QUEUES = 10_000_000;
const MOST_BITS = 60;

function validate({ metadata: { name }, spec: s }: PriorityLevelConfiguration): readonly FieldError[] {
  const { limited, exempt } = s;
  const named =
    (name === EXEMPT) === (s.type === 'Exempt') ? [] : [invalid('spec.type', s.type, "must be 'Exempt' if and only if `name` is 'exempt'")];
  switch (s.type) {
    case 'Exempt':
      return [
        ...named,
        ...(limited ? [forbiddenField('spec.limited', 'must be nil if the type is not Limited')] : []),
        ...(exempt ? validateShares(exempt, 'spec.exempt') : []),
      ];
    case 'Limited':
      return [
        ...named,
        ...(exempt ? [forbiddenField('spec.exempt', 'must be nil if the type is Limited')] : []),
        ...(limited ? validateLimited(limited, 'spec.limited') : [required('spec.limited', 'must not be empty when type is Limited')]),
      ];
    default:
      return [...named, notSupported('spec.type', s.type, ['Exempt', 'Limited'])];
  }
}

function validateShares(
  { nominalConcurrencyShares: shares = 0 }: { readonly nominalConcurrencyShares?: number },
  path: string,
): readonly FieldError[] {
  return shares < 0 ? [invalid(`${path}.nominalConcurrencyShares`, shares, 'must be a non-negative integer')] : [];
}

function validateLimited(l: LimitedPriorityLevelConfiguration, path: string): readonly FieldError[] {
  const { lendablePercent: lent, borrowingLimitPercent: borrowed } = l;
  return [
    ...validateShares(l, path),
    ...validateResponse(l.limitResponse, `${path}.limitResponse`),
    ...(lent !== undefined && (lent < 0 || lent > 100)
      ? [invalid(`${path}.lendablePercent`, lent, 'must be between 0 and 100, inclusive')]
      : []),
    ...(borrowed !== undefined && borrowed < 0
      ? [invalid(`${path}.borrowingLimitPercent`, borrowed, 'if specified, must be a non-negative integer')]
      : []),
  ];
}

function validateResponse({ type = '', queuing }: Partial<LimitResponse> = {}, path: string): readonly FieldError[] {
  switch (type) {
    case 'Reject':
      return queuing ? [forbiddenField(`${path}.queuing`, 'must be nil if limited.limitResponse.type is not Limited')] : [];
    case 'Queue':
      return queuing
        ? validateQueues(queuing, `${path}.queuing`)
        : [required(`${path}.queuing`, 'must not be empty if limited.limitResponse.type is Limited')];
    default:
      return [notSupported(`${path}.type`, type, ['Queue', 'Reject'])];
  }
}

/** A hand of queues is drawn for each flow by the bits of a hash, which must do. */
function validateQueues({ queues = 0, handSize = 0, queueLengthLimit = 0 }: QueuingConfiguration, path: string): readonly FieldError[] {
  const bits = Math.ceil(Math.log2(queues) * handSize);
  const hand = (why: string) => [invalid(`${path}.handSize`, handSize, why)];
  return [
    ...(queueLengthLimit <= 0 ? [invalid(`${path}.queueLengthLimit`, queueLengthLimit, 'must be positive')] : []),
    ...(queues <= 0
      ? [invalid(`${path}.queues`, queues, 'must be positive')]
      : queues > MOST_QUEUES
        ? [invalid(`${path}.queues`, queues, `must not be greater than ${MOST_QUEUES}`)]
        : []),
    ...(handSize <= 0
      ? hand('must be positive')
      : handSize > queues
        ? hand(`should not be greater than queues (${queues})`)
        : bits > MOST_BITS
          ? hand(`required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${MOST_BITS}`)
          : []),
  ];
}
