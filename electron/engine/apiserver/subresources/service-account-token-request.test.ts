import { expect, test } from 'vitest';
import { TestCluster } from '../../testing/test-cluster.ts';

const WHO = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };

function tokenFor(boundObjectRef: object) {
  const c = new TestCluster().apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] },
  });
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { boundObjectRef } };
  return c.cluster.request(
    { method: 'POST', path: '/api/v1/namespaces/default/serviceaccounts/default/token', headers: {}, body },
    WHO,
  ) as { readonly status: number; readonly body: { readonly message?: string } };
}

test.each<readonly [ref: object, status: number, message: string | undefined]>([
  [{ kind: 'Pod', name: 'p' }, 201, undefined],
  [{ kind: 'Pod', apiVersion: 'v1', name: 'p' }, 201, undefined],
  [{ kind: 'Pod', apiVersion: 'v1', name: 'q' }, 404, 'pods "q" not found'],
  [{ kind: 'ConfigMap', apiVersion: 'v1', name: 'm' }, 400, 'cannot bind token to object of type /v1, Kind=ConfigMap'],
  [{ kind: 'Deployment', apiVersion: 'apps/v1', name: 'm' }, 400, 'cannot bind token to object of type apps/v1, Kind=Deployment'],
  [
    { kind: 'Pod', apiVersion: 'v1', name: 'p', uid: 'x' },
    409,
    'Operation cannot be fulfilled on Pod "p": the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated',
  ],
])('a token is bound to %o', (ref, status, message) => {
  const { status: got, body } = tokenFor(ref);
  expect([got, body.message]).toEqual([status, message]);
});
