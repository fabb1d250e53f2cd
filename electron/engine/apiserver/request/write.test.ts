import { expect, test } from 'vitest';
import type { ApiRequest } from '#shared/api/request.ts';
import { map, MAPS, names, wire } from '../../testing/wire.ts';

const { ask, watch } = wire();

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

test('an object that is only tried has no version; a body may not name another than its path', () => {
  expect(ask('POST', `${MAPS}?dryRun=All`, map('a')).body.metadata).not.toHaveProperty('resourceVersion');
  ask('POST', MAPS, map('a'));
  const put = (metadata: object) => ask('PUT', `${MAPS}/a`, { ...map('a'), metadata }).body.message;
  expect(put({})).toBe('the name of the object (a based on URL) was undeterminable: name must be provided');
  expect(
    ask('PATCH', `${MAPS}/a`, '{"metadata":{"namespace":"b","name":"c"}}', { 'content-type': 'application/merge-patch+json' }).body.message,
  ).toBe('the namespace of the provided object does not match the namespace sent on the request');
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
