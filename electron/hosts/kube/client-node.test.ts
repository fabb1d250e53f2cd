/** The official JavaScript client, which knows nothing of Drydock, against the endpoint. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ApiextensionsV1Api,
  AppsV1Api,
  AuthorizationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  VersionApi,
  Watch,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApplicationStore } from '#electron/storage/application-store.ts';
import { fakeNode } from '#engine/testing/fake-node.ts';
import { Desk } from '../session/desk.ts';
import { wall } from '../session/wall.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-client-'));
const config = new KubeConfig();
const info = { host: 'web', platform: 'linux', version: '0', nativeDialogs: false } as const;
const desk = new Desk({ info, store: new ApplicationStore(folder), wall, resources: folder });

beforeAll(async () => {
  desk.create({ temporary: true, seed: 1 }).setPace({ playing: true, speed: 'max' });
  config.loadFromString((await desk.kube.on()).kubeconfig ?? '');
});
afterAll(async () => {
  await desk.kube.off();
  desk.end();
  rmSync(folder, { recursive: true, force: true });
});

const namespace = 'default';
const core = () => config.makeApiClient(CoreV1Api);
const apps = () => config.makeApiClient(AppsV1Api);
const deployment = (name: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
  },
});
const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  while (!(await holds()))
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
};

describe('the official client', () => {
  test('reads the version, makes nodes and a Deployment, and sees its pods become ready', async () => {
    expect((await config.makeApiClient(VersionApi).getCode()).minor).toBe('36');
    await core().createNode({ body: fakeNode('n1') as never });
    await apps().createNamespacedDeployment({ namespace, body: deployment('web', 2) });
    await until(async () => (await apps().readNamespacedDeployment({ name: 'web', namespace })).status?.readyReplicas === 2);
    const { items } = await core().listNamespacedPod({ namespace, labelSelector: 'app=web' });
    expect(items.map((p) => p.status?.phase)).toEqual(['Running', 'Running']);
    expect(items[0]?.metadata?.creationTimestamp).toBeInstanceOf(Date);
  });

  test('pages through a list', async () => {
    for (const name of ['p1', 'p2', 'p3'])
      await core().createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { page: 'yes' } } } });
    const first = await core().listNamespacedConfigMap({ namespace, labelSelector: 'page=yes', limit: 2 });
    const rest = await core().listNamespacedConfigMap({
      namespace,
      labelSelector: 'page=yes',
      limit: 2,
      _continue: first.metadata?._continue ?? '',
    });
    expect([first, rest].map((l) => l.items.map((c) => c.metadata?.name))).toEqual([['p1', 'p2'], ['p3']]);
  });

  test.each([
    [PatchStrategy.MergePatch, { metadata: { annotations: { by: 'merge' } } }],
    [
      PatchStrategy.StrategicMergePatch,
      { spec: { template: { spec: { containers: [{ name: 'main', env: [{ name: 'A', value: '1' }] }] } } } },
    ],
    [PatchStrategy.JsonPatch, [{ op: 'replace', path: '/spec/revisionHistoryLimit', value: 3 }]],
  ])('patches with %s', async (type, body) => {
    await apps()
      .createNamespacedDeployment({ namespace, body: deployment('patched', 0) })
      .catch(() => undefined);
    const before = await apps().readNamespacedDeployment({ name: 'patched', namespace });
    const after = await apps().patchNamespacedDeployment({ name: 'patched', namespace, body }, setHeaderOptions('Content-Type', type));
    expect(after.metadata?.resourceVersion).not.toBe(before.metadata?.resourceVersion);
    expect(after.spec?.template.spec?.containers.map((c) => c.image)).toEqual(['nginx:1.27']);
  });

  test('applies, is told of conflicts, and forces', async () => {
    const config_ = (a: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied', namespace }, data: { a } });
    const ssa = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply);
    await core().patchNamespacedConfigMap({ name: 'applied', namespace, body: config_('1'), fieldManager: 'one' }, ssa);
    const refused = await core()
      .patchNamespacedConfigMap({ name: 'applied', namespace, body: config_('2'), fieldManager: 'two' }, ssa)
      .then(
        () => undefined,
        (e: { code: number; body: string }) => e,
      );
    expect([refused?.code, String(refused?.body)]).toEqual([409, expect.stringContaining('conflict with \\"one\\": .data.a')]);
    const forced = await core().patchNamespacedConfigMap(
      { name: 'applied', namespace, body: config_('2'), fieldManager: 'two', force: true },
      ssa,
    );
    expect(forced.metadata?.managedFields?.map((m) => [m.manager, m.operation])).toEqual([['two', 'Apply']]);
  });

  test('scales', async () => {
    await apps().createNamespacedDeployment({ namespace, body: deployment('scaled', 1) });
    const scale = await apps().readNamespacedDeploymentScale({ name: 'scaled', namespace });
    expect(scale.spec?.replicas).toBe(1);
    // without a version: the Deployment's controller may have written its status since
    await apps().replaceNamespacedDeploymentScale({
      name: 'scaled',
      namespace,
      body: { ...scale, metadata: { name: 'scaled', namespace }, spec: { replicas: 3 } },
    });
    await until(async () => (await apps().readNamespacedDeployment({ name: 'scaled', namespace })).status?.readyReplicas === 3);
  });

  test('is refused what is wrong, in so many words', async () => {
    const refused = await core()
      .createNamespacedConfigMap({ namespace, body: { metadata: { name: 'Not_A_Name' } } })
      .then(
        () => undefined,
        (e: { code: number; body: string }) => e,
      );
    expect([refused?.code, String(refused?.body)]).toEqual([422, expect.stringContaining('a lowercase RFC 1123 subdomain')]);
    const review = await config
      .makeApiClient(AuthorizationV1Api)
      .createSelfSubjectAccessReview({ body: { spec: { resourceAttributes: { verb: 'list', resource: 'pods', namespace } } } });
    expect(review.status?.allowed).toBe(true);
  });

  test('keeps an informer in step', async () => {
    const informer = makeInformer(config, `/api/v1/namespaces/${namespace}/secrets`, () => core().listNamespacedSecret({ namespace }));
    const seen: string[] = [];
    informer.on('add', (o) => {
      seen.push(`add ${o.metadata?.name}`);
    });
    informer.on('update', (o) => {
      seen.push(`update ${o.metadata?.name}`);
    });
    informer.on('delete', (o) => {
      seen.push(`delete ${o.metadata?.name}`);
    });
    await core().createNamespacedSecret({ namespace, body: { metadata: { name: 'before' } } });
    await informer.start();
    const made = await core().createNamespacedSecret({ namespace, body: { metadata: { name: 'after' } } });
    await until(() => seen.includes('add after'));
    await core().replaceNamespacedSecret({ name: 'after', namespace, body: { ...made, stringData: { a: '1' } } });
    await core().deleteNamespacedSecret({ name: 'after', namespace });
    await until(() => seen.includes('delete after'));
    await informer.stop();
    expect(seen.filter((s) => /before|after/.test(s))).toEqual(['add before', 'add after', 'update after', 'delete after']);
  });

  test('watches from a version on, and is told when that is too far back', async () => {
    const { metadata } = await core().listNamespacedConfigMap({ namespace });
    const events: string[] = [];
    await core().createNamespacedConfigMap({ namespace, body: { metadata: { name: 'watched' } } });
    const controller = await new Watch(config).watch(
      `/api/v1/namespaces/${namespace}/configmaps`,
      { resourceVersion: metadata?.resourceVersion ?? '' },
      (type, o: { metadata: { name: string } }) => {
        events.push(`${type} ${o.metadata.name}`);
      },
      () => undefined,
    );
    await until(() => events.includes('ADDED watched'));
    controller.abort();
    expect(events[0]).toBe('ADDED watched');
  });

  test('finds kinds by discovery, custom ones too', async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const made: KubernetesObject = await objects.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'generic', namespace } });
    const read: KubernetesObject = await objects.read({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'generic', namespace } });
    expect(read.metadata?.uid).toBe(made.metadata?.uid);
    await config.makeApiClient(ApiextensionsV1Api).createCustomResourceDefinition({
      body: {
        metadata: { name: 'gadgets.example.com' },
        spec: {
          group: 'example.com',
          scope: 'Namespaced',
          names: { plural: 'gadgets', kind: 'Gadget', singular: 'gadget' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: {
                openAPIV3Schema: {
                  type: 'object',
                  properties: { spec: { type: 'object', properties: { size: { type: 'integer', _default: 4 } } } },
                },
              },
            },
          ],
        },
      },
    });
    const custom = config.makeApiClient(CustomObjectsApi);
    const at = { group: 'example.com', version: 'v1', namespace, plural: 'gadgets' };
    await until(async () =>
      custom.listNamespacedCustomObject(at).then(
        () => true,
        () => false,
      ),
    );
    expect(
      await custom.createNamespacedCustomObject({
        ...at,
        body: { apiVersion: 'example.com/v1', kind: 'Gadget', metadata: { name: 'g' }, spec: {} },
      }),
    ).toMatchObject({ spec: { size: 4 } });
  });
});
