/** A node, with the pods on it and what they have asked of it. Source: kubectl's describe package. */
import { humanDuration, parseTime } from '#shared/api/time.ts';
import { amountOf, podLimits, podRequests } from '#shared/kinds/core/pod-requests.ts';
import type { Lease, Node, Pod } from '#shared/kinds/types.ts';
import { annotations, events, joined, longTime, type Describer, type Text } from './text.ts';

export const node: Describer<Node> = async (o, t, s) => {
  const roles = Object.keys(o.metadata.labels ?? {})
    .filter((l) => l.startsWith('node-role.kubernetes.io/'))
    .map((l) => l.slice(24))
    .filter(Boolean);
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Roles', joined(roles, ','));
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.fact(0, 'CreationTimestamp', longTime(o.metadata.creationTimestamp));
  const taints = (o.spec.taints ?? []).map((x) => `${x.key}${x.value ? `=${x.value}` : ''}:${x.effect}`);
  if (taints.length === 0) t.at(0, 'Taints:\t<none>');
  taints.forEach((x, i) => t.at(0, `${i === 0 ? 'Taints:' : ''}\t${x}`));
  t.at(0, `Unschedulable:\t${o.spec.unschedulable ?? false}`);
  const lease = (await s.list<Lease>('coordination.k8s.io/leases', 'kube-node-lease')).find((l) => l.metadata.name === o.metadata.name);
  t.at(0, 'Lease:');
  t.at(1, `HolderIdentity:\t${lease?.spec.holderIdentity ?? '<unset>'}`);
  t.at(1, `AcquireTime:\t${longTime(lease?.spec.acquireTime) || '<unset>'}`);
  t.at(1, `RenewTime:\t${longTime(lease?.spec.renewTime) || '<unset>'}`);
  if (o.status.conditions?.length) {
    t.at(0, 'Conditions:');
    t.columns(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
    for (const c of o.status.conditions)
      t.at(
        1,
        `${c.type} \t${c.status} \t${longTime(c.lastHeartbeatTime)} \t${longTime(c.lastTransitionTime)} \t${c.reason ?? ''} \t${c.message ?? ''}`,
      );
  }
  t.at(0, 'Addresses:');
  for (const a of o.status.addresses ?? []) t.at(1, `${a.type}:\t${a.address}`);
  for (const [name, list] of [
    ['Capacity', o.status.capacity],
    ['Allocatable', o.status.allocatable],
  ] as const)
    if (list && Object.keys(list).length > 0) {
      t.at(0, `${name}:`);
      Object.keys(list)
        .sort()
        .forEach((k) => t.at(1, `${k}:\t${list[k]}`));
    }
  const info = o.status.nodeInfo;
  t.at(0, 'System Info:');
  for (const [name, value] of [
    ['Machine ID', info?.machineID],
    ['System UUID', info?.systemUUID],
    ['Boot ID', info?.bootID],
    ['Kernel Version', info?.kernelVersion],
    ['OS Image', info?.osImage],
    ['Operating System', info?.operatingSystem],
    ['Architecture', info?.architecture],
    ['Container Runtime Version', info?.containerRuntimeVersion],
    ['Kubelet Version', info?.kubeletVersion],
  ] as const)
    t.at(1, `${name}:\t${value ?? ''}`);
  if (o.spec.podCIDR) t.fact(0, 'PodCIDR', o.spec.podCIDR);
  if (o.spec.podCIDRs?.length) t.fact(0, 'PodCIDRs', o.spec.podCIDRs.join(','));
  if (o.spec.providerID) t.fact(0, 'ProviderID', o.spec.providerID);
  const pods = (await s.list<Pod>('core/pods')).filter(
    (p) => p.spec.nodeName === o.metadata.name && p.status.phase !== 'Succeeded' && p.status.phase !== 'Failed',
  );
  nodePods(o, pods, t, s.nowMs);
  events(t, s);
};

const COUNTED = ['cpu', 'memory', 'ephemeral-storage'];

function nodePods(o: Node, pods: readonly Pod[], t: Text, nowMs: number): void {
  const cell = (r: string, n = 0) => `${r === 'cpu' ? cpuText(n) : bytesText(n)} (${share(n, amountOf(r, o.status.allocatable?.[r]))})`;
  const totals = new Map(COUNTED.map((r) => [r, { requests: 0, limits: 0 }]));
  t.at(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  t.columns(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  for (const { metadata, spec } of pods) {
    const requests = podRequests(spec);
    const limits = podLimits(spec);
    for (const [r, total] of totals) {
      total.requests += requests[r] ?? 0;
      total.limits += limits[r] ?? 0;
    }
    const asked = ['cpu', 'memory'].flatMap((r) => [cell(r, requests[r]), cell(r, limits[r])]);
    const age = humanDuration(nowMs - (parseTime(metadata.creationTimestamp) ?? nowMs));
    t.at(1, [metadata.namespace, metadata.name, '', ...asked, age].join('\t'));
  }
  t.at(0, 'Allocated resources:');
  t.at(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  t.columns(1, 'Resource\tRequests\tLimits');
  for (const [r, { requests, limits }] of totals) t.at(1, `${r}\t${cell(r, requests)}\t${cell(r, limits)}`);
}

const share = (part: number, of: number) => `${of > 0 ? Math.floor((part / of) * 100) : 0}%`;
const cpuText = (milli: number) => (milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`);
/** '512Mi': in the largest unit that leaves no rest. */
const bytesText = (bytes: number) => {
  const [unit, size] = (bytes > 0 && UNITS.find(([, n]) => bytes % n === 0)) || ['', 1];
  return `${bytes / size}${unit}`;
};
const UNITS = [
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
  ['Ki', 2 ** 10],
] as const;
