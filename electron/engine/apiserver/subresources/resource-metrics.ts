/** The metrics API, which nothing stores: nodes and pods of metrics.k8s.io. Source: metrics-server, pkg/api (node.go, pod.go). */
import { notFound } from '#shared/api/errors.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { nodeMetrics } from '#shared/kinds/metrics/node-metrics.ts';
import { podMetrics } from '#shared/kinds/metrics/pod-metrics.ts';
import { Sample } from '../../metrics/resource-metrics.ts';
import { internalClient } from '../client.ts';
import type { SubresourceHandler, SubresourceRequest } from './handler.ts';

const GROUP = 'metrics.k8s.io';
const clientOf = ({ core }: SubresourceRequest) => internalClient(core, 'metrics-server');

export const podMetricsHandler: SubresourceHandler = {
  resource: resourceOf(podMetrics),
  subresource: '',
  get(r) {
    const client = clientOf(r);
    const pod = client.get(pods, r.namespace, r.name);
    const key = `${r.namespace}/${r.name}`;
    if (!pod) throw notFound({ group: '', plural: 'pods', kind: 'Pod' }, key);
    const found = new Sample(client).pod(pod);
    if (!found) throw notFound({ group: GROUP, plural: 'podmetrics', kind: 'PodMetrics' }, key);
    return found;
  },
  list(r) {
    const client = clientOf(r);
    const sample = new Sample(client);
    return client.list(pods, r.namespace ? { namespace: r.namespace } : {}).flatMap((p) => sample.pod(p) ?? []);
  },
};

export const nodeMetricsHandler: SubresourceHandler = {
  resource: resourceOf(nodeMetrics),
  subresource: '',
  get(r) {
    const client = clientOf(r);
    const node = client.get(nodes, '', r.name);
    if (!node) throw notFound({ group: '', plural: 'nodes', kind: 'Node' }, r.name);
    const found = new Sample(client).node(node);
    if (!found) throw notFound({ group: GROUP, plural: 'nodemetrics', kind: 'NodeMetrics' }, r.name);
    return found;
  },
  list(r) {
    const client = clientOf(r);
    const sample = new Sample(client);
    return client.list(nodes).flatMap((n) => sample.node(n) ?? []);
  },
};
