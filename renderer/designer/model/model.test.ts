import { describe, expect, it, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { deepFreeze } from '#shared/api/json.ts';
import { kinds } from '#shared/kinds/index.ts';
import { add } from './add.ts';
import { connect } from './connect.ts';
import type { Unsaved } from './design.ts';
import { createMissing } from './create-missing.ts';
import { disconnect } from './disconnect.ts';
import { duplicate } from './duplicate.ts';
import { addContext, GROUPS } from './kinds/addable.ts';
import { addables } from './kinds/index.ts';
import { move } from './move.ts';
import { cordon, power } from './node-switches.ts';
import { remove } from './remove.ts';
import { rename } from './rename.ts';
import { scale } from './scale.ts';
import { designOf } from './testing.ts';

/** What the server fills in before it looks. */
const addressed = (o: Unsaved): Unsaved =>
  o.kind === 'Service' && (o['spec'] as { clusterIP?: string }).clusterIP
    ? { ...o, spec: { ...(o['spec'] as object), clusterIPs: ['None'] } }
    : o;
const kindOf = (o: Unsaved) => kinds.find((k) => k.kind === o.kind && k.apiVersion === o.apiVersion);
const defaults = (o: Unsaved): ApiObject => {
  const k = kindOf(o);
  const draft = deepFreeze(structuredClone({ ...o, metadata: { ...o.metadata, uid: 'u' } })) as unknown as ApiObject;
  return k?.default ? k.default(k.prepareCreate?.(draft) ?? draft) : draft;
};
const labels = (app: string) => ({ app });
const deployment = (name: string, extra: object = {}): Unsaved => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels(name) },
    template: {
      metadata: { labels: labels(name) },
      spec: { containers: [{ name: 'main', image: 'a', ports: [{ containerPort: 8080 }], ...extra }] },
    },
  },
});
const service = (name: string): Unsaved => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] },
});
const config = (name: string): Unsaved => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' }, data: {} });
const hpa = (name: string): Unsaved => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name, namespace: 'shop' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'old' }, maxReplicas: 3 },
});

describe('what the palette adds', () => {
  for (const a of addables) {
    it(`${a.label} is complete: Kubernetes finds nothing wrong with it`, () => {
      expect(GROUPS).toContain(a.group);
      for (const o of a.make(addContext(designOf(), a.namespaced ? 'shop' : '', undefined)))
        expect(
          kindOf(o)
            ?.validate?.(defaults(addressed(o)))
            ?.map((e) => `${e.field}: ${e.detail}`) ?? [],
        ).toEqual([]);
    });
  }

  it('has names of its own, and belongs to what it was dropped on', () => {
    const web = deployment('web');
    const doc = designOf(web);
    const [made] = add.run(doc, { addable: addables.find((a) => a.kind === 'Deployment')!, namespace: 'shop' });
    expect(made?.after?.metadata.name).toBe('web-2');
    const [s, ...others] = add.run(doc, { addable: addables.find((a) => a.kind === 'Service')!, namespace: 'shop', on: doc.key(web) });
    expect(others).toEqual([]);
    expect(s?.after).toMatchObject({
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 8080, targetPort: 8080 }] },
    });
  });

  it('is joined to a workload that has to name it', () => {
    const web = deployment('web');
    const doc = designOf(web);
    const [c, w] = add.run(doc, { addable: addables.find((a) => a.kind === 'ConfigMap')!, namespace: 'shop', on: doc.key(web) });
    expect(c?.after?.metadata.name).toBe('web-config');
    expect(w?.after).toMatchObject({
      spec: { template: { spec: { containers: [{ envFrom: [{ configMapRef: { name: 'web-config' } }] }] } } },
    });
  });
});

