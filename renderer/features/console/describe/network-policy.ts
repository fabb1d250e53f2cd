/** Network policies. Source: kubectl's describe package. */
import { formatLabelSelector } from '#shared/api/selector.ts';
import type { NetworkPolicy } from '#shared/kinds/types.ts';
import { annotations, type Describer, type Text } from './text.ts';

type Policy = NetworkPolicy['spec'];
type Ports = NonNullable<NonNullable<Policy['ingress']>[number]['ports']>;
type Peers = NonNullable<NonNullable<Policy['ingress']>[number]['from']>;

export const networkPolicy: Describer<NetworkPolicy> = (o, t) => {
  const { metadata: m, spec } = o;
  const types = spec.policyTypes ?? [];
  const chosen = spec.podSelector && formatLabelSelector(spec.podSelector);
  t.fact(0, 'Name', m.name);
  t.fact(0, 'Namespace', m.namespace);
  t.fact(0, 'Created on', m.creationTimestamp.replace('T', ' ').replace('Z', ' +0000 UTC'));
  t.map(0, 'Labels', m.labels);
  annotations(t, 0, o);
  t.at(0, 'Spec:');
  t.at(
    1,
    `PodSelector:     ${!chosen || chosen === '<none>' ? '<none> (Allowing the specific traffic to all pods in this namespace)' : chosen}`,
  );
  if (types.includes('Ingress')) {
    t.at(1, 'Allowing ingress traffic:');
    rules(
      t,
      (spec.ingress ?? []).map((r) => ({ ports: r.ports, peers: r.from })),
      'From',
      'ingress',
      'source',
    );
  } else t.at(1, 'Not affecting ingress traffic');
  if (types.includes('Egress')) {
    t.at(1, 'Allowing egress traffic:');
    rules(
      t,
      (spec.egress ?? []).map((r) => ({ ports: r.ports, peers: r.to })),
      'To',
      'egress',
      'destination',
    );
  } else t.at(1, 'Not affecting egress traffic');
  t.at(1, `Policy Types: ${types.join(', ')}`);
};

function rules(
  t: Text,
  all: readonly { readonly ports: Ports | undefined; readonly peers: Peers | undefined }[],
  word: string,
  traffic: string,
  end: string,
): void {
  if (all.length === 0) return t.at(2, `<none> (Selected pods are isolated for ${traffic} connectivity)`);
  all.forEach(({ ports, peers }, i) => {
    if (i > 0) t.at(2, '----------');
    if (!ports?.length) t.at(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const p of ports ?? [])
      t.at(
        2,
        p.endPort === undefined
          ? `To Port: ${p.port ?? '<nil>'}/${p.protocol ?? 'TCP'}`
          : `To Port Range: ${p.port}-${p.endPort}/${p.protocol ?? 'TCP'}`,
      );
    if (!peers?.length) t.at(2, `${word}: <any> (traffic not restricted by ${end})`);
    for (const { namespaceSelector, podSelector, ipBlock } of peers ?? []) {
      t.at(2, `${word}:`);
      if (namespaceSelector) t.at(3, `NamespaceSelector: ${formatLabelSelector(namespaceSelector)}`);
      if (podSelector) t.at(3, `PodSelector: ${formatLabelSelector(podSelector)}`);
      if (!ipBlock) continue;
      t.at(3, 'IPBlock:');
      t.at(4, `CIDR: ${ipBlock.cidr}`);
      t.at(4, `Except: ${(ipBlock.except ?? []).join(', ')}`);
    }
  });
}
