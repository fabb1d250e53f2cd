import { describe, expect, it } from 'vitest';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { ingresses } from '#shared/kinds/networking/ingress.ts';
import { priorityClasses } from '#shared/kinds/scheduling/priority-class.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

const pod = (name: string, spec = {}, container = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', image: 'nginx:1.27', ...container }], ...spec },
});
const claim = (name: string, spec = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
});
const priorityClass = (name: string, value: number, more = {}) => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value,
  ...more,
});

describe('priority', () => {
  it('comes from the class, or the global default, or is 0', () => {
    const c = new TestCluster().apply(
      pod('a'),
      priorityClass('high', 1000, { preemptionPolicy: 'Never' }),
      pod('b', { priorityClassName: 'high' }),
      priorityClass('usual', 5, { globalDefault: true }),
      pod('c'),
      pod('d', { priorityClassName: 'system-node-critical' }),
    );
    expect(
      ['a', 'b', 'c', 'd'].map((n) => {
        const { spec } = c.get(pods, n);
        return [spec.priorityClassName, spec.priority, spec.preemptionPolicy];
      }),
    ).toEqual([
      [undefined, 0, 'PreemptLowerPriority'],
      ['high', 1000, 'Never'],
      ['usual', 5, 'PreemptLowerPriority'],
      ['system-node-critical', 2_000_001_000, 'PreemptLowerPriority'],
    ]);
  });

  it('may not be given as a number, and its class must be there', () => {
    expect(() => new TestCluster().apply(pod('a', { priority: 7 }))).toThrow(
      'pods "a" is forbidden: the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    );
    expect(() => new TestCluster().apply(pod('a', { priorityClassName: 'nope' }))).toThrow(
      'pods "a" is forbidden: no PriorityClass with name nope was found',
    );
    expect(() =>
      new TestCluster().apply(priorityClass('a', 1, { globalDefault: true }), priorityClass('b', 1, { globalDefault: true })),
    ).toThrow(
      'priorityclasses.scheduling.k8s.io "b" is forbidden: PriorityClass a is already marked as default. Only one default can exist',
    );
  });

  it("keeps the system's own classes", () => {
    expect(() => new TestCluster().delete(priorityClasses, 'system-node-critical')).toThrow(
      'priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted',
    );
  });
});

describe('topology labels', () => {
  it('are those of the node that a pod is made for', () => {
    const c = new TestCluster().nodes(1, { zone: 'a' }).apply(pod('p', { nodeName: 'n1' }), pod('q', { nodeName: 'none' }));
    expect([c.get(pods, 'p').metadata.labels, c.get(pods, 'q').metadata.labels]).toEqual([
      { 'topology.kubernetes.io/zone': 'a' },
      undefined,
    ]);
  });
});

describe('tolerations', () => {
  it('of a failing node last five minutes, unless the pod says otherwise', () => {
    const c = new TestCluster().apply(
      pod('a'),
      pod('b', { tolerations: [{ operator: 'Exists' }] }),
      pod('c', { tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }] }),
    );
    expect(
      ['a', 'b', 'c'].map((n) => c.get(pods, n).spec.tolerations?.map((t) => `${t.key ?? '*'} ${t.tolerationSeconds ?? '-'}`)),
    ).toEqual([
      ['node.kubernetes.io/not-ready 300', 'node.kubernetes.io/unreachable 300'],
      ['* -'],
      ['node.kubernetes.io/not-ready 10', 'node.kubernetes.io/unreachable 300'],
    ]);
  });
});