describe('connecting', () => {
  const run = (from: Unsaved, to: Unsaved, way?: string, ...more: Unsaved[]) => {
    const doc = designOf(from, to, ...more);
    return connect
      .run(doc, { from: doc.key(from), to: doc.key(to), ...(way !== undefined && { way }) })
      .map((c) => c.after as never as { spec: never });
  };

  it('a service to a workload writes selector and target port', () => {
    expect(run(service('s'), deployment('web'))).toMatchObject([
      { kind: 'Service', spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] } },
    ]);
  });

  it('goes from either end', () => {
    expect(run(config('c'), deployment('web'), 'mount')).toMatchObject([
      {
        kind: 'Deployment',
        spec: {
          template: {
            spec: {
              volumes: [{ name: 'c', configMap: { name: 'c' } }],
              containers: [{ volumeMounts: [{ name: 'c', mountPath: '/etc/c' }] }],
            },
          },
        },
      },
    ]);
  });

  it('an autoscaler to a workload, a workload to another through its service', () => {
    expect(run(hpa('h'), deployment('web'))).toMatchObject([{ spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } } }]);
    const front = { ...service('api'), spec: { selector: { app: 'api' }, ports: [{ port: 80 }] } };
    expect(run(deployment('web'), deployment('api'), undefined, front)).toMatchObject([
      { metadata: { name: 'web' }, spec: { template: { spec: { containers: [{ env: [{ name: 'API_ADDR', value: 'api:80' }] }] } } } },
    ]);
  });

  it('places pods on a node whose taints they then tolerate', () => {
    const node: Unsaved = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n' },
      spec: {
        taints: [
          { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
          { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
        ],
      },
    };
    expect(run(deployment('web'), node)).toMatchObject([
      {
        spec: {
          template: {
            spec: {
              nodeSelector: { 'kubernetes.io/hostname': 'n' },
              tolerations: [{ key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }],
            },
          },
        },
      },
    ]);
  });

  it('an ingress to the certificate it ends TLS with; whoever pulls images to the secret that lets in', () => {
    const ingress: Unsaved = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'i', namespace: 'shop' },
      spec: { rules: [{ host: 'a.example.com' }, { host: 'b.example.com' }] },
    };
    const secret = (name: string, type: string): Unsaved => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: 'shop' },
      type,
    });
    expect(run(ingress, secret('cert', 'kubernetes.io/tls'))).toMatchObject([
      { spec: { tls: [{ hosts: ['a.example.com', 'b.example.com'], secretName: 'cert' }] } },
    ]);
    expect(
      run({ ...ingress, spec: { tls: [{ hosts: ['a.example.com'], secretName: 'gone' }] } }, secret('cert', 'kubernetes.io/tls')),
    ).toMatchObject([{ spec: { tls: [{ hosts: ['a.example.com'], secretName: 'cert' }] } }]);
    const account: Unsaved = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'a', namespace: 'shop' } };
    const pull = secret('registry', 'kubernetes.io/dockerconfigjson');
    expect([
      run(account, pull)[0],
      (run(deployment('web'), pull)[0] as unknown as { spec: { template: { spec: object } } }).spec.template.spec,
    ]).toMatchObject([{ imagePullSecrets: [{ name: 'registry' }] }, { imagePullSecrets: [{ name: 'registry' }] }]);
  });

  it('says why it cannot be', () => {
    const elsewhere = { ...config('c'), metadata: { name: 'c', namespace: 'other' } };
    expect(() => run(deployment('web'), elsewhere)).toThrow('A Deployment can only refer to a ConfigMap of its own namespace.');
    expect(() => run(deployment('web'), deployment('api'))).toThrow('No service stands for api yet');
    expect(() => run(hpa('h'), config('c'))).toThrow('A HorizontalPodAutoscaler cannot refer to a ConfigMap.');
    expect(() => run(hpa('h'), { ...deployment('web'), kind: 'DaemonSet' })).toThrow('no count of replicas');
  });
});

test('what is missing is made with what is asked of it', () => {
  const web = deployment('web', { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'token' } } }] });
  const doc = designOf(web);
  const near = [doc.get(doc.key(web))!];
  expect(createMissing.run(doc, { key: 'core/secrets/shop/s', kind: 'Secret', near })[0]?.after).toMatchObject({
    metadata: { name: 's', namespace: 'shop' },
    stringData: { token: 'change-me' },
  });
  expect(createMissing.run(doc, { key: 'core/services/shop/api', kind: 'Service', near })[0]?.after).toMatchObject({
    kind: 'Service',
    spec: { selector: { app: 'api' } },
  });
  expect(() => createMissing.run(doc, { key: 'core/persistentvolumes//p', kind: 'PersistentVolume', near })).toThrow('has to be imported');
});

describe('disconnecting', () => {
  const run = (o: Unsaved, to: Unsaved, what: string) => {
    const doc = designOf(o, to);
    return disconnect.run(doc, { from: doc.key(o), to: doc.key(to), what })[0]?.after as never as {
      spec: { template: { spec: { containers: object[]; volumes: object[] } }; selector?: object };
    };
  };

  it('takes out just what made the relation', () => {
    const web = deployment('web', {
      envFrom: [{ configMapRef: { name: 'c' } }, { secretRef: { name: 'c' } }],
      env: [
        { name: 'A', value: 'api:80' },
        { name: 'B', value: 'b:80' },
      ],
    });
    expect(run(web, config('c'), 'env').spec.template.spec.containers).toMatchObject([
      { envFrom: [{ secretRef: { name: 'c' } }], env: [{}, {}] },
    ]);
    expect(run(web, service('api'), 'calls').spec.template.spec.containers).toMatchObject([{ env: [{ name: 'B' }] }]);
  });

  it('takes out a volume with its mounts', () => {
    const doc = designOf(deployment('web'), config('c'));
    const [m] = connect.run(doc, { from: doc.key(deployment('web')), to: doc.key(config('c')), way: 'mount' });
    expect(run(m!.after as never, config('c'), 'mounts').spec.template.spec).toMatchObject({
      volumes: [],
      containers: [{ volumeMounts: [] }],
    });
  });

  it('leaves a service without a selector, and says what cannot be without', () => {
    expect(run(service('s'), deployment('web'), 'selects').spec.selector).toBeUndefined();
    expect(() => run(hpa('h'), deployment('web'), 'scales')).toThrow('A HorizontalPodAutoscaler always has what it scales');
  });
});

