/** What of an object's metadata a write to its status writes too, kind by kind. */
import { beforeEach, expect, test } from 'vitest';
import type { ApiRequest } from '#shared/api/request.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const ADMIN = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
const NS = '/api/v1/namespaces/default';
let c: TestCluster;
beforeEach(() => {
  c = new TestCluster();
});

function ask(method: ApiRequest['method'], path: string, body?: object) {
  return c.cluster.request(
    { method, path, headers: method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {}, ...(body ? { body } : {}) },
    ADMIN,
  ) as { body: any };
}
const METADATA = {
  labels: { a: 'b' },
  annotations: { c: 'd' },
  ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'o' }],
};
const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'a', image: 'x' }] } };

test.each<readonly [path: string, o: object, kept: readonly string[]]>([
  [`${NS}/services`, { apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 1 }] } }, []],
  [
    `${NS}/pods`,
    { apiVersion: 'v1', kind: 'Pod', spec: { automountServiceAccountToken: false, containers: [{ name: 'a', image: 'x' }] } },
    ['ownerReferences'],
  ],
  [
    '/apis/apps/v1/namespaces/default/deployments',
    { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 0, selector: { matchLabels: { app: 'x' } }, template } },
    ['labels'],
  ],
  [
    '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas',
    { apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema', spec: { priorityLevelConfiguration: { name: 'exempt' } } },
    ['labels', 'annotations', 'ownerReferences'],
  ],
])('a write to the status of %s', (path, o, kept) => {
  ask('POST', `${NS}/serviceaccounts`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });
  expect(ask('POST', path, { ...o, metadata: { name: 'x' } }).body.kind).not.toBe('Status');
  ask('PATCH', `${path}/x/status`, { metadata: METADATA });
  const { metadata } = ask('GET', `${path}/x`).body;
  expect(Object.keys(METADATA).filter((f) => metadata[f] === undefined)).toEqual(kept);
});
