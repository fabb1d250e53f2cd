import { expect, test } from 'vitest';
import type { EndpointSlice, Service } from '../kinds/types.ts';
import { dnsRecords, resolve, searched } from './dns.ts';

const service = (spec: object) =>
  ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' }, spec, status: {} }) as unknown as Service;
const slice = (of: string, endpoints: object[], ports: object[] = [{ name: 'http', protocol: 'TCP', port: 8080 }]) =>
  ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: of, namespace: 'shop', labels: { 'kubernetes.io/service-name': of } },
    addressType: 'IPv4',
    endpoints,
    ports,
  }) as unknown as EndpointSlice;
const lines = (o: Service, ...slices: EndpointSlice[]) => dnsRecords(o, slices).map((r) => `${r.name} ${r.type} ${r.value}`);

test('a Service with addresses of its own is those, and its named ports are there', () => {
  const o = service({
    type: 'ClusterIP',
    clusterIP: '10.96.0.7',
    clusterIPs: ['10.96.0.7', 'fd00::7'],
    ports: [{ name: 'http', port: 80 }, { name: 'dns', port: 53, protocol: 'UDP' }, { port: 9 }],
  });
  expect(lines(o, slice('web', [{ addresses: ['10.1.0.1'] }]))).toEqual([
    'web.shop.svc.cluster.local A 10.96.0.7',
    'web.shop.svc.cluster.local AAAA fd00::7',
    '_http._tcp.web.shop.svc.cluster.local SRV 0 100 80 web.shop.svc.cluster.local',
    '_dns._udp.web.shop.svc.cluster.local SRV 0 100 53 web.shop.svc.cluster.local',
  ]);
});

test('a headless one is the pods that are ready, each by its hostname or its address', () => {
  const pods = [
    { addresses: ['10.1.0.1'], hostname: 'web-0', conditions: { ready: true } },
    { addresses: ['10.1.0.2'] },
    { addresses: ['10.1.0.3'], conditions: { ready: false } },
  ];
  expect(lines(service({ clusterIP: 'None' }), slice('web', pods), slice('other', [{ addresses: ['10.9.9.9'] }]))).toEqual([
    'web.shop.svc.cluster.local A 10.1.0.1',
    'web.shop.svc.cluster.local A 10.1.0.2',
    'web-0.web.shop.svc.cluster.local A 10.1.0.1',
    '10-1-0-2.web.shop.svc.cluster.local A 10.1.0.2',
    '_http._tcp.web.shop.svc.cluster.local SRV 0 50 8080 web-0.web.shop.svc.cluster.local',
    '_http._tcp.web.shop.svc.cluster.local SRV 0 50 8080 10-1-0-2.web.shop.svc.cluster.local',
  ]);
});

test('one outside the cluster is another name; one without an address yet is nothing', () => {
  expect(lines(service({ type: 'ExternalName', externalName: 'db.example.com', ports: [{ name: 'sql', port: 5432 }] }))).toEqual([
    'web.shop.svc.cluster.local CNAME db.example.com',
  ]);
  expect(lines(service({ type: 'ClusterIP', ports: [{ port: 80 }] }))).toEqual([]);
});

test('a pod finds neighbours by their name, others with the namespace, and a final dot ends the search', () => {
  const records = dnsRecords(service({ clusterIP: '10.96.0.7' }), []);
  const ask = (name: string, from: string) => resolve(name, from, records)?.[0]?.value;
  expect([
    ask('web', 'shop'),
    ask('web', 'other'),
    ask('web.shop', 'other'),
    ask('web.shop.svc', 'other'),
    ask('web.shop.svc.cluster.local.', 'other'),
    ask('web.', 'shop'),
  ]).toEqual(['10.96.0.7', undefined, '10.96.0.7', '10.96.0.7', '10.96.0.7', undefined]);
  expect(searched('a.b.c.d.e.f', 'shop')[0]).toBe('a.b.c.d.e.f');
});
