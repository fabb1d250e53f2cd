import { expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { Cluster } from '../../state/cluster.svelte.ts';
import { pathTo, roots, rowsOf } from './tree.ts';

const object = (apiVersion: string, kind: string, namespace: string | undefined, name: string, owner?: ApiObject, spec: object = {}) =>
  ({
    apiVersion,
    kind,
    spec,
    status: {},
    metadata: {
      name,
      ...(namespace && { namespace }),
      uid: `uid-${kind}-${name}`,
      ...(owner && {
        ownerReferences: [
          { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid, controller: true },
        ],
      }),
    },
  }) as unknown as ApiObject;

const shop = object('v1', 'Namespace', undefined, 'shop');
const web = object('apps/v1', 'Deployment', 'shop', 'web');
const set = object('apps/v1', 'ReplicaSet', 'shop', 'web-1', web);
const pool = object('drydock.dev/v1', 'NodePool', undefined, 'general');
const node = object('v1', 'Node', undefined, 'n1', pool);
const pod = object('v1', 'Pod', 'shop', 'web-1-a', set, { nodeName: 'n1' });
const service = object('v1', 'Service', 'shop', 'front');
const given = object('v1', 'ConfigMap', 'shop', 'kube-root-ca.crt');

function tree(filter = '', open: readonly string[] = []) {
  const cluster = new Cluster((run) => run());
  cluster.receive({ reset: true, set: [shop, given, service, web, set, pod, pool, node], gone: [], revision: 1 });
  const from = roots(cluster, undefined);
  return { cluster, from, rows: rowsOf(from, new Set(open), filter) };
}
const drawn = (rows: ReturnType<typeof tree>['rows']) => rows.map((r) => `${'  '.repeat(r.level - 1)}${r.branch.label}`);

test('closed it is namespaces and pools', () => {
  expect(drawn(tree().rows)).toEqual(['shop', 'general']);
});

test('a workload holds its pods, past the replica set; a node holds the same pod again', () => {
  const open = [
    'core/namespaces//shop',
    'core/namespaces//shop>apps/deployments/shop/web',
    'drydock.dev/nodepools//general',
    'drydock.dev/nodepools//general>core/nodes//n1',
  ];
  expect(drawn(tree('', open).rows)).toEqual(['shop', '  web', '    web-1-a', '  front', 'general', '  n1', '    web-1-a']);
});

test('a filter shows what matches and the way to it', () => {
  expect(drawn(tree('FRONT').rows)).toEqual(['shop', '  front']);
  expect(drawn(tree('nothing like it').rows)).toEqual([]);
});

test('the way to an object can be opened', () => {
  const { cluster, from } = tree();
  const path = pathTo(from, cluster, 'core/pods/shop/web-1-a') ?? [];
  expect(rowsOf(from, new Set(path), '').find((r) => r.branch.id === path.at(-1))?.level).toBe(3);
  expect(pathTo(from, cluster, 'core/pods/shop/gone')).toBeUndefined();
});
