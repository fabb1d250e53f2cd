import { beforeEach, expect, test } from 'vitest';
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import type { User } from '../context.ts';
import { TestCluster } from '../../testing/test-cluster.ts';
import type { Watch } from './watch.ts';

const ADMIN: User = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
const MAPS = '/api/v1/namespaces/default/configmaps';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const METADATA = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';

let c: TestCluster;
beforeEach(() => {
  c = new TestCluster();
});

function ask(
  method: ApiRequest['method'],
  path: string,
  body?: object | string,
  headers: Record<string, string> = {},
  user = ADMIN,
): ApiResponse & { body: any } {
  return c.cluster.request({ method, path, headers, ...(body === undefined ? {} : { body }) }, user) as ApiResponse;
}
const map = (name: string, labels: Record<string, string> = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels } });
const names = (r: ApiResponse) => (r.body as { items: { metadata: { name: string } }[] }).items.map((i) => i.metadata.name);

/** Listens to a watch; what it says is read off `events`. */
function watch(path: string, headers: Record<string, string> = {}) {
  const events: { type: string; object: any }[] = [];
  let ended = false;
  const watching = (c.cluster.request({ method: 'GET', path, headers }, ADMIN) as Watch).start(
    (line) => {
      events.push(JSON.parse(typeof line === 'string' ? line : line()) as never);
    },
    () => {
      ended = true;
    },
  );
  return {
    watching,
    events,
    get ended() {
      return ended;
    },
    get told() {
      return events.map((e) => `${e.type} ${e.object.metadata.name ?? ''}`.trim());
    },
  };
}

test('pages of a list show one instant, whatever is written meanwhile', () => {
  for (const n of ['a', 'b', 'c', 'd']) ask('POST', MAPS, map(n));
  const first = ask('GET', `${MAPS}?limit=3`);
  ask('DELETE', `${MAPS}/d`);
  ask('POST', MAPS, map('e'));
  const rest = ask('GET', `${MAPS}?limit=3&continue=${first.body.metadata.continue}`);
  expect([names(first), names(rest), first.body.metadata.remainingItemCount]).toEqual([['a', 'b', 'c'], ['d'], 1]);
  expect(rest.body.metadata).toEqual({ resourceVersion: first.body.metadata.resourceVersion });
  expect(names(ask('GET', MAPS))).toEqual(['a', 'b', 'c', 'e']);
});

test('a list is of the version that is asked for, or says that it is not there yet', () => {
  const { resourceVersion } = ask('POST', MAPS, map('a')).body.metadata;
  ask('POST', MAPS, map('b'));
  expect(names(ask('GET', `${MAPS}?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`))).toEqual(['a']);
  expect(names(ask('GET', `${MAPS}?resourceVersion=${resourceVersion}&resourceVersionMatch=NotOlderThan`))).toEqual(['a', 'b']);
  expect(ask('GET', `${MAPS}?resourceVersion=999999`)).toMatchObject({
    status: 504,
    body: { reason: 'Timeout', message: expect.stringMatching(/^Too large resource version: 999999, current: \d+$/) },
  });
  expect(ask('GET', `${MAPS}?resourceVersionMatch=Exact`).status).toBe(422);
});

test('labels and fields select; fields that cannot are named', () => {
  ask('POST', MAPS, map('a', { tier: 'web' }));
  ask('POST', MAPS, map('b', { tier: 'db' }));
  expect(names(ask('GET', `${MAPS}?labelSelector=tier%20in%20(web,api)`))).toEqual(['a']);
  expect(names(ask('GET', `${MAPS}?fieldSelector=metadata.name!=a`))).toEqual(['b']);
  expect(ask('GET', '/api/v1/pods?fieldSelector=spec.host=n1')).toMatchObject({ status: 200 });
  expect(ask('GET', '/api/v1/namespaces?fieldSelector=name=default')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('field label not supported: name') },
  });
  expect(ask('GET', '/api/v1/persistentvolumes?fieldSelector=name=a')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('"name" is not a known field selector: only "metadata.name", "metadata.namespace"') },
  });
  expect(ask('GET', '/api/v1/pods?fieldSelector=spec.foo=bar')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('field label not supported: spec.foo') },
  });
});

