/** NodePool: a design object. Its controller makes Nodes the way a provider does. */
import { duplicate, invalid, invalidEach, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label, isValidLabelValue } from '../../api/names.ts';
import { parseQuantity } from '../../api/quantity.ts';
import { validateLabels } from '../../api/selector-validation.ts';
import { AGE, column, NAME, wide } from '../columns.ts';
import {
  roundedResources,
  validateContainerResourceName,
  validatePositiveQuantity,
  validateResourceQuantity,
} from '../core/resource-names.ts';
import { validateTaints } from '../core/taint-validation.ts';
import { defineKind } from '../definition.ts';
import type { NodePool, NodePoolSpec } from './types.ts';

/** The provider profile of a pool that names none. */
export const DEFAULT_PROVIDER = 'generic';

export const nodePools = defineKind<NodePool>({
  apiVersion: 'drydock.dev/v1',
  kind: 'NodePool',
  plural: 'nodepools',
  shortNames: ['np'],
  namespaced: false,
  generation: true,
  subresources: [
    { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  scale: { specReplicas: ['spec', 'replicas'], statusReplicas: ['status', 'replicas'], selector: ['status', 'selector'] },
  default(o) {
    const s = o.spec;
    const capacity = roundedResources(s.capacity);
    return s.provider && s.replicas !== undefined && capacity === s.capacity
      ? o
      : {
          ...o,
          spec: {
            ...s,
            ...(capacity ? { capacity } : {}),
            provider: s.provider || DEFAULT_PROVIDER,
            replicas: s.replicas ?? s.minReplicas ?? 1,
          },
        };
  },
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => validateSpec(o.spec),
  validateUpdate: (next, previous) => [
    ...validateSpec(next.spec),
    ...(next.spec.provider === previous.spec.provider ? [] : [invalid('spec.provider', next.spec.provider, 'field is immutable')]),
  ],
  validateName: isDNS1123Label,
  columns: [
    NAME,
    column('Machine', 'NodePoolSpec.machineType', machineText),
    column('Desired', 'NodePoolSpec.replicas', (o) => o.spec.replicas ?? 0, { type: 'integer' }),
    column('Current', 'NodePoolStatus.replicas', (o) => o.status?.replicas ?? 0, { type: 'integer' }),
    column('Ready', 'NodePoolStatus.readyReplicas', (o) => o.status?.readyReplicas ?? 0, { type: 'integer' }),
    AGE,
    wide('Provider', 'NodePoolSpec.provider', (o) => o.spec.provider ?? ''),
    wide('Bounds', '', boundsText, { description: 'How few and how many machines the cluster autoscaler may make it' }),
    wide('Zones', 'NodePoolSpec.zones', (o) => (o.spec.zones ?? []).join(',') || '<none>'),
  ],
});

function machineText({ spec: { machineType, capacity } }: NodePool): string {
  return machineType || (capacity ? `${capacity['cpu'] ?? '?'} cpu, ${capacity['memory'] ?? '?'}` : '<none>');
}

function boundsText({ spec: { minReplicas, maxReplicas } }: NodePool): string {
  return minReplicas === undefined && maxReplicas === undefined ? '<none>' : `${minReplicas ?? 0}-${maxReplicas ?? ''}`;
}

function validateSpec(s: NodePoolSpec): readonly FieldError[] {
  const count = (field: 'replicas' | 'minReplicas' | 'maxReplicas') =>
    (s[field] ?? 0) < 0 ? [invalid(`spec.${field}`, s[field], 'must be greater than or equal to 0')] : [];
  const zones = s.zones ?? [];
  const errors: FieldError[] = [
    ...(s.provider ? invalidEach('spec.provider', s.provider, isDNS1123Label(s.provider)) : []),
    ...validateCapacity(s),
    ...count('replicas'),
    ...count('minReplicas'),
    ...count('maxReplicas'),
  ];
  if (s.maxReplicas === undefined && s.minReplicas !== undefined)
    errors.push(required('spec.maxReplicas', 'must be specified when `minReplicas` is'));
  if (s.maxReplicas !== undefined && s.maxReplicas < (s.minReplicas ?? 0))
    errors.push(invalid('spec.maxReplicas', s.maxReplicas, 'must be greater than or equal to `minReplicas`'));
  zones.forEach((z, i) =>
    errors.push(
      ...(z ? invalidEach(`spec.zones[${i}]`, z, isValidLabelValue(z)) : [required(`spec.zones[${i}]`)]),
      ...(zones.indexOf(z) < i ? [duplicate(`spec.zones[${i}]`, z)] : []),
    ),
  );
  errors.push(...validateLabels(s.labels, 'spec.labels'), ...validateTaints(s.taints ?? [], 'spec.taints'));
  return s.diskSize === undefined ? errors : [...errors, ...validatePositiveQuantity(s.diskSize, 'spec.diskSize')];
}

/** A machine needs cpu and memory: of its type, or said here. */
function validateCapacity({ capacity = {}, machineType }: NodePoolSpec): readonly FieldError[] {
  const needed =
    machineType || Object.keys(capacity).length === 0
      ? []
      : ['cpu', 'memory']
          .filter((r) => capacity[r] === undefined)
          .map((r) => required(`spec.capacity[${r}]`, 'must be specified when `machineType` is not'));
  return [
    ...needed,
    ...Object.entries(capacity).flatMap(([name, amount]) => {
      const path = `spec.capacity[${name}]`;
      const known = name === 'pods' ? [] : validateContainerResourceName(name, path);
      return [
        ...known,
        ...validateResourceQuantity(name, amount, path),
        ...((name === 'cpu' || name === 'memory') && parseQuantity(amount).nano === 0n
          ? [invalid(path, amount, 'must be greater than zero')]
          : []),
      ];
    }),
  ];
}
