/** NetworkPolicy. Source: networking/v1 defaults, networking/validation ValidateNetworkPolicy. */
import { firstOf, holds, parseBlock, validateLegacyCIDR } from '../../api/addresses.ts';
import { forbiddenField, invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isValidPortName, isValidPortNum } from '../../api/names.ts';
import { formatLabelSelector } from '../../api/selector.ts';
import { hasInvalidLabelValue, validateLabelSelector, type SelectorOptions } from '../../api/selector-validation.ts';
import { AGE, column, NAME } from '../columns.ts';
import { blockWarnings } from '../core/service-warnings.ts';
import { defineKind } from '../definition.ts';
import type {
  IPBlock,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from '../generated/types.ts';
import { twice } from '../twice.ts';
import type { NetworkPolicy } from '../types.ts';

export const networkPolicies = defineKind<NetworkPolicy>({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  shortNames: ['netpol'],
  namespaced: true,
  metadataChecks: 'MU',
  generation: true,
  default(o) {
    const { spec } = o;
    const complete = spec.policyTypes?.length && !rules(spec).some((r) => r.ports?.some((p) => p.protocol === undefined));
    return complete ? o : { ...o, spec: withDefaults(spec) };
  },
  validate: (o) => validateSpec(o.spec, {}, []),
  validateUpdate: (next, previous) =>
    twice(
      validateSpec(
        next.spec,
        { allowInvalidLabelValue: hasInvalidLabelValue(previous.spec.podSelector) },
        peers(previous.spec).flatMap((p) => (p.ipBlock ? [p.ipBlock.cidr, ...(p.ipBlock.except ?? [])] : [])),
      ),
    ),
  warnings: ({ spec }) => [...blocks(spec.ingress ?? [], 'ingress', 'from'), ...blocks(spec.egress ?? [], 'egress', 'to')],
  columns: [NAME, column('Pod-Selector', 'NetworkPolicySpec.podSelector', (o) => formatLabelSelector(o.spec.podSelector)), AGE],
});

type Rule = NetworkPolicyIngressRule & NetworkPolicyEgressRule;

const rules = (s: NetworkPolicySpec): readonly Rule[] => [...(s.ingress ?? []), ...(s.egress ?? [])];
const peers = (s: NetworkPolicySpec): readonly NetworkPolicyPeer[] => rules(s).flatMap((r) => [...(r.from ?? []), ...(r.to ?? [])]);

/** What a client is warned of in the blocks of addresses of rules. */
function blocks(list: readonly Rule[], direction: 'ingress' | 'egress', end: 'from' | 'to'): readonly string[] {
  return list.flatMap((r, i) =>
    (r[end] ?? []).flatMap(({ ipBlock: b }, k) => {
      const path = `spec.${direction}[${i}].${end}[${k}].ipBlock`;
      return b
        ? [...blockWarnings(b.cidr, `${path}.cidr`), ...(b.except ?? []).flatMap((e, n) => blockWarnings(e, `${path}.except[${n}]`))]
        : [];
    }),
  );
}

function withDefaults(s: NetworkPolicySpec): NetworkPolicySpec {
  const withProtocols = <R extends Rule>(list: readonly R[]): readonly R[] =>
    list.map((r) => (r.ports ? { ...r, ports: r.ports.map((p) => (p.protocol === undefined ? { ...p, protocol: 'TCP' } : p)) } : r));
  return {
    ...s,
    ...(s.ingress ? { ingress: withProtocols(s.ingress) } : {}),
    ...(s.egress ? { egress: withProtocols(s.egress) } : {}),
    policyTypes: s.policyTypes?.length ? s.policyTypes : s.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'],
  };
}

const POLICY_TYPES = ['Ingress', 'Egress'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

function validateSpec(s: NetworkPolicySpec, options: SelectorOptions, oldCIDRs: readonly string[]): readonly FieldError[] {
  const errors: FieldError[] = [...validateLabelSelector(s.podSelector, 'spec.podSelector', options)];
  const check = (list: readonly Rule[], direction: 'ingress' | 'egress', end: 'from' | 'to') =>
    list.forEach((r, i) => {
      const path = `spec.${direction}[${i}]`;
      r.ports?.forEach((p, k) => errors.push(...validatePort(p, `${path}.ports[${k}]`)));
      r[end]?.forEach((p, k) => errors.push(...validatePeer(p, `${path}.${end}[${k}]`, options, oldCIDRs)));
    });
  check(s.ingress ?? [], 'ingress', 'from');
  check(s.egress ?? [], 'egress', 'to');
  const types = s.policyTypes ?? [];
  if (types.length > POLICY_TYPES.length)
    return [...errors, invalid('spec.policyTypes', types, 'may not specify more than two policyTypes')];
  types.forEach((t, i) => {
    if (!POLICY_TYPES.includes(t)) errors.push(notSupported(`spec.policyTypes[${i}]`, t, POLICY_TYPES));
  });
  return errors;
}

function validatePort(p: NetworkPolicyPort, path: string): readonly FieldError[] {
  const errors: FieldError[] =
    p.protocol === undefined || PROTOCOLS.includes(p.protocol) ? [] : [notSupported(`${path}.protocol`, p.protocol, PROTOCOLS)];
  if (p.port === undefined)
    return p.endPort === undefined
      ? errors
      : [...errors, invalid(`${path}.endPort`, p.endPort, 'may not be specified when `port` is not specified')];
  if (typeof p.port === 'string')
    return [
      ...errors,
      ...(p.endPort === undefined ? [] : [invalid(`${path}.endPort`, p.endPort, 'may not be specified when `port` is non-numeric')]),
      ...invalidEach(`${path}.port`, p.port, isValidPortName(p.port)),
    ];
  errors.push(...invalidEach(`${path}.port`, p.port, isValidPortNum(p.port)));
  if (p.endPort === undefined) return errors;
  return [
    ...errors,
    ...(p.endPort < p.port ? [invalid(`${path}.endPort`, p.port, 'must be greater than or equal to `port`')] : []),
    ...invalidEach(`${path}.endPort`, p.endPort, isValidPortNum(p.endPort)),
  ];
}

function validatePeer(p: NetworkPolicyPeer, path: string, options: SelectorOptions, oldCIDRs: readonly string[]): readonly FieldError[] {
  const errors: FieldError[] = [
    ...validateLabelSelector(p.podSelector, `${path}.podSelector`, options),
    ...validateLabelSelector(p.namespaceSelector, `${path}.namespaceSelector`, options),
    ...(p.ipBlock ? validateIPBlock(p.ipBlock, `${path}.ipBlock`, oldCIDRs) : []),
  ];
  if (!p.podSelector && !p.namespaceSelector && !p.ipBlock) return [...errors, required(path, 'must specify a peer')];
  return p.ipBlock && (p.podSelector || p.namespaceSelector)
    ? [...errors, forbiddenField(path, 'may not specify both ipBlock and another peer')]
    : errors;
}

function validateIPBlock(b: IPBlock, path: string, oldCIDRs: readonly string[]): readonly FieldError[] {
  if (!b.cidr) return [required(`${path}.cidr`)];
  const errors: FieldError[] = [...validateLegacyCIDR(b.cidr, `${path}.cidr`, oldCIDRs)];
  const whole = parseBlock(b.cidr);
  if (!whole) return errors;
  b.except?.forEach((text, i) => {
    const at = `${path}.except[${i}]`;
    const part = parseBlock(text);
    errors.push(...validateLegacyCIDR(text, at, oldCIDRs));
    if (part && (!holds(whole, { family: part.address.family, value: firstOf(part) }) || whole.prefix >= part.prefix))
      errors.push(invalid(at, text, 'must be a strict subset of `cidr`'));
  });
  return errors;
}
