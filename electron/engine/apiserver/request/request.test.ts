import { expect, test } from 'vitest';
import type { ApiRequest } from '#shared/api/request.ts';
import { map, MAPS, wire } from '../../testing/wire.ts';
import type { User } from '../context.ts';

const { ask } = wire();

test.each([
  [
    'GET',
    `${MAPS}?resourceVersion=x`,
    undefined,
    400,
    'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
  ],
  ['GET', `${MAPS}/a?resourceVersion=99999999`, undefined, 504, 'Too large resource version: 99999999'],
  ['GET', `${MAPS}?limit=-1`, undefined, 200, undefined],
  ['GET', `${MAPS}?labelSelector=a%3D%3D%3Db`, undefined, 400, "unable to parse requirement: found '=', expected: identifier"],
  ['PUT', MAPS, {}, 405, 'the server does not allow this method on the requested resource'],
  ['PUT', `${MAPS}/a`, { metadata: { name: 'a', resourceVersion: 'x' } }, 500, 'strconv.ParseUint: parsing "x": invalid syntax'],
  ['POST', `${MAPS}?fieldManager=a%01`, { metadata: { name: 'b' } }, 422, 'invalid character U+0001 (at position 1)'],
  ['DELETE', `${MAPS}/a`, { apiVersion: 'v1', kind: 'ConfigMap' }, 400, 'no kind "ConfigMap" is registered for version "v1"'],
] as const)('%s %s', (method, path, body, status, why) => {
  ask('POST', MAPS, map('a'));
  const answer = ask(method, path, body);
  expect(answer.status).toBe(status);
  if (why) expect(answer.body.message).toContain(why);
  expect(ask('GET', `${MAPS}/a`).status).toBe(200);
});

test('who may not is told so; who acts for another is that one', () => {
  const jane: User = { name: 'jane', groups: ['system:authenticated'] };
  expect(ask('GET', MAPS, undefined, {}, jane)).toMatchObject({
    status: 403,
    body: { message: 'configmaps is forbidden: User "jane" cannot list resource "configmaps" in API group "" in the namespace "default"' },
  });
  expect(ask('GET', MAPS, undefined, { 'impersonate-user': 'jane' }).status).toBe(403);
  expect(ask('GET', MAPS, undefined, { 'impersonate-user': 'admin', 'impersonate-group': 'system:masters' }, jane).status).toBe(403);
});

test('paths that are nowhere, and methods that are not for them', () => {
  expect(ask('GET', '/nowhere')).toMatchObject({ status: 404, body: '404 page not found\n' });
  expect(ask('GET', '/apis/nope/v1/things')).toMatchObject({ status: 404, body: '404 page not found\n' });
  expect(ask('GET', '/apis/apps/v1/things')).toMatchObject({
    status: 404,
    body: { message: 'the server could not find the requested resource' },
  });
  expect(ask('POST', `${MAPS}/a`, map('a'))).toMatchObject({
    status: 405,
    body: { message: 'the server does not allow this method on the requested resource' },
  });
  expect(['/healthz', '/livez', '/readyz/ping'].map((p) => ask('GET', p).body)).toEqual(['ok', 'ok', 'ok']);
});

test('health is one word, and in detail every check by its name', () => {
  const lines = (path: string) => (ask('GET', path).body as string).split('\n');
  expect(ask('GET', '/readyz').body).toBe('ok');
  const ready = lines('/readyz?verbose&exclude=etcd&exclude=nope&exclude=no');
  expect(ready.slice(0, 5)).toEqual(['[+]ping ok', '[+]log ok', '[+]etcd excluded: ok', '[+]etcd-readiness ok', '[+]informer-sync ok']);
  expect(ready.slice(-4)).toEqual([
    '[+]shutdown ok',
    'warn: some health checks cannot be excluded: no matches for "no","nope"',
    'readyz check passed',
    '',
  ]);
  expect(lines('/livez?verbose')).not.toContain('[+]shutdown ok');
  expect(lines('/livez?verbose').slice(2, 4)).toEqual(['[+]etcd ok', '[+]poststarthook/start-apiserver-admission-initializer ok']);
  expect(['/livez/poststarthook/rbac/bootstrap-roles', '/livez/shutdown'].map((p) => ask('GET', p).status)).toEqual([200, 404]);
});

test('the API and its documents are of one version of Kubernetes', () => {
  const { gitVersion } = ask('GET', '/version').body as { gitVersion: string };
  expect(ask('GET', '/openapi/v3/apis/apps/v1').body).toMatchObject({ info: { version: gitVersion } });
});

test('paths that are nowhere are nowhere in their own words', () => {
  const said = (method: ApiRequest['method'], path: string) => {
    const { status, body } = ask(method, path, method === 'GET' || method === 'OPTIONS' ? undefined : {});
    return [status, body.reason ?? body];
  };
  const page = [404, '404 page not found\n'];
  const none = [404, 'NotFound'];
  const not = [405, 'MethodNotAllowed'];
  expect([said('GET', '/apis/apps/v2'), said('GET', '/api/v2'), said('GET', '/api/v1/pods/x')]).toEqual([none, none, none]);
  expect([said('GET', '/apis/nowhere/v1'), said('POST', '/nowhere'), said('GET', '/apis/nowhere/v1/things')]).toEqual([page, page, page]);
  expect([
    said('DELETE', '/api/v1/configmaps'),
    said('POST', '/api/v1/configmaps'),
    said('OPTIONS', MAPS),
    said('POST', '/version'),
  ]).toEqual([not, not, not, not]);
});

test('a document that the asker has is not sent again', () => {
  for (const [path, accept] of [
    ['/openapi/v2', ''],
    ['/openapi/v3/apis/apps/v1', ''],
    ['/apis', 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'],
  ] as const) {
    const { headers } = ask('GET', path, undefined, { accept });
    expect(ask('GET', path, undefined, { accept, 'if-none-match': `"x", ${headers?.['etag']}` })).toEqual({
      status: 304,
      headers,
      body: '',
    });
    expect(ask('GET', path, undefined, { accept, 'if-none-match': '"x"' }).status).toBe(200);
  }
});
