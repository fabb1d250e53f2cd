/** Network policies, storage and priority classes, slices of endpoints. Source: kubectl's describe package. */
import { formatLabelSelector } from '#shared/api/selector.ts';
import type { EndpointSlice, NetworkPolicy, PriorityClass, StorageClass } from '#shared/kinds/types.ts';
import { annotations, events, identity, joined, type Describer, type Text } from './text.ts';

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

/** 'a=b,c=d' in one line. */
const inLine = (map: Readonly<Record<string, string>> | undefined) =>
  joined(
    Object.entries(map ?? {})
      .map(([k, v]) => `${k}=${v}`)
      .sort(),
    ',',
  );

export const storageClass: Describer<StorageClass> = (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.at(0, `IsDefaultClass:\t${o.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ? 'Yes' : 'No'}`);
  t.at(0, `Annotations:\t${inLine(o.metadata.annotations)}`);
  t.fact(0, 'Provisioner', o.provisioner);
  t.at(0, `Parameters:\t${inLine(o.parameters)}`);
  t.at(0, `AllowVolumeExpansion:\t${o.allowVolumeExpansion === undefined ? '<unset>' : o.allowVolumeExpansion ? 'True' : 'False'}`);
  if (!o.mountOptions?.length) t.at(0, 'MountOptions:\t<none>');
  else {
    t.at(0, 'MountOptions:');
    for (const m of o.mountOptions) t.at(1, m);
  }
  if (o.reclaimPolicy) t.fact(0, 'ReclaimPolicy', o.reclaimPolicy);
  if (o.volumeBindingMode) t.fact(0, 'VolumeBindingMode', o.volumeBindingMode);
  if (o.allowedTopologies?.length) t.at(0, 'AllowedTopologies:');
  for (const [i, term] of (o.allowedTopologies ?? []).entries())
    (term.matchLabelExpressions ?? []).forEach((e, k) => t.at(1, `${k === 0 ? `Term ${i}:` : ''}\t${e.key} in [${e.values.join(', ')}]`));
  events(t, s);
};

export const priorityClass: Describer<PriorityClass> = (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Value', o.value);
  t.at(0, `GlobalDefault:\t${o.globalDefault ?? false}`);
  t.fact(0, 'PreemptionPolicy', o.preemptionPolicy);
  t.at(0, `Description:\t${o.description ?? ''}`);
  t.at(0, `Annotations:\t${inLine(o.metadata.annotations)}`);
  events(t, s);
};

export const endpointSlice: Describer<EndpointSlice> = (o, t, s) => {
  identity(o, t);
  t.fact(0, 'AddressType', o.addressType);
  if (!o.ports?.length) t.at(0, 'Ports: <unset>');
  else {
    t.at(0, 'Ports:');
    t.at(1, 'Name\tPort\tProtocol');
    t.at(1, '----\t----\t--------');
    for (const p of o.ports) t.at(1, `${p.name || '<unset>'}\t${p.port ?? '<unset>'}\t${p.protocol ?? ''}`);
  }
  if (!o.endpoints?.length) t.at(0, 'Endpoints: <none>');
  else t.at(0, 'Endpoints:');
  for (const e of o.endpoints ?? []) {
    t.at(1, `- Addresses:\t${joined(e.addresses)}`);
    t.at(2, 'Conditions:');
    t.at(3, `Ready:\t${e.conditions?.ready ?? '<unset>'}`);
    t.at(2, `Hostname:\t${e.hostname ?? '<unset>'}`);
    if (e.targetRef) t.at(2, `TargetRef:\t${e.targetRef.kind}/${e.targetRef.name}`);
    t.at(2, `NodeName:\t${e.nodeName ?? '<unset>'}`);
    t.at(2, `Zone:\t${e.zone ?? '<unset>'}`);
  }
  events(t, s);
};
