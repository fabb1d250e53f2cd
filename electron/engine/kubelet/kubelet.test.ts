/** The life of pods on ordinary nodes. */
import { describe, expect, it } from 'vitest';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const node = (name: string, capacity: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  spec: {},
  status: { capacity: { cpu: '4', memory: '16Gi', pods: '110', ...capacity } },
});
const app = (more: object = {}) => ({ name: 'app', image: 'nginx:1.27', imagePullPolicy: 'IfNotPresent', resources: {}, ...more });
const pod = (name: string, container: object = {}, behaviour: Record<string, string> = {}, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, annotations: Object.fromEntries(Object.entries(behaviour).map(([k, v]) => [`behaviour.drydock.dev/${k}`, v])) },
  spec: { containers: [app(container)], restartPolicy: 'Always', terminationGracePeriodSeconds: 30, ...spec },
  status: { phase: 'Pending' },
});
const cluster = () => new TestCluster().apply(node('n1')).settle();
const of = (c: TestCluster, name = 'a') => c.get(pods, name).status;
const container = (c: TestCluster, name = 'a') => of(c, name).containerStatuses?.[0];
const condition = (c: TestCluster, type: string, name = 'a') => of(c, name).conditions?.find((x) => x.type === type);

describe('a kubelet', () => {
  it('says when its node is cordoned and when it is free again', () => {
    const c = cluster();
    const cordon = (unschedulable: boolean) => c.change(nodes, 'n1', (n) => ({ ...n, spec: { ...n.spec, unschedulable } })).settle();
    cordon(true);
    expect(c.events('n1').at(-1)).toBe('NodeNotSchedulable: Node n1 status is now: NodeNotSchedulable');
    cordon(false);
    expect(c.events('n1').at(-1)).toBe('NodeSchedulable: Node n1 status is now: NodeSchedulable');
    c.expectQuiet();
  });
});

describe('a pod of a fake node', () => {
  it('is as somebody says it is', () => {
    const c = new TestCluster().nodes(1).apply(pod('a')).settle().advance('5s');
    c.changeStatus(pods, 'a', (p) => ({
      ...p,
      status: { ...p.status, conditions: (p.status.conditions ?? []).map((x) => (x.type === 'Ready' ? { ...x, status: 'False' } : x)) },
    })).settle();
    expect(condition(c, 'Ready')?.status).toBe('False');
  });
});

