import type { EndpointSlice, Service } from '#shared/kinds/types.ts';
import { cell, stated, type StatusOf, type StatusSection, type StatusView } from './section.ts';

export const serviceStatus: StatusOf<Service> = (o, view) => {
  const { name, namespace } = o.metadata, host = `${name}.${namespace}.svc.cluster.local`;
  const balanced = o.status.loadBalancer?.ingress?.map((i) => i.ip ?? i.hostname ?? '').join(', ');
  return [
    { title: 'Reached at', facts: [
      ...stated('DNS', host), ...(o.spec.type === 'ExternalName' ? stated('CNAME of', o.spec.externalName) : stated('Cluster IP', o.spec.clusterIP === 'None' ? 'none: the name gives the pods themselves' : o.spec.clusterIPs?.join(', ') || o.spec.clusterIP)),
      ...stated('Outside', balanced || (o.spec.type === 'LoadBalancer' ? 'no address yet' : undefined)), ...stated('External IPs', o.spec.externalIPs?.join(', ')),
      ...(o.spec.ports ?? []).filter((p) => p.name).map((p) => ({ label: `SRV ${p.name}`, value: { text: `_${p.name}._${(p.protocol ?? 'TCP').toLowerCase()}.${host}` } })),
    ] },
    ...endpoints(o, view),
  ];
};

function endpoints(o: Service, view: StatusView): readonly StatusSection[] {
  if (o.spec.type === 'ExternalName') return [];
  const slices = view.list<EndpointSlice>('discovery.k8s.io/endpointslices', o.metadata.namespace).filter((s) => s.metadata.labels?.['kubernetes.io/service-name'] === o.metadata.name);
  const rows = slices.flatMap((s) => (s.endpoints ?? []).map((e, i) => {
    const pod = e.targetRef?.kind === 'Pod' ? view.list('core/pods', e.targetRef.namespace).find((p) => p.metadata.name === e.targetRef?.name) : undefined;
    return {
      id: `${s.metadata.name}${i}`,
      cells: [cell(`${e.addresses[0] ?? ''}${(s.ports ?? []).map((p) => `:${p.port}`).join('')}`, { state: e.conditions?.terminating ? 'leaving' as const : e.conditions?.ready === false ? 'attention' as const : 'ready' as const }), cell(e.targetRef?.name, pod ? { key: view.keyOf(pod) } : {}), cell(e.zone ?? e.nodeName ?? '')],
    };
  }));
  return [rows.length > 0 ? { title: 'Endpoints', table: { columns: ['Address', 'Pod', 'Where'], rows } }
    : { title: 'Endpoints', table: { columns: [], rows: [{ id: 'none', cells: [cell(o.spec.selector ? 'No pod matches the selector and is ready: nobody answers.' : 'None: it has no selector.', { state: 'attention' })] }] } }];
}
