import { expect, test } from 'vitest';
import { map, MAPS, names, wire } from '../../testing/wire.ts';

const { ask } = wire();

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