test('tables and metadata are forms of the same objects', () => {
  ask('POST', MAPS, map('a', { x: 'y' }));
  const table = ask('GET', MAPS, undefined, { accept: TABLE }).body;
  expect(table).toMatchObject({
    kind: 'Table',
    rows: [{ cells: ['a', 0, expect.anything()], object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } } }],
  });
  expect(ask('GET', `${MAPS}?includeObject=None`, undefined, { accept: TABLE }).body.rows[0]).not.toHaveProperty('object');
  expect(ask('GET', MAPS, undefined, { accept: METADATA }).body).toMatchObject({
    kind: 'PartialObjectMetadataList',
    items: [{ metadata: { labels: { x: 'y' } } }],
  });
  expect(ask('GET', MAPS, undefined, { accept: 'text/html' }).status).toBe(406);
});

test('a watch begins with what is there, and objects come and go as they match', () => {
  ask('POST', MAPS, map('a', { on: 'yes' }));
  ask('POST', MAPS, map('b'));
  const w = watch(`${MAPS}?watch=1&labelSelector=on=yes`);
  const relabel = (name: string, on: string | null) =>
    ask('PATCH', `${MAPS}/${name}`, { metadata: { labels: { on } } }, { 'content-type': 'application/merge-patch+json' });
  relabel('b', 'yes');
  const left = relabel('b', null).body.metadata.resourceVersion as string;
  ask('DELETE', `${MAPS}/a`);
  expect(w.told).toEqual(['ADDED a', 'ADDED b', 'DELETED b', 'DELETED a']);
  expect(w.events[2]?.object.metadata).toMatchObject({ resourceVersion: left, labels: { on: 'yes' } });
});

test('a watch goes on where a list ended, and not beyond what it was asked for', () => {
  const { resourceVersion } = ask('GET', MAPS).body.metadata;
  ask('POST', MAPS, map('a'));
  const w = watch(`${MAPS}?watch=1&resourceVersion=${resourceVersion}`);
  ask('POST', MAPS, map('b'));
  w.watching.stop();
  ask('POST', MAPS, map('c'));
  expect(w.told).toEqual(['ADDED a', 'ADDED b']);
  const future = watch(`${MAPS}?watch=1&resourceVersion=99999999`);
  expect([future.events[0], future.ended]).toMatchObject([
    { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } },
    true,
  ]);
});

test('a streaming list ends its first part with a marked bookmark', () => {
  ask('POST', MAPS, map('a'));
  const w = watch(`${MAPS}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`);
  expect(w.told).toEqual(['ADDED a', 'BOOKMARK']);
  expect(w.events[1]?.object).toMatchObject({ kind: 'ConfigMap', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } });
  expect(ask('GET', `${MAPS}?watch=1&sendInitialEvents=true`)).toMatchObject({
    status: 422,
    body: { message: expect.stringContaining('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan') },
  });
});

test('a watch of tables tells the columns once', () => {
  const w = watch(`${MAPS}?watch=1`, { accept: TABLE });
  ask('POST', MAPS, map('a'));
  ask('POST', MAPS, map('b'));
  expect(w.events.map((e) => [e.object.kind, e.object.columnDefinitions === null, e.object.rows[0].cells[0]])).toEqual([
    ['Table', false, 'a'],
    ['Table', true, 'b'],
  ]);
});

test('a dry run answers as if, and stores nothing', () => {
  expect(ask('POST', `${MAPS}?dryRun=All`, map('a')).status).toBe(201);
  expect(ask('GET', `${MAPS}/a`)).toMatchObject({ status: 404, body: { message: 'configmaps "a" not found' } });
  expect(ask('POST', `${MAPS}?dryRun=Some`, map('a')).status).toBe(422);
});

test('nobody says what version an object begins with, or when it is deleted', () => {
  const versioned = map('a');
  expect(ask('POST', MAPS, { ...versioned, metadata: { ...versioned.metadata, resourceVersion: '5' } })).toMatchObject({
    status: 500,
    body: { message: 'resourceVersion should not be set on objects to be created' },
  });
  ask('POST', MAPS, map('a'));
  expect(
    ask(
      'PATCH',
      `${MAPS}/a`,
      { metadata: { deletionTimestamp: '2020-01-01T00:00:00Z' } },
      { 'content-type': 'application/merge-patch+json' },
    ).body.message,
  ).toContain('metadata.deletionTimestamp: Invalid value: "2020-01-01T00:00:00Z": field is immutable');
});

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

