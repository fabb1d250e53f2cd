import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../api/json.ts';
import type { ApiObject } from '../api/object.ts';
import { keyOf } from '../api/ref.ts';
import { resourceOf } from '../kinds/definition.ts';
import { kinds } from '../kinds/index.ts';
import { infrastructureReader } from './infrastructure.ts';
import { DesignObjects } from './objects.ts';
import { workloadsReader } from './workloads.ts';

const API: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Ingress: 'networking.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
  NodePool: 'drydock.dev/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
};

/** A design filled with objects written short: kind, name, the rest; all but cluster-scoped ones in `shop`. */
class Written {
  readonly objects = new DesignObjects();
  readonly read = workloadsReader(this.objects);

  put(kind: string, name: string, rest: object = {}, metadata: object = {}): string {
    const definition = kinds.find((k) => k.kind === kind)!;
    const namespace = definition.namespaced ? 'shop' : '';
    const o = deepFreeze({
      apiVersion: API[kind] ?? 'v1',
      kind,
      metadata: { name, uid: `${kind}/${name}`, creationTimestamp: '2026-01-01T00:00:00Z', ...(namespace && { namespace }), ...metadata },
      spec: {},
      status: {},
      ...rest,
    }) as unknown as ApiObject;
    const key = keyOf({ resource: resourceOf(definition), namespace, name });
    this.objects.put(key, o);
    return key;
  }

  boxes() {
    return [...this.read({}).boxes.values()];
  }
  arrows() {
    return this.read({}).arrows.map(
      (a) => `${a.from.split('/').at(-1)} ${a.what} ${a.to.split('/').at(-1)} ${a.broken ? 'broken' : a.line}`,
    );
  }
}

const owner = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'v1', kind, name, uid: `${kind}/${name}`, controller: true }],
});
const template = (app: string, spec: object = {}) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'c', image: 'registry.example.com/team/web:1.9', ...spec }] },
});
const shop = () => {
  const w = new Written();
  w.put('Namespace', 'shop');
  return w;
};

describe('workloads', () => {
  it('contain their pods, whatever stands between', () => {
    const w = shop();
    w.put('Deployment', 'web', { spec: { replicas: 2, template: template('web') }, status: { readyReplicas: 1 } });
    w.put('ReplicaSet', 'web-1', { spec: { template: template('web') } }, owner('Deployment', 'web'));
    w.put('Pod', 'web-1-a', { spec: { containers: [] } }, owner('ReplicaSet', 'web-1'));
    w.put('CronJob', 'report', { spec: { schedule: '* * * * *' } });
    w.put('Job', 'report-1', { spec: {} }, owner('CronJob', 'report'));
    w.put('Pod', 'report-1-a', { spec: { containers: [] } }, owner('Job', 'report-1'));
    expect(
      w
        .boxes()
        .map((b) => [b.kind, b.title, b.fact, b.count && `${b.count.ready}/${b.count.wanted}`, b.pods.map((p) => p.metadata.name).join()]),
    ).toEqual([
      ['Namespace', 'shop', 'namespace · 2 objects', undefined, ''],
      ['Deployment', 'web', 'web:1.9', '1/2', 'web-1-a'],
      ['CronJob', 'report', 'cron * * * * *', undefined, 'report-1-a'],
    ]);
  });

  it('of a StatefulSet whose claim template takes the place of a volume miss no claim of that volume', () => {
    const w = shop();
    const volumes = ['data', 'other'].map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
    w.put('StatefulSet', 'db', {
      spec: {
        template: { spec: { containers: [{ name: 'c', image: 'a' }], volumes } },
        volumeClaimTemplates: [{ metadata: { name: 'data' } }],
      },
    });
    expect(
      w
        .boxes()
        .filter((b) => b.shape === 'missing')
        .map((b) => b.name),
    ).toEqual(['other']);
  });

  it('that are gone leave no pods behind that the garbage collector is about to take, and no claims of replicas that will come', () => {
    const w = shop();
    const claim = (i: number) => w.put('PersistentVolumeClaim', `data-db-${i}`, { spec: {} });
    w.put('Pod', 'db-0', { spec: { containers: [] } }, owner('StatefulSet', 'old-db'));
    w.put('Pod', 'alone', { spec: { containers: [] } });
    w.put('StatefulSet', 'db', { spec: { replicas: 2, template: template('db'), volumeClaimTemplates: [{ metadata: { name: 'data' } }] } });
    for (const i of [0, 1, 2]) claim(i);
    expect(w.boxes().map((b) => b.name)).toEqual(['shop', 'alone', 'db', 'data-db-2']);
  });

  it('say where a rollout comes from', () => {
    const w = shop();
    const old = { ...template('web'), spec: { containers: [{ name: 'c', image: 'registry.example.com/team/web:1.8' }] } };
    w.put('Deployment', 'web', { spec: { replicas: 2, template: template('web') } });
    w.put('ReplicaSet', 'web-1', { spec: { template: old }, status: { replicas: 1 } }, owner('Deployment', 'web'));
    expect(w.boxes()[1]!.fact).toBe('web:1.8 → 1.9 · rolling');
  });

  it('of a StatefulSet hold the claims of their templates, pod by pod in order', () => {
    const w = shop();
    w.put('StatefulSet', 'db', { spec: { template: template('db'), volumeClaimTemplates: [{ metadata: { name: 'data' } }] } });
    for (const n of [10, 2]) {
      w.put('Pod', `db-${n}`, {}, owner('StatefulSet', 'db'));
      w.put('PersistentVolumeClaim', `data-db-${n}`);
    }
    w.put('PersistentVolumeClaim', 'other');
    const db = w.boxes().find((b) => b.kind === 'StatefulSet')!;
    expect(db.claims!.flat().map((c) => c.metadata.name)).toEqual(['data-db-2', 'data-db-10']);
    expect(
      w
        .boxes()
        .filter((b) => b.kind === 'PersistentVolumeClaim')
        .map((b) => b.name),
    ).toEqual(['other']);
  });
});

