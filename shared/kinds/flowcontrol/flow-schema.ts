/** FlowSchema. Kept and shown; requests inside one process need no queues. Source: flowcontrol/v1 defaults, flowcontrol/validation. */
import { invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Subdomain } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind, STATUS_METADATA } from '../definition.ts';
import type { FlowSchema } from '../types.ts';
import { validateFlowRules } from './flow-rules.ts';

export const flowSchemas = defineKind<FlowSchema>({
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
  kind: 'FlowSchema',
  plural: 'flowschemas',
  namespaced: false,
  generation: true,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  statusKeeps: STATUS_METADATA,
  default: (o) => (o.spec.matchingPrecedence ? o : { ...o, spec: { ...o.spec, matchingPrecedence: DEFAULT_PRECEDENCE } }),
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate,
  validateUpdate: validate,
  columns: [
    NAME,
    column('PriorityLevel', 'FlowSchemaSpec.priorityLevelConfiguration', (o) => o.spec.priorityLevelConfiguration.name),
    column('MatchingPrecedence', 'FlowSchemaSpec.matchingPrecedence', (o) => o.spec.matchingPrecedence ?? 0),
    column('DistinguisherMethod', 'FlowSchemaSpec.distinguisherMethod', (o) => o.spec.distinguisherMethod?.type ?? '<none>'),
    AGE,
    column('MissingPL', '', (o) => o.status.conditions?.find((c) => c.type === 'Dangling')?.status ?? '?', {
      description: 'references a broken or non-existent PriorityLevelConfiguration',
    }),
  ],
});

const DEFAULT_PRECEDENCE = 1000;
const MAX_PRECEDENCE = 10000;
const METHODS = ['ByNamespace', 'ByUser'];

function validate({ metadata, spec }: FlowSchema): readonly FieldError[] {
  const { matchingPrecedence: n = 0, distinguisherMethod: method, priorityLevelConfiguration: level } = spec;
  return [
    ...(n <= 0 ? [invalid('spec.matchingPrecedence', n, 'must be a positive value')] : []),
    ...(n > MAX_PRECEDENCE ? [invalid('spec.matchingPrecedence', n, `must not be greater than ${MAX_PRECEDENCE}`)] : []),
    ...(n === 1 && metadata.name !== 'exempt'
      ? [invalid('spec.matchingPrecedence', n, "only the schema named 'exempt' may have matchingPrecedence 1")]
      : []),
    ...(method && !METHODS.includes(method.type) ? [notSupported('spec.distinguisherMethod.type', { Type: method.type }, METHODS)] : []),
    ...(level.name
      ? isDNS1123Subdomain(level.name).map((m) => invalid('spec.priorityLevelConfiguration.name', level.name, m))
      : [required('spec.priorityLevelConfiguration.name', 'must reference a priority level')]),
    ...(spec.rules ?? []).flatMap((r, i) => validateFlowRules(r, `spec.rules[${i}]`)),
  ];
}