test('scaling changes the count alone, and never below nothing', () => {
  const web = deployment('web');
  const doc = designOf(web);
  const [c] = scale.run(doc, { key: doc.key(web), to: -1 });
  expect(c?.after).toMatchObject({ spec: { replicas: 0, selector: { matchLabels: { app: 'web' } } } });
  expect(scale.run(doc, { key: doc.key(web), to: 2 })).toEqual([]);
});

test('a duplicate selects its own pods, and two have two names', () => {
  const web = deployment('web');
  const doc = designOf(web);
  const made = duplicate.run(doc, { keys: [doc.key(web), doc.key(web)] }).map((c) => c.after);
  expect(made.map((o) => o?.metadata.name)).toEqual(['web-2', 'web-3']);
  expect(made[0]).toMatchObject({
    spec: { selector: { matchLabels: { app: 'web-2' } }, template: { metadata: { labels: { app: 'web-2' } } } },
  });
});

test('a duplicate of a service gets an address of its own', () => {
  const s = { ...service('s'), spec: { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ports: [{ port: 80, nodePort: 30000 }] } };
  const doc = designOf(s);
  expect(duplicate.run(doc, { keys: [doc.key(s)] })[0]?.after).toMatchObject({
    metadata: { name: 's-2' },
    spec: { ports: [{ port: 80 }] },
  });
  expect(JSON.stringify(duplicate.run(doc, { keys: [doc.key(s)] }))).not.toMatch(/clusterIP|nodePort/);
});

test('who refers to what is renamed follows', () => {
  const web = deployment('web', { envFrom: [{ configMapRef: { name: 'c' } }, { secretRef: { name: 'c' } }] });
  const c = config('c');
  const doc = designOf(web, c);
  const made = rename.run(doc, { key: doc.key(c), name: 'd', near: () => [doc.get(doc.key(web))!, doc.get(doc.key(c))!] });
  expect(made.map((x) => [x.before?.metadata.name, x.after?.metadata.name])).toEqual([
    ['c', undefined],
    [undefined, 'd'],
    ['web', 'web'],
  ]);
  expect(made[2]?.after).toMatchObject({
    spec: { template: { spec: { containers: [{ envFrom: [{ configMapRef: { name: 'd' } }, { secretRef: { name: 'c' } }] }] } } },
  });
});

test('moving makes it anew elsewhere, unless something is there', () => {
  const c = config('c');
  const doc = designOf(c);
  const there = designOf(c, { ...c, metadata: { name: 'c', namespace: 'other' } });
  expect(move.run(doc, { keys: [doc.key(c)], namespace: 'other' }).map((x) => x.after?.metadata.namespace)).toEqual([undefined, 'other']);
  expect(() => move.run(there, { keys: [doc.key(c)], namespace: 'other' })).toThrow('called c in other already');
});

test('a namespace is deleted with what somebody wrote in it, itself last', () => {
  const ns: Unsaved = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const web = deployment('web');
  const doc = designOf(ns, web);
  const given = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-root-ca.crt', namespace: 'shop' } } as unknown as ApiObject;
  expect(remove.run(doc, { keys: [doc.key(ns)], within: () => [doc.get(doc.key(web))!, given] }).map((x) => x.before?.kind)).toEqual([
    'Deployment',
    'Namespace',
  ]);
});

test('a node is closed and switched off, and both are taken back without a trace', () => {
  const node: Unsaved = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n', annotations: { a: 'b' } },
    spec: { podCIDR: '10.0.0.0/24' },
  };
  for (const command of [cordon, power]) {
    const doc = designOf(node);
    const key = doc.key(node);
    const off = command === power;
    const [c] = command.run(doc, { key, on: !off });
    const changed = designOf(c?.after as unknown as Unsaved);
    expect(c?.after).toMatchObject(
      off ? { metadata: { annotations: { 'drydock.dev/state': 'down' } } } : { spec: { unschedulable: true } },
    );
    expect(command.run(changed, { key, on: !off })).toEqual([]);
    expect(command.run(changed, { key, on: off })[0]?.after).toEqual(doc.get(key));
  }
});