test('who means another object is told so, in the words of who finds it out', () => {
  const { uid } = ask('POST', MAPS, map('a')).body.metadata as { uid: string };
  expect(ask('DELETE', `${MAPS}/a`, { preconditions: { uid: 'x' } })).toMatchObject({
    status: 409,
    body: {
      details: { kind: 'ConfigMap' },
      message: `Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (x) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    },
  });
  expect(ask('PUT', `${MAPS}/a`, { metadata: { name: 'a', uid: 'x' } }).body.message).toBe(
    `Operation cannot be fulfilled on configmaps "a": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/a, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: x, UID in object meta: ${uid}`,
  );
});

test('a pod that is given no time is marked, and gone', () => {
  const pods = '/api/v1/namespaces/default/pods';
  ask('POST', pods, { metadata: { name: 'a' }, spec: { schedulerName: 'nobody', containers: [{ name: 'c', image: 'i' }] } });
  const w = watch(`${pods}?watch=1`);
  expect(ask('DELETE', `${pods}/a?gracePeriodSeconds=5`).body.metadata).toMatchObject({
    deletionGracePeriodSeconds: 0,
    generation: 2,
    deletionTimestamp: expect.anything(),
  });
  expect(w.told).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
});

test('of some kinds nobody replaces what they have not read', () => {
  const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
  const lease = { metadata: { name: 'a' }, spec: { holderIdentity: 'me' } };
  const { resourceVersion } = ask('PUT', `${leases}/a`, { ...lease, metadata: { name: 'a', resourceVersion: '7' } }).body.metadata as {
    resourceVersion: string;
  };
  expect(ask('PUT', `${leases}/a`, lease)).toMatchObject({
    status: 422,
    body: {
      message: 'leases.coordination.k8s.io "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    },
  });
  expect(ask('PUT', `${leases}/a`, { ...lease, metadata: { name: 'a', resourceVersion } }).status).toBe(200);
});

test('YAML is written as Go writes it', () => {
  ask('POST', MAPS, { ...map('a', { on: 'yes' }), data: { z: '1', b: 'x\ny\n' } });
  const text = ask('GET', `${MAPS}/a`, undefined, { accept: 'application/yaml' }).body as unknown as string;
  expect(text).toMatch(
    /^apiVersion: v1\ndata:\n {2}b: \|\n {4}x\n {4}y\n {2}z: "1"\nkind: ConfigMap\nmetadata:\n {2}creationTimestamp: "\d{4}-/,
  );
  expect(text).toContain('\n  labels:\n    "on": "yes"\n');
});

test('a table that nobody can make is refused, and only a table', () => {
  const why =
    "Unable to convert to Table as requested: includeObject: Invalid value: \"x\": must be 'Metadata', 'Object', 'None', or empty";
  expect(ask('GET', `${MAPS}?includeObject=x`, undefined, { accept: TABLE })).toMatchObject({ status: 400, body: { message: why } });
  expect(ask('GET', `${MAPS}?includeObject=x`).status).toBe(200);
});

test('unknown fields are warned of, refused or ignored, as asked', () => {
  const odd = { ...map('a'), dat: 1 };
  expect(ask('POST', `${MAPS}?dryRun=All`, odd).headers?.['warning']).toBe('299 - "unknown field \\"dat\\""');
  expect(ask('POST', `${MAPS}?dryRun=All&fieldValidation=Ignore`, odd).headers?.['warning']).toBeUndefined();
  expect(ask('POST', `${MAPS}?dryRun=All&fieldValidation=Strict`, odd)).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('strict decoding error: unknown field "dat"') },
  });
});

test('what the path says and what the body says must agree', () => {
  ask('POST', MAPS, map('a'));
  expect(ask('PUT', `${MAPS}/a`, map('b')).body.message).toBe('the name of the object (b) does not match the name on the URL (a)');
  expect(ask('POST', MAPS, { ...map('x'), metadata: { name: 'x', namespace: 'other' } }).body.message).toBe(
    'the namespace of the provided object does not match the namespace sent on the request',
  );
  expect(ask('POST', MAPS, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }).status).toBe(400);
});

test('preconditions hold a delete back', () => {
  const { uid } = ask('POST', MAPS, map('a')).body.metadata;
  expect(ask('DELETE', `${MAPS}/a`, { preconditions: { uid: 'other' } })).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
  expect(ask('DELETE', `${MAPS}/a`, { preconditions: { uid } })).toMatchObject({
    status: 200,
    body: { status: 'Success', details: { name: 'a', kind: 'configmaps', uid } },
  });
});

test('a collection is deleted as far as it is selected', () => {
  ask('POST', MAPS, map('a', { x: 'y' }));
  ask('POST', MAPS, map('b'));
  expect(names(ask('DELETE', `${MAPS}?labelSelector=x=y`))).toEqual(['a']);
  expect(names(ask('GET', MAPS))).toEqual(['b']);
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

test('a client is warned of what its object may not be meant to say, of old kinds and of pods that stay behind', () => {
  const warned = (method: ApiRequest['method'], path: string, body?: object) => ask(method, path, body).headers?.['warning'];
  const job = {
    metadata: { name: 'once' },
    spec: {
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'a',
              image: 'a',
              env: [
                { name: 'X', value: '1' },
                { name: 'X', value: '2' },
              ],
            },
          ],
        },
      },
    },
  };
  expect(warned('POST', '/apis/batch/v1/namespaces/default/jobs', job)).toBe(
    '299 - "spec.template.spec.containers[0].env[1]: hides previous definition of \\"X\\", which may be dropped when using apply"',
  );
  expect(warned('GET', '/api/v1/namespaces/default/endpoints')).toBe(
    '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"',
  );
  const left =
    '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"';
  expect([
    warned('DELETE', '/apis/batch/v1/namespaces/default/jobs/once?propagationPolicy=Background&dryRun=All'),
    warned('DELETE', '/apis/batch/v1/namespaces/default/jobs/once'),
  ]).toEqual([undefined, left]);
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

test('a continue token that is none is refused byte by byte, as Go reads it', () => {
  const why = (token: string) => ask('GET', `${MAPS}?limit=1&continue=${token}`).body.message.split('not valid: ')[1];
  expect(['garbage', 'w7Y', 'f38', 'Zm9v', '*'].map(why)).toEqual([
    "invalid character '\\u0081' looking for beginning of value",
    "invalid character 'Ã' looking for beginning of value",
    "invalid character '\\x7f' looking for beginning of value",
    "invalid character 'o' in literal false (expecting 'a')",
    'illegal base64 data at input byte 0',
  ]);
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

test('an object that is only tried has no version; a body may not name another than its path', () => {
  expect(ask('POST', `${MAPS}?dryRun=All`, map('a')).body.metadata).not.toHaveProperty('resourceVersion');
  ask('POST', MAPS, map('a'));
  const put = (metadata: object) => ask('PUT', `${MAPS}/a`, { ...map('a'), metadata }).body.message;
  expect(put({})).toBe('the name of the object (a based on URL) was undeterminable: name must be provided');
  expect(
    ask('PATCH', `${MAPS}/a`, '{"metadata":{"namespace":"b","name":"c"}}', { 'content-type': 'application/merge-patch+json' }).body.message,
  ).toBe('the namespace of the provided object does not match the namespace sent on the request');
});

test('who wants what is not served is told what is', () => {
  expect(ask('GET', MAPS, undefined, { accept: 'text/html' }).body.message).toBe(
    'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  );
  expect(ask('GET', MAPS, undefined, { accept: 'application/vnd.kubernetes.protobuf' }).body.message).toBe(
    'only the following media types are accepted: application/json, application/yaml',
  );
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

test('the heads of columns say what Kubernetes prints, which is not always what the version says', () => {
  const said = (path: string) =>
    Object.fromEntries(
      (
        ask('GET', path, undefined, { accept: TABLE }).body as { columnDefinitions: { name: string; description: string }[] }
      ).columnDefinitions.map((d) => [d.name, d.description]),
    );
  expect(said('/apis/apps/v1/daemonsets')).toMatchObject({
    Ready: 'The number of nodes that should be running the daemon pod and have one or more of the daemon pod running and ready.',
    Selector: expect.stringContaining('If empty, defaulted to labels on Pod template.'),
  });
  expect(said('/apis/apps/v1/deployments')['Selector']).toMatch(/affected by this deployment\.$/);
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

test('who names an owner twice is told, and has it once', () => {
  const owner = { apiVersion: 'v1', kind: 'Pod', name: 'o', uid: 'u' };
  const { body, headers } = ask('POST', MAPS, { metadata: { name: 'a', ownerReferences: [owner, { ...owner, name: 'p' }, owner] } });
  expect(body.metadata.ownerReferences.map((r: { name: string }) => r.name)).toEqual(['o', 'p']);
  expect(headers?.['warning']).toContain('duplicate UID(s) observed: u');
});

test('what is too large has no field to say so of', () => {
  expect(ask('POST', MAPS, { metadata: { name: 'a' }, data: { a: 'x'.repeat(2 ** 20 + 1) } }).body).toMatchObject({
    message: 'ConfigMap "a" is invalid: []: Too long: may not be more than 1048576 bytes',
    details: { causes: [{ field: '[]' }] },
  });
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