describe('limit ranges', () => {
  const range = (limits: readonly object[]) => ({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l' }, spec: { limits } });

  it('complete containers and say what they set', () => {
    const c = new TestCluster().apply(
      range([{ type: 'Container', default: { cpu: '500m', memory: '256Mi' }, defaultRequest: { cpu: '100m' } }]),
      pod('a', { initContainers: [{ name: 'init', image: 'busybox', resources: { requests: { cpu: '1m' } } }] }),
    );
    const { metadata, spec } = c.get(pods, 'a');
    expect(spec.containers[0]?.resources).toEqual({ limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '256Mi' } });
    expect(metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu, memory request for container app; cpu, memory limit for container app; memory request for init container init; cpu, memory limit for init container init',
    });
  });

  it.each([
    [{ type: 'Container', max: { cpu: '1' } }, { limits: { cpu: '2' } }, 'maximum cpu usage per Container is 1, but limit is 2'],
    [
      { type: 'Container', min: { memory: '16Mi' } },
      { requests: { memory: '1Mi' } },
      'minimum memory usage per Container is 16Mi, but request is 1Mi',
    ],
    [
      { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
      { requests: { cpu: '100m' }, limits: { cpu: '300m' } },
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000',
    ],
    [
      { type: 'Pod', max: { cpu: '1', memory: '1Gi' } },
      { limits: { cpu: '2' } },
      '[maximum cpu usage per Pod is 1, but limit is 2, maximum memory usage per Pod is 1Gi.  No limit is specified]',
    ],
    [{ type: 'Pod', min: { cpu: '1' } }, {}, 'minimum cpu usage per Pod is 1.  No request is specified'],
  ])('hold pods within %o', (item, resources, why) => {
    expect(() => new TestCluster().apply(range([item]), pod('a', {}, { resources }))).toThrow(`pods "a" is forbidden: ${why}`);
  });

  it('hold claims within their bounds', () => {
    expect(() => new TestCluster().apply(range([{ type: 'PersistentVolumeClaim', max: { storage: '500Mi' } }]), claim('a'))).toThrow(
      'persistentvolumeclaims "a" is forbidden: maximum storage usage per PersistentVolumeClaim is 500Mi, but request is 1Gi',
    );
  });
});

describe('classes', () => {
  const storage = (name: string, isDefault: boolean, more = {}) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, ...(isDefault ? { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } : {}) },
    provisioner: 'example.com/disk',
    ...more,
  });

  it('of storage and ingress: the newest default is taken where none is named', () => {
    const c = new TestCluster()
      .apply(storage('old', true))
      .advance('2s')
      .apply(storage('new', true), storage('other', false), claim('a'), claim('b', { storageClassName: '' }))
      .apply(
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'IngressClass',
          metadata: { name: 'web', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
          spec: { controller: 'example.com/web' },
        },
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          metadata: { name: 'i' },
          spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } },
        },
      );
    expect([
      c.get(persistentVolumeClaims, 'a').spec.storageClassName,
      c.get(persistentVolumeClaims, 'b').spec.storageClassName,
      c.get(ingresses, 'i').spec.ingressClassName,
    ]).toEqual(['new', '', 'web']);
  });

  it('of storage: a claim grows only once it is bound, and if its class allows', () => {
    const c = new TestCluster().apply(storage('s', false), claim('a', { storageClassName: 's' }));
    const grow = () =>
      c.change(persistentVolumeClaims, 'a', (o) => ({ ...o, spec: { ...o.spec, resources: { requests: { storage: '2Gi' } } } }));
    expect(grow).toThrow('for bound claims');
    c.changeStatus(persistentVolumeClaims, 'a', (o) => ({ ...o, status: { ...o.status, phase: 'Bound' } }));
    expect(grow).toThrow(
      'persistentvolumeclaims "a" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  });

  it('of runtimes: bring their overhead and their place', () => {
    const kata = {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'kata' },
      handler: 'kata',
      overhead: { podFixed: { cpu: '250m' } },
      scheduling: { nodeSelector: { runtime: 'kata' } },
    };
    const { spec } = new TestCluster().apply(kata, pod('a', { runtimeClassName: 'kata' })).get(pods, 'a');
    expect([spec.overhead, spec.nodeSelector]).toEqual([{ cpu: '250m' }, { runtime: 'kata' }]);
    expect(() => new TestCluster().apply(pod('a', { runtimeClassName: 'nope' }))).toThrow(
      'pods "a" is forbidden: pod rejected: RuntimeClass "nope" not found',
    );
    expect(() => new TestCluster().apply(kata, pod('a', { runtimeClassName: 'kata', nodeSelector: { runtime: 'runc' } }))).toThrow(
      'conflict: runtimeClass.scheduling.nodeSelector[runtime] = kata; pod.spec.nodeSelector[runtime] = runc',
    );
  });
});

describe('new objects', () => {
  it('a node is tainted until it is ready, a claim is protected while a pod uses it', () => {
    const c = new TestCluster().apply({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'bare' } }, claim('a'));
    expect(c.get(nodes, 'bare').spec.taints).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
    expect(c.get(persistentVolumeClaims, 'a').metadata.finalizers).toEqual(['kubernetes.io/pvc-protection']);
    c.apply(pod('p', { nodeName: 'bare', volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'a' } }] }))
      .delete(persistentVolumeClaims, 'a')
      .settle();
    expect(c.get(persistentVolumeClaims, 'a').metadata.deletionTimestamp).toBeDefined();
    c.delete(pods, 'p', { gracePeriodSeconds: 0 }).settle();
    expect(c.list(persistentVolumeClaims)).toEqual([]);
  });
});
