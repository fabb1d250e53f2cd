import { dnsRecords, serviceHost, type DnsRecord } from '#shared/network/dns.ts';
import type { EndpointSlice, Service } from '#shared/kinds/types.ts';
import { cell, stated, type StatusOf, type StatusSection, type StatusView } from './section.ts';

export const serviceStatus: StatusOf<Service> = (o, view) => {
  const slices = slicesOf(o, view);
  const records = dnsRecords(o, slices);
  const host = serviceHost(o);
  const balanced = o.status.loadBalancer?.ingress?.map((i) => i.ip ?? i.hostname ?? '').join(', ');
  return [
    {
      title: 'Reached at',
      facts: [
        ...stated('DNS', host),
        ...(o.spec.type === 'ExternalName'
          ? stated('CNAME of', o.spec.externalName)
          : stated(
              'Cluster IP',
              o.spec.clusterIP === 'None' ? 'none: the name gives the pods themselves' : o.spec.clusterIPs?.join(', ') || o.spec.clusterIP,
            )),
        ...stated('Outside', balanced || (o.spec.type === 'LoadBalancer' ? 'no address yet' : undefined)),
        ...stated('External IPs', o.spec.externalIPs?.join(', ')),
        ...[...new Set(records.flatMap((r) => (r.type === 'SRV' ? [r.name] : [])))].map((srv) => ({
          label: `SRV ${srv.slice(1, srv.indexOf('.'))}`,
          value: { text: srv },
        })),
      ],
    },
    ...names(records.filter((r) => r.name !== host && r.type !== 'SRV')),
    ...endpoints(o, slices, view),
  ];
};

function slicesOf(o: Service, view: StatusView): readonly EndpointSlice[] {
  if (o.spec.type === 'ExternalName') return [];
  return view
    .list<EndpointSlice>('discovery.k8s.io/endpointslices', o.metadata.namespace)
    .filter((s) => s.metadata.labels?.['kubernetes.io/service-name'] === o.metadata.name);
}

/** So many names of single pods are shown. */
const MOST_NAMES = 20;

/** The names of the pods behind a headless Service. */
function names(own: readonly DnsRecord[]): readonly StatusSection[] {
  const rows = own.slice(0, MOST_NAMES).map((r) => ({ id: `${r.name} ${r.value}`, cells: [cell(r.name), cell(r.value)] }));
  const left = own.length - rows.length;
  return [
    {
      title: 'Names of its pods',
      table: {
        columns: ['Name', 'Address'],
        rows: left > 0 ? [...rows, { id: 'more', cells: [cell(`and ${left} more`), cell('')] }] : rows,
      },
    },
  ];
}

function endpoints(o: Service, slices: readonly EndpointSlice[], view: StatusView): readonly StatusSection[] {
  if (o.spec.type === 'ExternalName') return [];
  const rows = slices.flatMap((s) =>
    (s.endpoints ?? []).map((e, i) => {
      const pod =
        e.targetRef?.kind === 'Pod'
          ? view.list('core/pods', e.targetRef.namespace).find((p) => p.metadata.name === e.targetRef?.name)
          : undefined;
      return {
        id: `${s.metadata.name}${i}`,
        cells: [
          cell(`${e.addresses[0] ?? ''}${(s.ports ?? []).map((p) => `:${p.port}`).join('')}`, {
            state: e.conditions?.terminating
              ? ('leaving' as const)
              : e.conditions?.ready === false
                ? ('attention' as const)
                : ('ready' as const),
          }),
          cell(e.targetRef?.name, pod ? { key: view.keyOf(pod) } : {}),
          cell(e.zone ?? e.nodeName ?? ''),
        ],
      };
    }),
  );
  return [
    rows.length > 0
      ? { title: 'Endpoints', table: { columns: ['Address', 'Pod', 'Where'], rows } }
      : {
          title: 'Endpoints',
          table: {
            columns: [],
            rows: [
              {
                id: 'none',
                cells: [
                  cell(o.spec.selector ? 'No pod matches the selector and is ready: nobody answers.' : 'None: it has no selector.', {
                    state: 'attention',
                  }),
                ],
              },
            ],
          },
        },
  ];
}
