/** Opening a design anew in the middle of a run changes nothing that follows: whatever the loops know, they derive. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodes } from '#shared/kinds/core/node.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { cronJobs } from '#shared/kinds/batch/cron-job.ts';
import { STATE } from '#shared/kinds/drydock/machine.ts';
import type { Ms } from '#shared/api/time.ts';
import type { Node } from '#shared/kinds/types.ts';
import { seeded } from './clock/random.ts';
import { MemoryLog } from './store/memory-log.ts';
import { TestCluster } from './testing/test-cluster.ts';

const FOLDER = 'resources/samples';
const samples = readdirSync(FOLDER).filter((f) => f.endsWith('.yaml'));
const SEED = 4712;

/** What somebody does, or how long nobody does anything. */
type Deed =
  | { readonly do: 'wait'; readonly ms: Ms }
  | { readonly do: 'scale'; readonly replicas: number }
  | { readonly do: 'cordon' | 'switch' | 'taint'; readonly node: number }
  | { readonly do: 'reschedule'; readonly minutes: number };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400_000 }) }) },
  fc.record({ do: fc.constant('scale' as const), replicas: fc.nat(12) }),
  fc.record({ do: fc.constantFrom('cordon' as const, 'switch' as const, 'taint' as const), node: fc.nat(9) }),
  fc.record({ do: fc.constant('reschedule' as const), minutes: fc.integer({ min: 1, max: 4 }) }),
);

/** Something of everything that takes its time: starts, disks, schedules, back-offs, crashes, pulls that fail, autoscalers. */
const BUSY = `
{apiVersion: drydock.dev/v1, kind: NodePool, metadata: {name: general}, spec: {capacity: {cpu: "4", memory: 16Gi}, replicas: 3, minReplicas: 2, maxReplicas: 5}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 4, minReadySeconds: 5, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}, annotations: {behaviour.drydock.dev/cpu-per-request: 10m}}, spec: {containers: [{name: m, image: "x:1", resources: {requests: {cpu: 300m, memory: 128Mi}}, readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 7}}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {behaviour.drydock.dev/requests-per-second: "50"}}, spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80, targetPort: 80, protocol: TCP}]}}
---
{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 9, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]}}
---
{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}}
---
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {serviceName: db, replicas: 2, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: m, image: "x:1", resources: {requests: {cpu: 500m}}, volumeMounts: [{name: data, mountPath: /data}]}]}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]}}
---
{apiVersion: batch/v1, kind: CronJob, metadata: {name: tick}, spec: {schedule: "*/3 * * * *", jobTemplate: {spec: {ttlSecondsAfterFinished: 200, template: {metadata: {annotations: {behaviour.drydock.dev/exit-after: 20s, behaviour.drydock.dev/exits: "1,0"}}, spec: {restartPolicy: OnFailure, containers: [{name: m, image: "j:1"}]}}}}}}
---
{apiVersion: batch/v1, kind: Job, metadata: {name: fails}, spec: {backoffLimit: 5, template: {metadata: {annotations: {behaviour.drydock.dev/exit-after: 7s, behaviour.drydock.dev/exits: "1"}}, spec: {restartPolicy: Never, containers: [{name: m, image: "j:1"}]}}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}, annotations: {behaviour.drydock.dev/exit-after: 13s, behaviour.drydock.dev/exits: "1"}}, spec: {containers: [{name: m, image: "a:1", livenessProbe: {tcpSocket: {port: 80}}}]}}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: missing, annotations: {behaviour.drydock.dev/image-exists: "false"}}, spec: {containers: [{name: m, image: "missing:1"}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: huge}, spec: {containers: [{name: m, image: "x:1", resources: {requests: {cpu: "64"}}}]}}
`;

/** The log of a run, but for what each write is put down to: a timer that is set anew counts as caused by what it was set from. */
function run(manifest: string, seed: number, deeds: readonly Deed[], restarts: boolean) {
  const log = new MemoryLog();
  const random = seeded(seed).fork('when to open it anew');
  let c = new TestCluster({ log, seed }).apply(manifest);
  for (const d of deeds) {
    for (let left = d.do === 'wait' ? d.ms : 0; left > 0;) {
      const ms = Math.min(left, 1 + random.int(random.next() < 0.5 ? 5_000 : 900_000));
      c.cluster.advanceTo(c.cluster.now + ms);
      if (restarts) c = c.restart().advance('0s');
      left -= ms;
    }
    act(c, d);
  }
  return log.since(0, Infinity).map(({ cause: _cause, ...entry }) => entry);
}

function act(c: TestCluster, d: Deed): void {
  if (d.do === 'scale') c.change(deployments, 'web', (o) => ({ ...o, spec: { ...o.spec, replicas: d.replicas } }));
  else if (d.do === 'reschedule') c.change(cronJobs, 'tick', (o) => ({ ...o, spec: { ...o.spec, schedule: `*/${d.minutes} * * * *` } }));
  else if (d.do !== 'wait') {
    const all = c.list(nodes);
    const node = all[d.node % Math.max(1, all.length)];
    if (node) c.change(nodes, node.metadata.name, turned[d.do]);
  }
}

const turned: Record<'cordon' | 'switch' | 'taint', (n: Node) => Node> = {
  cordon: (n) => ({ ...n, spec: { ...n.spec, unschedulable: !n.spec.unschedulable } }),
  switch: (n) => {
    const { [STATE]: was, ...annotations } = n.metadata.annotations ?? {};
    return { ...n, metadata: { ...n.metadata, annotations: was === undefined ? { ...annotations, [STATE]: 'off' } : annotations } };
  },
  taint: (n) => {
    const others = (n.spec.taints ?? []).filter((t) => t.key !== 'leave');
    return {
      ...n,
      spec: {
        ...n.spec,
        taints: others.length < (n.spec.taints ?? []).length ? others : [...others, { key: 'leave', effect: 'NoExecute' }],
      },
    };
  },
};

/** Compares entry by entry, so that what differs first is what is shown. */
function expectSame(manifest: string, seed: number, deeds: readonly Deed[]): void {
  const straight = run(manifest, seed, deeds, false);
  const stopped = run(manifest, seed, deeds, true);
  straight.forEach((e, i) => expect(stopped[i]).toEqual(e));
  expect(stopped).toHaveLength(straight.length);
}

const TWO_HOURS_AND_A_BIT: readonly Deed[] = [{ do: 'wait', ms: 130 * 60_000 }];

test.for(samples.flatMap((sample) => [1, 2].map((seed) => ({ sample, seed }))))(
  '$sample runs on as if it had not been opened anew (seed $seed)',
  ({ sample, seed }) => {
    expectSame(readFileSync(`${FOLDER}/${sample}`, 'utf8'), seed, TWO_HOURS_AND_A_BIT);
  },
);

test(`so does a busy design to which much is done (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.array(deed, { minLength: 4, maxLength: 10 }), fc.integer({ min: 1, max: 1000 }), (deeds, seed) => {
      expectSame(BUSY, seed, [{ do: 'wait', ms: 60_000 }, ...deeds, { do: 'wait', ms: 900_000 }]);
    }),
    { seed: SEED, numRuns: 12 },
  );
});
