/** Node. Source: core/v1 SetDefaults_NodeStatus, core/validation ValidateNode, registry/core/node. */
import { parseBlock, validateLegacyCIDR } from '../../api/addresses.ts';
import { duplicate, forbiddenField, internal, invalid, type FieldError } from '../../api/errors.ts';
import { memoByIdentity } from '../../api/json.ts';
import { AGE, column, NAME, wide } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { NodeAddress, NodeSpec, NodeStatus } from '../generated/types.ts';
import type { Node } from '../types.ts';
import { blockWarnings } from './service-warnings.ts';
import { roundedResources, validateResourceQuantity, type ResourceList } from './resource-names.ts';
import { validateTaints } from './taint-validation.ts';

export const nodes = defineKind<Node>({
  apiVersion: 'v1',
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  namespaced: false,
  metadataChecks: 'MU',
  subresources: [
    { name: 'proxy', kind: 'NodeProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  default(o) {
    const spec = o.spec && withPodCIDRs(o.spec);
    const status = o.status && withAllocatable(o.status);
    return spec === o.spec && status === o.status ? o : { ...o, spec, status };
  },
  prepareCreate: (o) =>
    o.spec.configSource || o.status?.config ? { ...o, spec: without(o.spec, 'configSource'), status: without(o.status, 'config') } : o,
  prepareUpdate: (next, previous) => ({
    ...next,
    spec: previous.spec.configSource ? next.spec : without(next.spec, 'configSource'),
    status: previous.status,
  }),
  validate: (o) => [
    ...validateTaints(o.spec.taints ?? [], 'metadata.taints'),
    ...validateStatus(o.status ?? {}),
    ...validatePodCIDRs(o.spec),
  ],
  validateUpdate: (next, previous) => [
    ...validateTaints(next.spec.taints ?? [], 'metadata.taints'),
    ...validateStatus(next.status ?? {}),
    ...validatePodCIDRs(next.spec),
    ...validateChange(next, previous),
  ],
  validateStatusUpdate: validateChange,
  warnings: ({ spec: s }) => [
    ...(s.configSource ? ['spec.configSource: the feature is deprecated in v1.22 and removed in v1.24'] : []),
    ...(s.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
    ...(s.podCIDRs ?? []).flatMap((c, i) => blockWarnings(c, `spec.podCIDRs[${i}]`)),
  ],
  selectableFields: (o) => ({ 'spec.unschedulable': String(o.spec.unschedulable ?? false) }),
  columns: [
    NAME,
    column('Status', '', statusText, { description: 'The status of the node' }),
    column('Roles', '', rolesText, { description: 'The roles of the node' }),
    AGE,
    column('Version', 'NodeSystemInfo.kubeletVersion', (o) => o.status?.nodeInfo?.kubeletVersion ?? ''),
    wide('Internal-IP', 'NodeStatus.addresses', (o) => addressOf(o, 'InternalIP')),
    wide('External-IP', 'NodeStatus.addresses', (o) => addressOf(o, 'ExternalIP')),
    wide('OS-Image', 'NodeSystemInfo.osImage', (o) => o.status?.nodeInfo?.osImage || '<unknown>'),
    wide(
      'Kernel-Version',
      'NodeSystemInfo.kernelVersion',
      ({ status }) =>
        `${status?.nodeInfo?.kernelVersion || '<unknown>'}${status?.nodeInfo?.architecture ? ` (${status.nodeInfo.architecture})` : ''}`,
    ),
    wide('Container-Runtime', 'NodeSystemInfo.containerRuntimeVersion', (o) => o.status?.nodeInfo?.containerRuntimeVersion || '<unknown>'),
  ],
});

/** `podCIDR` is the first of `podCIDRs`; where they disagree, `podCIDR` wins. */
function withPodCIDRs(s: NodeSpec): NodeSpec {
  const first = s.podCIDR || s.podCIDRs?.[0];
  if (!first || (s.podCIDR === first && s.podCIDRs?.[0] === first)) return s;
  return { ...s, podCIDR: first, podCIDRs: s.podCIDRs?.[0] === first ? s.podCIDRs : [first] };
}

function withAllocatable(s: NodeStatus): NodeStatus {
  const capacity = roundedResources(s.capacity);
  const allocatable = roundedResources(s.allocatable) ?? capacity;
  return capacity === s.capacity && allocatable === s.allocatable
    ? s
    : { ...s, ...(capacity ? { capacity } : {}), ...(allocatable ? { allocatable } : {}) };
}

function without<T extends object, K extends keyof T>(o: T, field: K): T {
  if (o?.[field] === undefined) return o;
  const { [field]: _gone, ...rest } = o;
  return rest as unknown as T;
}

function validateStatus(s: NodeStatus): readonly FieldError[] {
  const swap = s.nodeInfo?.swap?.capacity;
  return [
    ...validateResources(s),
    ...(swap !== undefined && swap <= 0 ? [invalid('metadata.nodeSwapStatus.capacity', swap, 'must be greater than zero')] : []),
    ...validateFeatures(s.declaredFeatures ?? []),
  ];
}

const validateAmounts = memoByIdentity((list: ResourceList): readonly (readonly [name: string, errors: readonly FieldError[]])[] =>
  Object.entries(list)
    .map(([name, amount]) => [name, validateResourceQuantity(name, amount, name)] as const)
    .filter(([, errors]) => errors.length),
);

/** Thousands of nodes of one machine type share these lists, so they are looked at once. */
function validateResources(s: NodeStatus): readonly FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((list) =>
    s[list] ? validateAmounts(s[list]).flatMap(([name, errors]) => errors.map((e) => ({ ...e, field: `status.${list}.${name}` }))) : [],
  );
}

function validateFeatures(features: readonly string[]): readonly FieldError[] {
  return features.flatMap((f, i) => {
    const at = `status.declaredFeatures[${i}]`;
    const before = features[i - 1];
    return before === undefined || before < f
      ? []
      : before === f
        ? [duplicate(at, f)]
        : [invalid(at, f, 'list must be sorted alphabetically')];
  });
}

function validatePodCIDRs({ podCIDRs = [] }: NodeSpec): readonly FieldError[] {
  const errors = podCIDRs.flatMap((c, i) => validateLegacyCIDR(c, `spec.podCIDRs[${i}]`));
  if (podCIDRs.length < 2) return errors;
  const families = podCIDRs.map((c) => parseBlock(c)?.address.family);
  const bad = podCIDRs.find((c) => !parseBlock(c));
  if (bad !== undefined)
    errors.push(
      internal(
        'spec.podCIDRs',
        `invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[${families.indexOf(undefined)}]: <nil> (invalid CIDR address: ${bad})`,
      ),
    );
  if (bad !== undefined || podCIDRs.length > 2 || families[0] === families[1])
    errors.push(invalid('spec.podCIDRs', podCIDRs, 'may specify no more than one CIDR for each IP family'));
  return errors;
}

function validateChange(next: Node, previous: Node): readonly FieldError[] {
  const errors: FieldError[] = [
    ...validateResources(next.status ?? {}),
    ...validateFeatures(next.status?.declaredFeatures ?? []),
    ...validateAddresses(next.status?.addresses ?? []),
  ];
  const before = previous.spec.podCIDRs ?? [];
  const after = next.spec.podCIDRs ?? [];
  const cidrs = forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid');
  if (before.length) errors.push(...(before.length === after.length ? before.filter((c, i) => c !== after[i]).map(() => cidrs) : [cidrs]));
  if (previous.spec.providerID && previous.spec.providerID !== next.spec.providerID)
    errors.push(forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  errors.push(...validateTaints(next.spec.taints ?? [], 'metadata.taints'));
  if ((next.spec.externalID ?? '') !== (previous.spec.externalID ?? ''))
    errors.push(forbiddenField('spec.externalID', 'may not be updated'));
  return errors;
}

function validateAddresses(addresses: readonly NodeAddress[]): readonly FieldError[] {
  const seen = new Set<string>();
  return addresses.flatMap((a, i) => {
    const key = `${a.type}\n${a.address}`;
    const again = seen.has(key);
    seen.add(key);
    return again ? [duplicate(`status.addresses[${i}]`, { Type: a.type, Address: a.address })] : [];
  });
}

function statusText(o: Node): string {
  const ready = o.status?.conditions?.find((c) => c.type === 'Ready');
  return `${!ready ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'}${o.spec.unschedulable ? ',SchedulingDisabled' : ''}`;
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE = 'kubernetes.io/role';

function rolesText(o: Node): string {
  const roles = new Set<string>();
  for (const [k, v] of Object.entries(o.metadata.labels ?? {}))
    if (k.startsWith(ROLE_PREFIX)) {
      if (k !== ROLE_PREFIX) roles.add(k.slice(ROLE_PREFIX.length));
    } else if (k === ROLE && v) roles.add(v);
  return [...roles].sort().join(',') || '<none>';
}

const addressOf = (o: Node, type: string): string => o.status?.addresses?.find((a) => a.type === type)?.address ?? '<none>';
