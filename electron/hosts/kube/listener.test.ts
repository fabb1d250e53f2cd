/** What strangers and broken clients send: each gets a Status or a closed door, and nothing is stored. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationStore } from '#electron/storage/application-store.ts';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { Desk } from '../session/desk.ts';
import type { Session } from '../session/session.ts';
import { wall } from '../session/wall.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-listener-'));
const info = { host: 'web', platform: 'linux', version: '0', nativeDialogs: false } as const;
const desk = new Desk({ info, store: new ApplicationStore(folder), wall, resources: folder, token: 'secret' });
let url = '';

beforeAll(async () => {
  desk.create({ temporary: true, seed: 1 });
  url = (await desk.kube.on()).url ?? '';
});
afterAll(async () => {
  await desk.kube.off();
  desk.end();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}
const MAPS = '/api/v1/namespaces/default/configmaps';

function send(method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const r = request(
      url,
      { method, path, rejectUnauthorized: false, headers: { authorization: 'Bearer secret', ...headers } },
      (response) => {
        let text = '';
        response.on('data', (d: Buffer) => {
          text += d.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
      },
    );
    r.on('error', reject);
    r.end(body);
  });
}
/** What is answered to bytes that no client would send. */
function spoken(words: string): Promise<string> {
  return new Promise((resolve) => {
    const { port } = new URL(url);
    const socket = connect({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false }, () => socket.write(words));
    let text = '';
    socket.on('data', (d) => {
      text += d.toString();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(text));
  });
}
const status = async (answer: Promise<Answer>) => {
  const { text } = await answer;
  const { code, reason, message } = JSON.parse(text) as { code: number; reason: string; message: string };
  return [code, reason, message];
};

test('malformed JSON, wrong media types and wrong Accept are refused in words', async () => {
  expect(await status(send('POST', MAPS, '{"a":'))).toEqual([
    400,
    'BadRequest',
    expect.stringContaining("couldn't get version/kind; json parse error: unexpected end of JSON input"),
  ]);
  expect(await status(send('POST', MAPS, '<a/>', { 'content-type': 'application/xml' }))).toEqual([
    415,
    'UnsupportedMediaType',
    expect.stringContaining('accepted media types include: application/json'),
  ]);
  expect(await status(send('GET', MAPS, undefined, { accept: 'text/html' }))).toEqual([
    406,
    'NotAcceptable',
    expect.stringContaining('only the following media types are accepted'),
  ]);
  expect(await status(send('PATCH', `${MAPS}/a`, '{}'))).toEqual([415, 'UnsupportedMediaType', expect.anything()]);
});

test('a body of more than 3 MiB is refused, announced or not', async () => {
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'big' }, data: { a: 'x'.repeat(3 * 2 ** 20) } });
  expect(await status(send('POST', MAPS, undefined, { 'content-length': String(2 ** 30) }).catch(() => send('POST', MAPS, body)))).toEqual([
    413,
    'RequestEntityTooLarge',
    'Request entity too large: limit is 3145728',
  ]);
  expect((await send('GET', `${MAPS}/big`)).status).toBe(404);
});

test('whoever has no token of this launch is nobody, or not let in', async () => {
  expect(await status(send('GET', MAPS, undefined, { authorization: 'Bearer secreT' }))).toEqual([401, 'Unauthorized', 'Unauthorized']);
  expect(
    await status(
      send('GET', MAPS, undefined, {
        authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6a3ViZS1zeXN0ZW06eCJ9.',
      }),
    ),
  ).toEqual([401, 'Unauthorized', 'Unauthorized']);
  for (const authorization of ['', 'Basic YTpi'])
    expect(await status(send('GET', MAPS, undefined, { authorization }))).toEqual([
      403,
      'Forbidden',
      expect.stringContaining('User "system:anonymous" cannot list'),
    ]);
});

