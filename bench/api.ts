/**
 * How fast the API answers, in process and over HTTPS, with the log in SQLite: p50 and p99 in milliseconds of get, list,
 * create, patch and of a change until 100 watchers have heard it; writes a second; and of the large list how long nothing
 * else is served while it is written. `api [--pods 5000] [--many 150000] [--rounds 300]`;
 * `--many 0` leaves the large list out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { ApiRequest } from '#shared/api/request.ts';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Client } from '#engine/apiserver/client.ts';
import type { Watch } from '#engine/apiserver/request/watch.ts';
import { Cluster } from '#engine/cluster.ts';
import { MemoryLog } from '#engine/store/memory-log.ts';
import { Desk } from '#electron/hosts/session/desk.ts';
import { wall } from '#electron/hosts/session/wall.ts';
import { ApplicationStore } from '#electron/storage/application-store.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '5000' },
    many: { type: 'string', default: '150000' },
    rounds: { type: 'string', default: '300' },
  },
});
const few = Number(values.pods);
const many = Number(values.many);
const rounds = Number(values.rounds);
const WATCHERS = 100;
const LISTS = 10;
const WRITES = 20_000;
const ADMIN = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
const TOKEN = 'bench';
const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';

const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
const info = { host: 'web', platform: process.platform, version: '0', nativeDialogs: false } as const;
const desk = new Desk({ info, store: new ApplicationStore(folder), wall, resources: folder, token: TOKEN });
const session = desk.create({ path: join(folder, 'bench.drydock'), seed: 1 });
const { cluster } = session;
const client = cluster.client('admin');
const agent = new Agent({ keepAlive: true, maxSockets: 200, rejectUnauthorized: false });

type Send = (method: ApiRequest['method'], path: string, body?: object, type?: string) => Promise<unknown>;

try {
  const url = (await desk.kube.on()).url ?? '';
  const here: Send = (method, path, body, type) => {
    const run = () => cluster.request({ method, path, headers: type ? { 'content-type': type } : {}, ...(body ? { body } : {}) }, ADMIN);
    return method === 'GET' ? Promise.resolve(session.read(run)) : session.write(run);
  };
  const wire: Send = (method, path, body, type) =>
    new Promise((resolve, reject) => {
      const r = httpsRequest(
        `${url}${path}`,
        { method, agent, headers: { authorization: `Bearer ${TOKEN}`, ...(body ? { 'content-type': type ?? 'application/json' } : {}) } },
        (response) => {
          response.resume();
          response.on('end', () => resolve(undefined));
        },
      );
      r.on('error', reject);
      r.end(body ? JSON.stringify(body) : undefined);
    });
  const result: Record<string, unknown> = {};
  await makePods(0, few);
  for (const [name, send] of [
    ['inProcess', here],
    ['https', wire],
  ] as const) {
    const object = (i: number) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name.toLowerCase()}-${i}` },
      data: { a: 'b' },
    });
    result[name] = {
      create: await timed(rounds, (i) => send('POST', MAPS, object(i))),
      get: await timed(rounds, (i) => send('GET', `${MAPS}/${name.toLowerCase()}-${i}`)),
      patch: await timed(rounds, (i) =>
        send('PATCH', `${MAPS}/${name.toLowerCase()}-${i}`, { data: { a: `c${i}` } }, 'application/merge-patch+json'),
      ),
      [`list${few}`]: await timed(LISTS, () => send('GET', PODS)),
    };
  }
  result['fanOut'] = { inProcess: await fanOut(here), https: await fanOutOverWire(url, wire) };
  result['writesPerSecond'] = {
    inMemory: writes(new Cluster({ log: new MemoryLog(), seed: 1, epochMs: 1_767_225_600_000 }).client('admin')),
    sqlite: await session.write(() => writes(client)),
  };
  if (many) {
    await makePods(few, many);
    const stalls = monitorEventLoopDelay({ resolution: 1 });
    const inProcess = await timed(3, () => here('GET', PODS));
    stalls.enable();
    result[`list${many}`] = { inProcess, https: await timed(3, () => wire('GET', PODS)), longestStallMs: Math.round(stalls.max / 1e6) };
    stalls.disable();
  }
  console.log(JSON.stringify({ ...result, peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
} finally {
  agent.destroy();
  await desk.kube.off();
  desk.end();
  rmSync(folder, { recursive: true });
}

/** Creates a second, of small objects one after the other. */
function writes(by: Client): number {
  if (!by.get(namespaces, '', 'default')) by.create(namespaces, '', { metadata: { name: 'default' }, spec: {} });
  const began = performance.now();
  for (let i = 0; i < WRITES; i++) by.create(configMaps, 'default', { metadata: { name: `w-${i}` }, data: { a: 'b' } });
  return Math.round(WRITES / ((performance.now() - began) / 1000));
}

async function makePods(from: number, to: number): Promise<void> {
  const spec = { containers: [{ name: 'web', image: 'nginx:1.27', resources: { requests: { cpu: '100m', memory: '64Mi' } } }] };
  for (let i = from; i < to;)
    await session.write(() => {
      for (const end = Math.min(to, i + 5000); i < end; i++)
        client.create(pods, 'default', { metadata: { name: `web-${i}`, labels: { app: 'web' } }, spec });
    });
}

async function timed(times: number, run: (i: number) => Promise<unknown>): Promise<{ readonly p50: number; readonly p99: number }> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await run(i);
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  const at = (q: number) => Number((took[Math.min(took.length - 1, Math.floor(took.length * q))] as number).toFixed(3));
  return { p50: at(0.5), p99: at(0.99) };
}

async function fanOut(send: Send) {
  let heard = 0;
  const watching = Array.from({ length: WATCHERS }, () =>
    (cluster.request({ method: 'GET', path: `${MAPS}?watch=1&resourceVersion=${cluster.core.store.revision}` }, ADMIN) as Watch).start(
      () => {
        heard++;
      },
      () => {},
    ),
  );
  const result = await timed(rounds, (i) => {
    heard = 0;
    return send('PATCH', `${MAPS}/inprocess-${i}`, { data: { f: `${i}` } }, 'application/merge-patch+json');
  });
  if (heard !== WATCHERS) throw new Error(`${heard} of ${WATCHERS} watchers heard of it`);
  for (const w of watching) w.stop();
  return result;
}

async function fanOutOverWire(url: string, send: Send) {
  let heard = 0;
  let all = () => {};
  const open = await Promise.all(
    Array.from(
      { length: WATCHERS },
      () =>
        new Promise<ClientRequest>((resolve, reject) => {
          const r = httpsRequest(
            `${url}${MAPS}?watch=1&resourceVersion=${cluster.core.store.revision}`,
            { agent: false, rejectUnauthorized: false, headers: { authorization: `Bearer ${TOKEN}` } },
            (response) => {
              response.on('data', () => {
                if (++heard === WATCHERS) all();
              });
              response.on('error', () => {});
              resolve(r);
            },
          );
          r.on('error', reject);
          r.end();
        }),
    ),
  );
  const result = await timed(rounds, async (i) => {
    heard = 0;
    const told = new Promise<void>((resolve) => {
      all = resolve;
    });
    await Promise.all([told, send('PATCH', `${MAPS}/https-${i}`, { data: { f: `${i}` } }, 'application/merge-patch+json')]);
  });
  await Promise.all(
    open.map(
      (r) =>
        new Promise<void>((resolve) => {
          r.once('close', () => resolve());
          r.destroy();
        }),
    ),
  );
  await new Promise((resolve) => {
    setTimeout(resolve, 200);
  }); // the endpoint notices that they have left
  return result;
}