describe('a pod', () => {
  it('gets an address, pulls its image and runs', () => {
    const c = cluster().apply(pod('a')).advance('0s');
    expect([of(c).phase, container(c)?.state, condition(c, 'PodReadyToStartContainers')?.status]).toEqual([
      'Pending',
      { waiting: { reason: 'ContainerCreating' } },
      'False',
    ]);
    c.settle();
    expect([of(c).phase, container(c)?.ready, condition(c, 'Ready')?.status, of(c).qosClass]).toEqual([
      'Running',
      true,
      'True',
      'BestEffort',
    ]);
    expect(of(c).podIP).toBe('10.128.0.2');
    expect(c.events('a').map((e) => e.split(':')[0])).toEqual(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']);
    expect(c.events('a')).toContain(
      'Pulled: Successfully pulled image "nginx:1.27" in 2.4s (2.4s including waiting). Image size: 104857600 bytes.',
    );
    c.expectQuiet();
  });

  it('does not pull what its node has', () => {
    const c = cluster().apply(pod('a')).settle().apply(pod('b')).settle();
    expect(c.events('b')).toContain('Pulled: Container image "nginx:1.27" already present on machine and can be accessed by the pod');
    expect(c.get(nodes, 'n1').status.images?.[0]?.names).toContain('docker.io/library/nginx:1.27');
  });

  it('is ready when its probe says so', () => {
    const c = cluster()
      .apply(pod('a', { readinessProbe: { httpGet: { path: '/ready', port: 80 }, periodSeconds: 5 } }, { startup: '3s', readiness: '4s' }))
      .settle();
    expect(container(c)?.ready).toBe(true);
    expect(c.events('a')).toContain(
      'Unhealthy: Readiness probe failed: Get "http://10.128.0.2:80/ready": dial tcp 10.128.0.2:80: connect: connection refused',
    );
    const ready = Date.parse(condition(c, 'Ready')?.lastTransitionTime ?? '');
    const started = Date.parse(container(c)?.state?.running?.startedAt ?? '');
    expect(ready - started).toBe(10_000);
    c.expectQuiet();
  });

  it('is not said to have been unhealthy once more when somebody looks at it hours later', () => {
    const c = cluster()
      .apply(pod('a', { readinessProbe: { httpGet: { path: '/ready', port: 80 }, periodSeconds: 5 } }, { startup: '3s', readiness: '4s' }))
      .settle()
      .advance('2h');
    c.change(pods, 'a', (p) => ({ ...p, metadata: { ...p.metadata, labels: { looked: 'at' } } })).settle();
    expect(c.events('a')).toEqual([]);
  });

  it('is known by its address to a probe that fails in the very second it starts', () => {
    const probe = { tcpSocket: { port: 80 }, periodSeconds: 1, failureThreshold: 30 };
    const c = cluster()
      .apply(pod('a'))
      .settle()
      .apply(pod('b', { startupProbe: probe }, { startup: '3s' }))
      .settle();
    expect(c.events('b')).toContain('Unhealthy: Startup probe failed: dial tcp 10.128.0.3:80: connect: connection refused');
  });

  it('runs its first steps one after another', () => {
    const c = cluster()
      .apply(pod('a', {}, {}, { initContainers: [app({ name: 'one' }), app({ name: 'two' })] }))
      .advance('2500ms');
    expect([
      of(c).initContainerStatuses?.map((s) => Object.keys(s.state ?? {})[0]),
      container(c)?.state,
      condition(c, 'Initialized')?.message,
    ]).toEqual([['running', 'waiting'], { waiting: { reason: 'PodInitializing' } }, 'containers with incomplete status: [one two]']);
    c.settle();
    expect(of(c).initContainerStatuses?.map((s) => s.state?.terminated?.reason)).toEqual(['Completed', 'Completed']);
    expect(container(c)?.ready).toBe(true);
    c.expectQuiet();
  });

  it('waits until a sidecar is up', () => {
    const sidecar = app({
      name: 'proxy',
      restartPolicy: 'Always',
      startupProbe: { tcpSocket: { port: 1 }, periodSeconds: 1, failureThreshold: 30 },
    });
    const c = cluster()
      .apply(pod('a', {}, { startup: '5s' }, { initContainers: [sidecar] }))
      .advance('6s');
    expect(container(c)?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
    c.settle();
    expect([of(c).initContainerStatuses?.[0]?.ready, container(c)?.ready]).toEqual([true, true]);
  });
});

describe('a container that ends', () => {
  it('runs again at once, then after ten seconds, then twenty', () => {
    const c = cluster()
      .apply(pod('a', {}, { 'exit-after': '5s', exits: '1' }))
      .advance('10s');
    expect([container(c)?.restartCount, container(c)?.lastState?.terminated?.exitCode]).toEqual([1, 1]);
    c.advance('6s');
    expect(container(c)?.state?.waiting).toMatchObject({
      reason: 'CrashLoopBackOff',
      message: expect.stringMatching(/^back-off 10s restarting failed container=app pod=a_default\(/),
    });
    c.advance('8s');
    expect(container(c)?.restartCount).toBe(2);
    c.advance('7s');
    expect(container(c)?.state?.waiting?.message).toMatch(/^back-off 20s /);
    expect([of(c).phase, condition(c, 'Ready')?.message]).toEqual(['Running', 'containers with unready status: [app]']);
  });

  it('is done where its pod does not restart', () => {
    const c = cluster()
      .apply(
        pod('a', {}, { 'exit-after': '5s' }, { restartPolicy: 'Never' }),
        pod('b', {}, { 'exit-after': '5s', exits: '3' }, { restartPolicy: 'OnFailure' }),
      )
      .advance('20s');
    expect([of(c).phase, condition(c, 'Ready')?.reason, container(c)?.state?.terminated?.reason]).toEqual([
      'Succeeded',
      'PodCompleted',
      'Completed',
    ]);
    expect(of(c, 'b').phase).toBe('Running');
  });

  it('is killed for want of memory', () => {
    const c = cluster()
      .apply(pod('a', { resources: { limits: { memory: '100Mi' } } }, { 'memory-at-rest': '40Mi', 'memory-growth': '10Mi' }))
      .advance('12s');
    expect(container(c)?.lastState?.terminated).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
  });

  it('is killed by a probe that it does not answer in time', () => {
    const c = cluster()
      .apply(pod('a', { livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 2, failureThreshold: 3 } }, { startup: '60s' }))
      .advance('10s');
    expect(c.events('a')).toContain('Killing: Container app failed liveness probe, will be restarted');
    expect(container(c)?.restartCount).toBe(1);
  });
});

describe('what a pod lacks', () => {
  it('an image: says so, and tries again with growing pauses', () => {
    const c = cluster()
      .apply(pod('a', { image: 'nope:1' }, { 'image-exists': 'false' }))
      .advance('1500ms');
    expect(container(c)?.state?.waiting).toMatchObject({
      reason: 'ErrImagePull',
      message: expect.stringContaining('docker.io/library/nope:1: not found'),
    });
    c.advance('2s');
    expect(container(c)?.state?.waiting?.reason).toBe('ImagePullBackOff');
    c.advance('9s');
    expect(c.events('a')).toContain('Pulling: Pulling image "nope:1" (x2)');
  });

  it('a ConfigMap of its environment: waits for it', () => {
    const c = cluster()
      .apply(pod('a', { envFrom: [{ configMapRef: { name: 'cfg' } }] }))
      .settle();
    expect(container(c)?.state?.waiting).toEqual({ reason: 'CreateContainerConfigError', message: 'configmap "cfg" not found' });
    expect(c.events('a')).toContain('Failed: Error: configmap "cfg" not found');
    c.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cfg' }, data: {} }).settle();
    expect(container(c)?.ready).toBe(true);
    expect(c.get(configMaps, 'cfg').data).toEqual({});
  });

  it('a volume: waits to be created', () => {
    const c = cluster()
      .apply(pod('a', {}, {}, { volumes: [{ name: 'v', secret: { secretName: 's' } }] }))
      .settle();
    expect(container(c)?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    expect(c.events('a')).toContain('FailedMount: MountVolume.SetUp failed for volume "v" : secret "s" not found');
    c.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: {} }).settle();
    expect(container(c)?.ready).toBe(true);
    c.expectQuiet();
  });

  it('room: is turned away by a node it was put on', () => {
    const c = cluster()
      .apply({
        ...pod('a', { resources: { requests: { cpu: '8' } } }),
        spec: { ...pod('a', { resources: { requests: { cpu: '8' } } }).spec, nodeName: 'n1' },
      })
      .settle();
    expect(of(c)).toMatchObject({
      phase: 'Failed',
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 8000, used: 0, capacity: 4000",
    });
  });
});

describe('a deadline', () => {
  it('ends a pod', () => {
    const c = cluster()
      .apply(pod('a', {}, {}, { activeDeadlineSeconds: 20 }))
      .advance('21s');
    expect(of(c)).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  });
});

describe('a restart of the document', () => {
  it('changes nothing that follows', () => {
    const run = (restart: boolean) => {
      let c = cluster().apply(
        pod('a', {}, { 'exit-after': '7s', exits: '1' }),
        pod('b', { image: 'nope:1' }, { 'image-exists': 'false' }),
        pod(
          'c',
          { readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 3 } },
          { startup: '5s', 'unready-after': '30s', 'unready-for': '20s' },
        ),
      );
      for (let i = 0; i < 60; i++) {
        c.advance('1700ms');
        if (restart) c = c.restart();
      }
      return c.writes().map((w) => `${w.atMs} ${w.actor} ${w.key} ${JSON.stringify(w.value)}`);
    };
    expect(run(true)).toEqual(run(false));
  });
});
