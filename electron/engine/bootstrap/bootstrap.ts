/**
 * What a cluster holds before anybody has written to it. Source: pkg/controlplane (systemnamespaces, kubernetesservice,
 * defaultservicecidr), the post-start hooks of scheduling, rbac and priority and fairness.
 */
import { endpoints } from '#shared/kinds/core/endpoints.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { services } from '#shared/kinds/core/service.ts';
import { endpointSlices } from '#shared/kinds/discovery/endpoint-slice.ts';
import { serviceCIDRs } from '#shared/kinds/networking/service-cidr.ts';
import { priorityClasses } from '#shared/kinds/scheduling/priority-class.ts';
import type { Client } from '../apiserver/client.ts';
import { SERVICE_RANGE } from '../network/service-range.ts';
import { createAccess } from './access.ts';
import { createFlowControl } from './flow-control.ts';

/** Where the API server listens for the cluster: the address before the first node's. */
const API_SERVER = { address: '172.16.0.1', port: 6443 } as const;

/** The first address of the services' range, which is the API's own. */
const API_SERVICE_IP = '10.96.0.1';

/** Fills a new cluster. `client` writes as the API server. */
export function bootstrap(client: Client): void {
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease'])
    client.create(namespaces, '', { metadata: { name }, spec: {} });
  createPriorityClasses(client);
  createAccess(client);
  createFlowControl(client);
  createServiceRange(client);
  createApiService(client);
}

function createPriorityClasses(client: Client): void {
  client.create(priorityClasses, '', {
    metadata: { name: 'system-node-critical' },
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  });
  client.create(priorityClasses, '', {
    metadata: { name: 'system-cluster-critical' },
    value: 2_000_000_000,
    description: 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  });
}

function createServiceRange(client: Client): void {
  const range = client.create(serviceCIDRs, '', { metadata: { name: 'kubernetes' }, spec: { cidrs: [SERVICE_RANGE] } });
  client.updateStatus(serviceCIDRs, {
    ...range,
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          lastTransitionTime: client.timestamp,
          reason: '',
          message: 'Kubernetes default Service CIDR is ready',
        },
      ],
    },
  });
}

/** The service that pods reach the API by. It has no selector: its endpoints are written here. */
function createApiService(client: Client): void {
  const name = 'kubernetes';
  const namespace = 'default';
  const { address, port } = API_SERVER;
  client.create(services, namespace, {
    metadata: { name, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      clusterIP: API_SERVICE_IP,
      ipFamilyPolicy: 'SingleStack',
      type: 'ClusterIP',
      sessionAffinity: 'None',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: port }],
    },
  });
  client.create(endpoints, namespace, {
    metadata: { name, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: address }], ports: [{ name: 'https', port, protocol: 'TCP' }] }],
  });
  client.create(endpointSlices, namespace, {
    metadata: { name, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
    ports: [{ name: 'https', port, protocol: 'TCP' }],
  });
}
