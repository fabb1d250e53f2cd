import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DesignDocument } from '#electron/storage/document.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { RevisionLog } from '../store/log.ts';
import { MemoryLog } from '../store/memory-log.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { Timeline } from './timeline.ts';

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'nginx:1' }] }
`;

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function sqliteLog(): RevisionLog {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-test-'));
  const document = DesignDocument.create(join(folder, 'a.drydock'), { seed: 1, epochMs: 0 });
  ends.push(() => {
    document.close();
    rmSync(folder, { recursive: true });
  });
  return document.log;
}

describe.each([
  ['in memory', () => new MemoryLog()],
  ['in SQLite', sqliteLog],
])('the time line of a log %s', (_where, makeLog) => {
  /** Three pods at 0s, scaled to five at 10s, to one at 20s. */
  function history(): { readonly t: TestCluster; readonly line: Timeline } {
    const t = new TestCluster({ log: makeLog() }).nodes(2).advance('5s').apply(WEB).advance('5s');
    t.change(deployments, 'web', (d) => ({ ...d, spec: { ...d.spec, replicas: 5 } })).advance('10s');
    t.change(deployments, 'web', (d) => ({ ...d, spec: { ...d.spec, replicas: 1 } })).advance('60s');
    return { t, line: new Timeline(t.log, t.cluster.core.store, t.cluster.core.resources) };
  }
  const podNames = (objects: Iterable<{ readonly value: ApiObject }>) => [...objects].filter((e) => e.value.kind === 'Pod').length;

  it('shows any instant', () => {
    const { line } = history();
    const podsAt = (ms: number) => podNames(line.snapshot(line.revisionAt(ms)));
    expect([podsAt(4_999), podsAt(9_999), podsAt(19_999), podsAt(80_000)]).toEqual([0, 3, 5, 1]);
  });

  it('what changed turns any instant into any other, forwards and backwards', () => {
    const { t, line } = history();
    const head = t.cluster.core.store.revision;
    const at = (r: number) => new Map(Array.from(line.snapshot(r), (e) => [e.key, e.value.metadata.resourceVersion]));
    for (const [from, to] of [
      [0, head],
      [head, 0],
      [7, head - 9],
      [head - 9, 7],
      [head, head],
      [head >> 1, (head >> 1) + 1],
    ] as const) {
      const shown = at(from);
      for (const [key, o] of line.changes(from, to))
        if (o) shown.set(key, o.metadata.resourceVersion);
        else shown.delete(key);
      expect([...shown].sort()).toEqual([...at(to)].sort());
    }
  });

  it('counts every write once', () => {
    const { t, line } = history();
    const bars = line.histogram(0, t.cluster.now, 40);
    expect(bars.reduce((n, b) => n + b.writes, 0)).toBe(t.cluster.core.store.revision);
    expect(bars.find((b) => b.writes > 0)?.fromMs).toBe(0);
  });

  it('draws a lane for the deployment with its pods below, and one for each node', () => {
    const { line } = history();
    const lanes = line.lanes({ fromMs: 0, toMs: 80_000, limit: 100 });
    expect(lanes.map((l) => [l.depth, l.kind])).toEqual([
      [0, 'Node'],
      [0, 'Node'],
      [0, 'Deployment'],
      ...Array.from({ length: 5 }, () => [1, 'Pod']),
    ]);
    const web = lanes[2];
    expect(web?.bars.at(-1)?.state).toBe('ready');
    expect(web?.marks.filter((m) => m.kind === 'user').map((m) => [m.atMs, m.text])).toEqual([
      [5_000, 'created, 3 wanted'],
      [10_000, 'scaled 3 → 5'],
      [20_000, 'scaled 5 → 1'],
    ]);
    expect(lanes.filter((l) => l.kind === 'Pod' && l.bars.at(-1)?.toMs === 80_000)).toHaveLength(1);
  });

  it('a pod without a node waits while a machine boots, and has failed once it is there and does not take it', () => {
    const pool =
      "apiVersion: drydock.dev/v1\nkind: NodePool\nmetadata: { name: p }\nspec: { replicas: 1, capacity: { cpu: '2', memory: 4Gi } }\n---\n";
    const pod = (name: string, cpu: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec: { containers: [{ name: c, image: 'a:1', resources: { requests: { cpu: '${cpu}' } } }] }\n---\n`;
    const t = new TestCluster({ log: makeLog() }).apply(pool + pod('fits', '1') + pod('large', '9')).advance('300s');
    const lanes = new Timeline(t.log, t.cluster.core.store, t.cluster.core.resources).lanes({
      fromMs: 0,
      toMs: 300_000,
      limit: 100,
      namespace: 'default',
    });
    const states = (name: string) => lanes.find((l) => l.name === name)?.bars.map((b) => b.state);
    expect([states('fits')?.[0], states('fits')?.includes('failed'), states('large')]).toEqual(['waiting', false, ['waiting', 'failed']]);
  });

  it('a workload none of whose pods come to run is red while they are, as its box is, and was so when they are gone', () => {
    const bad = WEB.replace('metadata: { labels', "metadata: { annotations: { behaviour.drydock.dev/image-exists: 'false' }, labels");
    const pool =
      "apiVersion: drydock.dev/v1\nkind: NodePool\nmetadata: { name: p }\nspec: { replicas: 1, capacity: { cpu: '4', memory: 8Gi } }\n";
    const template =
      "{ metadata: { annotations: { behaviour.drydock.dev/exit-after: 2s, behaviour.drydock.dev/exits: '1' } }, spec: { restartPolicy: OnFailure, containers: [{ name: c, image: 'a:1' }] } }";
    const job = `apiVersion: batch/v1\nkind: Job\nmetadata: { name: once }\nspec: { backoffLimit: 2, template: ${template} }\n`;
    const t = new TestCluster({ log: makeLog() }).apply(pool).advance('300s').apply(bad).apply(job).advance('120s');
    t.change(deployments, 'web', (d) => ({ ...d, spec: { ...d.spec, replicas: 0 } })).advance('60s');
    const lanes = new Timeline(t.log, t.cluster.core.store, t.cluster.core.resources).lanes({ fromMs: 0, toMs: t.cluster.now, limit: 100 });
    const states = (name: string) => lanes.find((l) => l.name === name)?.bars.map((b) => b.state);
    expect(states('web')).toContain('failed');
    expect(states('web')?.at(-1)).toBe('waiting');
    expect(states('once')?.slice(0, 2)).toEqual(['ready', 'failed']);
  });

  it('shows of a span only who lived in it, and as many as there is room for', () => {
    const { line } = history();
    expect(line.lanes({ fromMs: 0, toMs: 9_000, limit: 100 }).filter((l) => l.kind === 'Pod')).toHaveLength(3);
    expect(line.lanes({ fromMs: 0, toMs: 80_000, limit: 5 }).map((l) => l.kind)).toEqual(['Node', 'Node', 'Deployment', 'Pod', 'Pod']);
    expect(line.lanes({ fromMs: 0, toMs: 80_000, limit: 100, namespace: 'other' }).map((l) => l.kind)).toEqual(['Node', 'Node']);
  });

  it('where not all have room, shows who is there still', () => {
    const { t, line } = history();
    const left = t.cluster
      .client('test')
      .list(pods)
      .map((p) => p.metadata.name);
    expect(
      line
        .lanes({ fromMs: 0, toMs: 80_000, limit: 4 })
        .filter((l) => l.kind === 'Pod')
        .map((l) => l.name),
    ).toEqual(left);
  });

  it('pages through the writes, newest first, and those of one object', () => {
    const { t, line } = history();
    const head = t.cluster.core.store.revision;
    expect(line.rows({ limit: 3 }).map((r) => r.revision)).toEqual([head, head - 1, head - 2]);
    expect(line.rows({ before: 3, limit: 10 }).map((r) => r.revision)).toEqual([2, 1]);
    expect(line.rows({ after: 4, limit: 2 }).map((r) => r.revision)).toEqual([6, 5]);
    const own = line.rows({ key: 'apps/deployments/default/web', limit: 1000 });
    expect(own.at(-1)).toMatchObject({ verb: 'create', actor: 'admin', cause: 0, text: 'created, 3 wanted' });
    expect(line.rows({ key: 'apps/deployments/default/web', limit: 2 })).toEqual(own.slice(0, 2));
  });

  it('says why a pod is there, back to what a person did', () => {
    const { t, line } = history();
    const pod = t.list(pods)[0] as ApiObject;
    const chain = line.causes(`core/pods/default/${pod.metadata.name}`);
    expect(chain.at(-1)).toMatchObject({ actor: 'admin', cause: 0, key: 'apps/deployments/default/web' });
    expect(chain.map((r) => r.revision)).toEqual(chain.map((r) => r.revision).toSorted((a, b) => b - a));
  });

  it('says how something came to be there, although what happened to it last has another cause', () => {
    const t = new TestCluster({ log: makeLog() }).apply(WEB).advance('5s').nodes(1).advance('10s');
    const line = new Timeline(t.log, t.cluster.core.store, t.cluster.core.resources);
    const pod = t.list(pods)[0] as ApiObject;
    const chain = line.causes(`core/pods/default/${pod.metadata.name}`);
    expect(chain.filter((r) => r.cause === 0).map((r) => r.key.split('/')[1])).toEqual(['nodes', 'deployments']);
    expect(chain.find((r) => r.key.startsWith('core/pods/') && r.verb === 'create')?.small).toBeUndefined();
    expect(chain.some((r) => r.small)).toBe(true);
    expect(chain.some((r) => r.key.endsWith(`/${pod.metadata.name}`) && r.text.startsWith('goes to node '))).toBe(true);
  });

  it('marks a warning on what it is about', () => {
    const t = new TestCluster({ log: makeLog() }).apply(WEB).advance('5s');
    const line = new Timeline(t.log, t.cluster.core.store, t.cluster.core.resources);
    const marks = line
      .lanes({ fromMs: 0, toMs: 5_000, limit: 10 })
      .filter((l) => l.kind === 'Pod')
      .flatMap((l) => l.marks);
    expect(marks.some((m) => m.kind === 'warning' && m.text.startsWith('FailedScheduling: '))).toBe(true);
    expect(line.histogram(0, 5_000, 1)[0]?.failures).toBe(marks.filter((m) => m.kind === 'failure').length);
  });
});
