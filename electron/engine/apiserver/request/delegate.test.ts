import { expect, test } from 'vitest';
import { ADMIN, wire } from '../../testing/wire.ts';

const { ask } = wire();

test('a binding that is posted by itself puts its pod on the node', () => {
  ask('POST', '/api/v1/namespaces/default/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { schedulerName: 'nobody', containers: [{ name: 'c', image: 'i' }] },
  });
  const bind = (target: object) =>
    ask('POST', '/api/v1/namespaces/default/bindings', { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'a' }, target });
  expect(bind({ kind: 'Pod' })).toMatchObject({
    status: 500,
    body: { message: '[target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>", target.name: Required value]' },
  });
  expect(bind({ name: 'n1' })).toMatchObject({ status: 201, body: { kind: 'Status', status: 'Success' } });
  expect(ask('GET', '/api/v1/namespaces/default/pods/a').body.spec.nodeName).toBe('n1');
});

test('any kind with replicas is scaled by the same door', () => {
  const path = '/apis/apps/v1/namespaces/default/deployments';
  ask('POST', path, {
    metadata: { name: 'web' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'a' }] } },
    },
  });
  expect(ask('GET', `${path}/web/scale`).body).toMatchObject({ kind: 'Scale', spec: { replicas: 1 }, status: { selector: 'app=web' } });
  expect(
    ask('PUT', `${path}/web/scale`, { metadata: { name: 'web', namespace: 'default' }, spec: { replicas: 3 } }).body.spec.replicas,
  ).toBe(3);
  expect(ask('GET', `${path}/web`).body.spec.replicas).toBe(3);
  const table = ask('GET', `${path}/web/scale`, undefined, { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' }).body;
  expect([table.columnDefinitions.map((c: { name: string }) => c.name), table.rows[0].cells.slice(0, 3)]).toEqual([
    ['Name', 'Desired', 'Available', 'Age'],
    ['web', 3, 0],
  ]);
});

test('a request for a certificate keeps who made it, and is approved by who may', () => {
  const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
  const pem = btoa('-----BEGIN CERTIFICATE REQUEST-----\nMA==\n-----END CERTIFICATE REQUEST-----\n');
  const made = ask('POST', path, {
    metadata: { name: 'jane' },
    spec: { request: pem, signerName: 'example.com/x', usages: ['client auth'], username: 'root' },
  });
  expect(made).toMatchObject({ status: 201, body: { spec: { username: 'admin', groups: ADMIN.groups } } });
  const answered = ask('PUT', `${path}/jane/approval`, {
    ...made.body,
    status: { conditions: [{ type: 'Approved', status: 'True', reason: 'Yes' }] },
  });
  expect(answered).toMatchObject({
    status: 200,
    body: { status: { conditions: [{ type: 'Approved', lastTransitionTime: expect.any(String) }] } },
  });
});

test('what is asked of a log is checked before the pod is; a pod without a node has no kubelet that could say anything', () => {
  const pod = '/api/v1/namespaces/default/pods/p';
  const said = (query: string) => {
    const { status, body } = ask('GET', `${pod}/log?${query}`);
    return [status, body.message ?? body];
  };
  expect(said('tailLines=-1&limitBytes=0&sinceSeconds=0')).toEqual([
    422,
    'PodLogOptions "p" is invalid: [tailLines: Invalid value: -1: must be greater than or equal to 0, limitBytes: Invalid value: 0: must be greater than 0, sinceSeconds: Invalid value: 0: must be greater than 0]',
  ]);
  expect(said('tailLines=x')).toEqual([400, 'strconv.ParseInt: parsing "x": invalid syntax']);
  ask('POST', '/api/v1/namespaces/default/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', image: 'i' }] },
  });
  expect([said(''), said('container=d')]).toEqual([
    [204, ''],
    [400, 'container d is not valid for pod p'],
  ]);
});

test('a part of an object is not made or deleted by itself', () => {
  ask('POST', '/apis/apps/v1/namespaces/default/deployments', {
    metadata: { name: 'd' },
    spec: {
      replicas: 0,
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  });
  const status = '/apis/apps/v1/namespaces/default/deployments/d/status';
  expect([ask('DELETE', status).status, ask('POST', status, {}).status, ask('GET', status).status]).toEqual([405, 405, 200]);
});
