/**
 * What a kubelet says of its machine: what it is, and that it is well. Said once; heartbeats are not written, a healthy
 * node is one that nothing has been heard against. Source: pkg/kubelet/nodestatus and kubelet_node_status.go.
 */
import { equal } from '#shared/api/json.ts';
import { controllerReference } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { leases } from '#shared/kinds/coordination/lease.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { bootedAtMs, isDown } from '#shared/kinds/drydock/machine.ts';
import type { Node, NodeCondition } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller, Requeue } from '../controllers/controller.ts';
import { recordEvent } from '../controllers/events.ts';
import { nodeAddress } from '../network/node-ipam.ts';
import { machineOf } from './machine.ts';
import { DOWN_SINCE, isFake, isReady } from './node-kind.ts';

export const KUBELET_VERSION = 'v1.36.0';
const LEASES = 'kube-node-lease';
const LEASE_SECONDS = 40;

/** What a healthy kubelet reports. */
const HEALTHY: readonly Omit<NodeCondition, 'lastHeartbeatTime' | 'lastTransitionTime'>[] = [
  { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory', message: 'kubelet has sufficient memory available' },
  { type: 'DiskPressure', status: 'False', reason: 'KubeletHasNoDiskPressure', message: 'kubelet has no disk pressure' },
  { type: 'PIDPressure', status: 'False', reason: 'KubeletHasSufficientPID', message: 'kubelet has sufficient PID available' },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
];

export function nodeRegistration(): Controller {
  /** Nodes that have just been cordoned or freed. */
  const turned = new Set<string>();
  return {
    name: 'kubelet-registration',
    watches: [
      {
        resource: resourceOf(nodes),
        keys({ ref, before, after }) {
          const key = localKey('', ref.name);
          const cordoned = (n: unknown) => (n as Node).spec.unschedulable ?? false;
          if (before && after && cordoned(before) !== cordoned(after)) turned.add(key);
          return [key];
        },
      },
    ],
    reconcile(key, client) {
      const node = client.get(nodes, '', splitLocalKey(key).name);
      const isTurned = turned.delete(key);
      if (!node) return undefined;
      if (isTurned && !isFake(node) && !isDown(node)) say(node, node.spec.unschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable', client);
      if (isDown(node)) return lastBreath(node, client);
      if (!node.spec.podCIDR) return undefined; // no network yet: the kubelet is not ready before it has one
      if (!isFake(node)) {
        const wait = (bootedAtMs(node) ?? client.wallMs) - client.wallMs;
        if (wait > 0) return { requeueAfter: wait };
      }
      return register(node, client);
    },
  };
}

function lastBreath(node: Node, client: Client): void {
  const { annotations } = node.metadata;
  if (annotations?.[DOWN_SINCE]) return;
  client.update(nodes, { ...node, metadata: { ...node.metadata, annotations: { ...annotations, [DOWN_SINCE]: client.timestamp } } });
}

function register(found: Node, client: Client): Requeue | void {
  let node = found;
  if (node.metadata.annotations?.[DOWN_SINCE]) {
    const { [DOWN_SINCE]: _past, ...annotations } = node.metadata.annotations;
    node = client.update(nodes, { ...node, metadata: { ...node.metadata, annotations } });
  }
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': node.metadata.name,
    'kubernetes.io/os': 'linux',
    ...node.metadata.labels,
  };
  if (!isFake(node) && !equal(labels, node.metadata.labels))
    node = client.update(nodes, { ...node, metadata: { ...node.metadata, labels } });

  const wasReady = isReady(node);
  const status = { ...node.status, ...machineOf(node), ...identity(node, client), conditions: conditions(node, client.timestamp) };
  if (!equal(status, node.status)) {
    node = client.updateStatus(nodes, { ...node, status });
    if (!wasReady) say(node, 'NodeReady', client);
  }
  lease(node, client);
}

function say(node: Node, status: string, client: Client): void {
  const { name } = node.metadata;
  recordEvent(client, { component: 'kubelet', host: name }, node, {
    type: 'Normal',
    reason: status,
    message: `Node ${name} status is now: ${status}`,
  });
}

/** The conditions a healthy kubelet reports, where they are not what the node says of itself already. */
function conditions(node: Node, now: string): readonly NodeCondition[] {
  const known = node.status.conditions ?? [];
  const own = HEALTHY.map((c): NodeCondition => {
    const was = known.find((k) => k.type === c.type);
    if (was && (was.status === c.status || (was.status !== 'Unknown' && c.type !== 'Ready'))) return was;
    return { ...c, lastHeartbeatTime: now, lastTransitionTime: now };
  });
  return [...known.filter((k) => !HEALTHY.some((c) => c.type === k.type)), ...own];
}

function identity(node: Node, client: Client): Pick<Node['status'], 'addresses' | 'nodeInfo' | 'daemonEndpoints'> {
  const { addresses, nodeInfo, daemonEndpoints } = node.status;
  const { name } = node.metadata;
  const ids = client.random.fork(`machine:${node.metadata.uid}`);
  return {
    addresses: addresses?.length
      ? addresses
      : [
          { type: 'InternalIP', address: nodeAddress(node) ?? '' },
          { type: 'Hostname', address: name },
        ],
    daemonEndpoints: daemonEndpoints?.kubeletEndpoint?.Port ? daemonEndpoints : { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: nodeInfo?.kubeletVersion
      ? nodeInfo
      : {
          machineID: ids.uuid().replaceAll('-', ''),
          systemUUID: ids.uuid(),
          bootID: ids.uuid(),
          kernelVersion: '6.12.0',
          osImage: 'Drydock Linux',
          containerRuntimeVersion: 'containerd://2.2.0',
          kubeletVersion: KUBELET_VERSION,
          kubeProxyVersion: '',
          operatingSystem: 'linux',
          architecture: node.metadata.labels?.['kubernetes.io/arch'] ?? 'amd64',
        },
  };
}

/** The lease is taken once and never renewed in the log; the node's owning it makes it go with the node. */
function lease(node: Node, client: Client): void {
  const { name } = node.metadata;
  if (client.get(leases, LEASES, name) || !client.get(namespaces, '', LEASES)) return;
  const { controller: _c, blockOwnerDeletion: _b, ...owner } = controllerReference(node);
  client.create(leases, LEASES, {
    metadata: { name, ownerReferences: [owner] },
    spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: client.microTimestamp },
  });
}