describe('relations', () => {
  it('are selectors, references and scaling', () => {
    const w = shop();
    w.put('Deployment', 'web', {
      spec: {
        template: template('web', {
          envFrom: [{ configMapRef: { name: 'conf' } }],
          env: [
            { name: 'DB', value: 'db:5432' },
            { name: 'ZONE', value: 'us-central1' },
          ],
        }),
      },
    });
    w.put('ConfigMap', 'conf', { data: { a: '1' } });
    w.put('Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } });
    w.put('Service', 'db', { spec: { type: 'ExternalName', externalName: 'db.example.com' } });
    w.put('Ingress', 'front', {
      spec: { rules: [{ host: 'shop.example.com', http: { paths: [{ backend: { service: { name: 'web' } } }] } }] },
    });
    w.put('HorizontalPodAutoscaler', 'scaler', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 8 } });
    w.put('PodDisruptionBudget', 'budget', { spec: { selector: { matchLabels: { app: 'web' } } } });
    expect(w.arrows().sort()).toEqual([
      'budget protects web dashed',
      'front routes to web solid',
      'scaler scales web dashed',
      'web calls db dotted',
      'web env conf solid',
      'web selects web solid',
    ]);
    expect(w.boxes().find((b) => b.kind === 'Ingress')!.title).toBe('shop.example.com');
  });

  it('to what is not there are broken, unless that may be', () => {
    const w = shop();
    w.put('Deployment', 'web', {
      spec: { template: template('web', { envFrom: [{ secretRef: { name: 'gone' } }, { secretRef: { name: 'maybe', optional: true } }] }) },
    });
    expect(w.arrows()).toEqual(['web env gone broken']);
    expect(w.boxes().find((b) => b.shape === 'missing')).toMatchObject({
      key: 'core/secrets/shop/gone',
      kind: 'Secret',
      parent: 'core/namespaces//shop',
      state: { state: 'failed' },
    });
    w.put('Secret', 'gone', { data: {} });
    expect(w.arrows()).toEqual(['web env gone solid']);
  });

  it('of a headless service that selects its StatefulSet are one', () => {
    const w = shop();
    w.put('Service', 'db', { spec: { clusterIP: 'None', selector: { app: 'db' } } });
    w.put('StatefulSet', 'db', { spec: { serviceName: 'db', template: template('db') } });
    expect(w.arrows()).toEqual(['db selects db solid']);
  });
});

describe('a reading', () => {
  it('leaves out what nobody asked for, unless told', () => {
    const w = shop();
    w.put('ConfigMap', 'kube-root-ca.crt');
    w.put('ServiceAccount', 'default');
    w.put('ServiceAccount', 'mine');
    w.put('Namespace', 'kube-system');
    expect(w.boxes().map((b) => b.name)).toEqual(['shop', 'mine']);
    expect([...w.read({ all: true }).boxes.values()].map((b) => b.name)).toEqual([
      'shop',
      'kube-root-ca.crt',
      'default',
      'mine',
      'kube-system',
    ]);
  });

  it('keeps the boxes that have not changed, and their order', () => {
    const w = shop();
    w.put('ConfigMap', 'a');
    w.put('ConfigMap', 'b', { data: {} });
    const [, a, b] = w.boxes();
    w.put('ConfigMap', 'a', { data: { x: '1' } });
    const [, a2, b2] = w.boxes();
    expect([a2!.name, a2 === a, b2 === b]).toEqual(['a', false, true]);
    w.objects.put(a2!.key, undefined);
    expect(w.boxes().map((x) => x.name)).toEqual(['shop', 'b']);
  });
});

describe('infrastructure', () => {
  it('is pools with nodes, what is requested of them, and whose pods they run', () => {
    const w = shop();
    const read = infrastructureReader(w.objects);
    const resources = { cpu: '4', memory: '16Gi' };
    w.put('NodePool', 'general', { spec: { machineType: 'medium', replicas: 1 } });
    const node = w.put(
      'Node',
      'general-1',
      { status: { capacity: resources, allocatable: { cpu: '3', memory: '12Gi' } } },
      owner('NodePool', 'general'),
    );
    w.put('Node', 'alone');
    w.put('Pod', 'p', {
      spec: { nodeName: 'general-1', containers: [{ name: 'c', resources: { requests: { cpu: '1500m', memory: '3Gi' } } }] },
    });
    const boxes = read({}).boxes;
    const g = boxes.get(node)!;
    expect([...boxes.values()].map((b) => [b.shape, b.name, b.parent !== undefined])).toEqual([
      ['pool', 'general', false],
      ['node', 'general-1', true],
      ['node', 'alone', false],
    ]);
    expect(g.figures).toMatchObject({ cpu: { requested: 1500, allocatable: 3000, capacity: 4000 }, memory: { requested: 3 * 1024 ** 3 } });
    expect([g.pods.length, read({ namespace: 'other' }).boxes.get(node)!.pods.length]).toEqual([1, 0]);
  });
});
