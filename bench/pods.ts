/**
 * How fast a Deployment becomes Ready: from its creation through the API to all pods Ready, with the log in SQLite and
 * every write durable. `pods --nodes 100 --replicas 5000`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { Session } from '#electron/hosts/session/session.ts';
import { wall } from '#electron/hosts/session/wall.ts';
import { DesignDocument } from '#electron/storage/document.ts';

const { values } = parseArgs({ options: { nodes: { type: 'string', default: '100' }, replicas: { type: 'string', default: '5000' } } });
const nodeCount = Number(values.nodes);
const replicas = Number(values.replicas);

const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
const path = join(folder, 'bench.drydock');
DesignDocument.create(path, { seed: 1, epochMs: 1_767_225_600_000 }).close();
const session = Session.open(path, wall, false);
const { store } = session.cluster.core;
const client = session.cluster.client('admin');
try {
  session.setPace({ playing: true, speed: 'max' });
  const capacity = { cpu: '32', memory: '256Gi', pods: String(Math.max(110, Math.ceil((replicas / nodeCount) * 1.5))) };
  await session.write(() => {
    for (let i = 0; i < nodeCount; i++)
      client.create(nodes, '', {
        metadata: { name: `n${i}`, annotations: { 'kwok.x-k8s.io/node': 'fake' } },
        spec: {},
        status: { capacity, allocatable: capacity },
      });
  });
  await until(() =>
    client.list(nodes).every((n) => n.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') && !n.spec.taints?.length),
  );

  const before = store.revision;
  const began = performance.now();
  await session.write(() =>
    client.create(deployments, 'default', {
      metadata: { name: 'web' },
      spec: {
        replicas,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image: 'nginx:1.27', resources: { requests: { cpu: '100m', memory: '64Mi' } } }] },
        },
      },
    }),
  );
  await until(() => client.get(deployments, 'default', 'web')?.status.readyReplicas === replicas);
  await session.durable();
  const wallSeconds = (performance.now() - began) / 1000;
  const revisions = store.revision - before;
  console.log(
    JSON.stringify({
      wallSeconds: Number(wallSeconds.toFixed(3)),
      revisions,
      revisionsPerSecond: Math.round(revisions / wallSeconds),
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
} finally {
  session.close();
  rmSync(folder, { recursive: true });
}

/** Resolves once something holds; looks after every slice of the loops. */
function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const off = session.moved.on(look);
    function look(): void {
      if (holds()) {
        off();
        resolve();
      }
    }
    look();
  });
}