test('a foreign Host or Origin is turned away, and nobody is told they may read', async () => {
  expect((await send('GET', '/version', undefined, { host: 'evil.example' })).status).toBe(421);
  const { host } = new URL(url);
  expect(await spoken(`GET /version HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)).toContain(
    '421 Misdirected Request',
  );
  expect(await status(send('GET', '/version', undefined, { origin: 'https://evil.example' }))).toEqual([
    403,
    'Forbidden',
    expect.anything(),
  ]);
  expect((await send('GET', '/version')).headers).not.toHaveProperty('access-control-allow-origin');
});

test('path tricks lead nowhere', async () => {
  for (const path of [
    '/../../etc/passwd',
    '/api/v1/namespaces/..%2f..%2fkube-system/secrets',
    '/api/v1/namespaces/%00/pods/a',
    '/%',
    '//api',
    '/api/v1/namespaces/default/pods/a%2Fb',
    '/static/..%5c..%5c',
  ]) {
    expect([404, 403, 400, 200]).toContain((await send('GET', path)).status);
    expect((await send('GET', path)).text).not.toContain('root:');
  }
  expect((await send('GET', '/nowhere')).text).toBe('404 page not found\n');
});

test('__proto__ is a key like others, numbers keep their 64 bits', async () => {
  const body =
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"proto"},"data":{"__proto__":"x","constructor":"y"},"__proto__":{"polluted":true}}';
  expect(await status(send('POST', `${MAPS}?fieldValidation=Strict`, body))).toEqual([
    400,
    'BadRequest',
    expect.stringContaining('unknown field "__proto__"'),
  ]);
  await send('POST', MAPS, body);
  expect((await send('GET', `${MAPS}/proto`)).text).toContain('"__proto__":"x"');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  const pod = (n: string) =>
    `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"terminationGracePeriodSeconds":${n},"containers":[{"name":"a","image":"a"}]}}`;
  expect((await send('POST', '/api/v1/namespaces/default/pods?dryRun=All', pod('9007199254740993'))).text).toContain('9007199254740993');
  expect((await send('POST', '/api/v1/namespaces/default/pods?dryRun=All', pod('99999999999999999999'))).status).toBe(400);
});

test('what is no protobuf, and protobuf that is cut off, is refused', async () => {
  const headers = { 'content-type': 'application/vnd.kubernetes.protobuf' };
  expect(await status(send('POST', MAPS, 'k9s', headers))).toEqual([
    400,
    'BadRequest',
    expect.stringContaining('does not appear to be a protobuf message'),
  ]);
  expect(await status(send('POST', MAPS, Buffer.from([107, 56, 115, 0, 10, 200]), headers))).toEqual([
    400,
    'BadRequest',
    'the object provided is unrecognized (must be of type ConfigMap): unexpected EOF (6b3873000ac8)',
  ]);
});

test("kubectl's protobuf is read", async () => {
  const field = (n: number, b: Buffer | string) => Buffer.concat([Buffer.from([(n << 3) | 2, Buffer.byteLength(b)]), Buffer.from(b)]);
  const map = field(1, field(1, 'proto-made'));
  const entry = field(2, Buffer.concat([field(1, 'k'), field(2, 'ü')]));
  const body = Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, Buffer.concat([field(1, 'v1'), field(2, 'ConfigMap')])),
    field(2, Buffer.concat([map, entry])),
  ]);
  expect(JSON.parse((await send('POST', MAPS, body, { 'content-type': 'application/vnd.kubernetes.protobuf' })).text)).toMatchObject({
    metadata: { name: 'proto-made' },
    data: { k: 'ü' },
  });
});

test('a watch tells what comes, ends in time, and says that a version is not known', async () => {
  const watching = send('GET', `${MAPS}?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&fieldSelector=metadata.name=seen`);
  await send('POST', MAPS, '{"metadata":{"name":"seen"}}');
  const types = (await watching).text
    .trim()
    .split('\n')
    .map((l) => (JSON.parse(l) as { type: string }).type);
  expect(types).toEqual(['ADDED', 'BOOKMARK']);
  expect(JSON.parse((await send('GET', `${MAPS}?watch=1&resourceVersion=99999999`)).text)).toMatchObject({
    type: 'ERROR',
    object: { code: 410, reason: 'Expired' },
  });
});

test('a watch that may last for ever does not end at once', async () => {
  const lasting = send('GET', `${MAPS}?watch=1&timeoutSeconds=99999999`).then(() => 'lasting');
  expect(await Promise.race([lasting, send('GET', `${MAPS}?watch=1&timeoutSeconds=1`).then(() => 'short')])).toBe('short');
});

test('who speaks no HTTP, or asks for another protocol, is answered and let go', async () => {
  expect(await spoken('hello\r\n\r\n')).toContain('400 Bad Request');
  expect((await send('GET', '/version', undefined, { connection: 'Upgrade', upgrade: 'websocket' })).status).toBe(200);
});

test('a long list and a long beginning of a watch arrive whole, and in order', async () => {
  const session = desk.open as Session;
  const client = session.cluster.client('admin');
  const names = Array.from({ length: 2000 }, (_, i) => `m-${String(i).padStart(4, '0')}`);
  await session.write(() => {
    for (const name of names) client.create(configMaps, 'kube-public', { metadata: { name }, data: { text: 'ä'.repeat(500) } });
  });
  const path = '/api/v1/namespaces/kube-public/configmaps';
  const { text, headers } = await send('GET', path);
  const { items, kind } = JSON.parse(text) as { kind: string; items: { metadata: { name: string } }[] };
  expect([kind, items.map((o) => o.metadata.name).filter((n) => n.startsWith('m-')), headers['content-type']]).toEqual([
    'ConfigMapList',
    names,
    'application/json',
  ]);
  expect((await send('HEAD', path)).text).toBe('');
  const events = (await send('GET', `${path}?watch=1&timeoutSeconds=1&allowWatchBookmarks=true`)).text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; object: { metadata: { name: string } } });
  expect(events.map((e) => e.object.metadata.name ?? e.type).filter((n) => n.startsWith('m-') || n === 'BOOKMARK')).toEqual([
    ...names,
    'BOOKMARK',
  ]);
});

test('who keeps discovery is told that it is the same, with nothing that would change what is kept', async () => {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const { headers } = await send('GET', '/apis', undefined, { accept });
  const again = await send('GET', '/apis', undefined, { accept, 'if-none-match': String(headers['etag']) });
  expect([again.status, again.text, again.headers['content-type'], again.headers['content-length']]).toEqual([
    304,
    '',
    headers['content-type'],
    undefined,
  ]);
});
