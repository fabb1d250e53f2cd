import type { ControllerFactory } from './controller.ts';
import { forEach, owned } from './watch-rules.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { events } from '#shared/kinds/core/event.ts';
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import { controllerReference } from '#shared/api/object.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import type { Client } from '../apiserver/client.ts';
import type { Pod } from '#shared/kinds/types.ts';

const ev = (client: Client, p: Pod, reason: string, message: string) => client.create(events, p.metadata.namespace!, { metadata: { name: `${p.metadata.name}.${client.core.store.nextRevision.toString(16)}` }, involvedObject: { kind: 'Pod', namespace: p.metadata.namespace, name: p.metadata.name, uid: p.metadata.uid, apiVersion: 'v1' }, reason, message, type: 'Normal', count: 1, firstTimestamp: client.timestamp, lastTimestamp: client.timestamp, source: { component: 'x' } } as never);

const rs: ControllerFactory = () => ({ name: 'replicaset-controller', watches: [forEach(replicaSets), owned(pods, replicaSets)], reconcile(key, client) {
  const { namespace, name } = splitLocalKey(key); const r = client.get(replicaSets, namespace, name); if (!r) return;
  const mine = client.list(pods, { owner: r.metadata.uid }); const want = r.spec.replicas ?? 1;
  const labels = r.spec.template!.metadata!.labels; const ref = [controllerReference(r)];
  for (let i = mine.length; i < Math.min(want, mine.length + 500); i++) { const p = client.create(pods, namespace, { metadata: { generateName: `${name}-`, labels: labels!, ownerReferences: ref }, spec: r.spec.template!.spec! }); void p; }
  const ready = mine.filter((p) => p.status.phase === 'Running').length;
  client.updateStatus(replicaSets, { ...r, status: { replicas: mine.length, readyReplicas: ready } });
} });
const sched: ControllerFactory = () => { let i = 0; return ({ name: 'default-scheduler', watches: [forEach(pods)], reconcile(key, client) {
  const { namespace, name } = splitLocalKey(key); const p = client.get(pods, namespace, name); if (!p || p.spec.nodeName) return;
  const ns = client.list(nodes); const n = ns[i++ % ns.length]!;
  client.update(pods, { ...p, spec: { ...p.spec, nodeName: n.metadata.name } });
  ev(client, p, 'Scheduled', `Successfully assigned ${p.metadata.name} to ${n.metadata.name}`);
} }); };
const kubelet: ControllerFactory = () => ({ name: 'kubelet', watches: [forEach(pods)], reconcile(key, client) {
  const { namespace, name } = splitLocalKey(key); const p = client.get(pods, namespace, name); if (!p || !p.spec.nodeName) return;
  if (p.status.phase === 'Running') return;
  client.updateStatus(pods, { ...p, status: { ...p.status, phase: 'Running', podIP: '10.0.0.1', startTime: client.timestamp, conditions: ['Ready', 'Initialized', 'ContainersReady', 'PodScheduled'].map((type) => ({ type, status: 'True', lastTransitionTime: client.timestamp })), containerStatuses: p.spec.containers.map((c) => ({ name: c.name, image: c.image!, imageID: '', ready: true, restartCount: 0, started: true, state: { running: { startedAt: client.timestamp } } })) } });
  for (const r of ['Pulling', 'Pulled', 'Created', 'Started']) ev(client, p, r, 'Container image something something');
} });
export const controllers: readonly ControllerFactory[] = [rs, sched, kubelet];
