/** What leads to pods: services, slices of endpoints, ingresses. Source: kubectl's describe package. */
import type { EndpointSlice, Ingress, Service } from '#shared/kinds/types.ts';
import { annotations, events, identity, inLine, joined, type Describer } from './text.ts';

export const service: Describer<Service> = async (o, t, s) => {
  identity(o, t);
  t.fact(0, 'Selector', inLine(o.spec.selector));
  t.fact(0, 'Type', o.spec.type);
  if (o.spec.ipFamilyPolicy) t.fact(0, 'IP Family Policy', o.spec.ipFamilyPolicy);
  t.fact(0, 'IP Families', o.spec.ipFamilies?.join(','));
  t.at(0, `IP:\t${o.spec.clusterIP ?? ''}`);
  t.fact(0, 'IPs', o.spec.clusterIPs?.join(','));
  if (o.spec.externalIPs?.length) t.fact(0, 'External IPs', o.spec.externalIPs.join(','));
  if (o.spec.externalName) t.fact(0, 'External Name', o.spec.externalName);
  const at = o.status.loadBalancer?.ingress ?? [];
  if (at.length > 0)
    t.fact(0, 'LoadBalancer Ingress', at.map((i) => `${i.ip ?? i.hostname}${i.ipMode ? ` (${i.ipMode})` : ''}`).join(', '));
  const slices = (await s.list<EndpointSlice>('discovery.k8s.io/endpointslices', o.metadata.namespace)).filter(
    (x) => x.metadata.labels?.['kubernetes.io/service-name'] === o.metadata.name,
  );
  for (const p of o.spec.ports ?? []) {
    t.fact(0, 'Port', `${p.name ?? '<unset>'}\t${p.port}/${p.protocol ?? 'TCP'}`);
    t.fact(0, 'TargetPort', `${p.targetPort ?? p.port}/${p.protocol ?? 'TCP'}`);
    if (p.nodePort) t.fact(0, 'NodePort', `${p.name ?? '<unset>'}\t${p.nodePort}/${p.protocol ?? 'TCP'}`);
    const addresses = slices.flatMap((x) =>
      (x.ports ?? [])
        .filter((y) => (y.name ?? '') === (p.name ?? ''))
        .flatMap((y) => (x.endpoints ?? []).filter((e) => e.conditions?.ready !== false).map((e) => `${e.addresses[0]}:${y.port}`)),
    );
    t.at(0, `Endpoints:\t${addresses.slice(0, 3).join(',')}${addresses.length > 3 ? ` + ${addresses.length - 3} more...` : ''}`);
  }
  t.fact(0, 'Session Affinity', o.spec.sessionAffinity);
  if (o.spec.externalTrafficPolicy) t.fact(0, 'External Traffic Policy', o.spec.externalTrafficPolicy);
  if (o.spec.internalTrafficPolicy) t.fact(0, 'Internal Traffic Policy', o.spec.internalTrafficPolicy);
  events(t, s);
};

export const endpointSlice: Describer<EndpointSlice> = (o, t, s) => {
  identity(o, t);
  t.fact(0, 'AddressType', o.addressType);
  if (!o.ports?.length) t.at(0, 'Ports: <unset>');
  else {
    t.at(0, 'Ports:');
    t.columns(1, 'Name\tPort\tProtocol');
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

export const ingress: Describer<Ingress> = async (o, t, s) => {
  const slices = await s.list<EndpointSlice>('discovery.k8s.io/endpointslices', o.metadata.namespace);
  const backend = (
    b: { readonly service?: { readonly name: string; readonly port?: { readonly number?: number; readonly name?: string } } } | undefined,
  ) => {
    if (!b?.service) return '<default>';
    const of = slices
      .filter((x) => x.metadata.labels?.['kubernetes.io/service-name'] === b.service?.name)
      .flatMap((x) => (x.endpoints ?? []).flatMap((e) => (x.ports ?? []).map((p) => `${e.addresses[0]}:${p.port}`)));
    return `${b.service.name}:${b.service.port?.number ?? b.service.port?.name ?? ''} (${of.slice(0, 3).join(',')})`;
  };
  t.fact(0, 'Name', o.metadata.name);
  t.map(0, 'Labels', o.metadata.labels);
  t.fact(0, 'Namespace', o.metadata.namespace);
  t.at(0, `Address:\t${(o.status.loadBalancer?.ingress ?? []).map((i) => i.ip ?? i.hostname).join(',')}`);
  t.fact(0, 'Ingress Class', o.spec.ingressClassName);
  t.fact(0, 'Default backend', backend(o.spec.defaultBackend));
  if (o.spec.tls?.length) {
    t.at(0, 'TLS:');
    for (const x of o.spec.tls) t.at(1, `${x.secretName ?? 'SNI routes'} terminates ${(x.hosts ?? []).join(',')}`);
  }
  t.at(0, 'Rules:');
  t.columns(1, 'Host\tPath\tBackends');
  for (const r of o.spec.rules ?? []) {
    t.at(1, `${r.host || '*'}\t`);
    for (const p of r.http?.paths ?? []) t.at(1, `\t${p.path ?? ''} \t${backend(p.backend)}`);
  }
  annotations(t, 0, o);
  events(t, s);
};
