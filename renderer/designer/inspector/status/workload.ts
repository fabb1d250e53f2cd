import type { CronJob, DaemonSet, Deployment, Job, ReplicaSet, StatefulSet } from '#shared/kinds/types.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { ageOf, podsBelow, podTable } from './common.ts';
import { stated, type StatusOf, type StatusSection, type StatusView } from './section.ts';

const pods = (o: ApiObject, view: StatusView) => podTable('Pods', podsBelow(o, view), view);
const counts = (facts: StatusSection['facts']): readonly StatusSection[] => (facts?.length ? [{ title: 'Counts', facts }] : []);

export const deploymentStatus: StatusOf<Deployment> = (o, view) => [
  ...counts([
    ...stated('Wanted', o.spec.replicas ?? 1),
    ...stated('Up to date', o.status.updatedReplicas ?? 0),
    ...stated('Ready', o.status.readyReplicas ?? 0),
    ...stated('Available', o.status.availableReplicas ?? 0),
    ...stated('Revision', o.metadata.annotations?.['deployment.kubernetes.io/revision']),
  ]),
  ...revisions(o, view),
  ...pods(o, view),
];

function revisions(o: Deployment, view: StatusView): readonly StatusSection[] {
  const sets = view.ownedBy(o.metadata.uid).filter((r): r is ReplicaSet => r.kind === 'ReplicaSet');
  const number = (r: ReplicaSet) => Number(r.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
  if (sets.length < 2) return [];
  return [
    {
      title: 'Revisions',
      table: {
        columns: ['ReplicaSet', 'Revision', 'Ready'],
        rows: sets
          .toSorted((a, b) => number(b) - number(a))
          .map((r) => ({
            id: r.metadata.uid,
            cells: [
              { text: r.metadata.name, key: view.keyOf(r) },
              { text: String(number(r)) },
              { text: `${r.status.readyReplicas ?? 0}/${r.spec.replicas ?? 0}` },
            ],
          })),
      },
    },
  ];
}

export const replicaSetStatus: StatusOf<ReplicaSet> = (o, view) => [
  ...counts([
    ...stated('Wanted', o.spec.replicas ?? 1),
    ...stated('Ready', o.status.readyReplicas ?? 0),
    ...stated('Available', o.status.availableReplicas ?? 0),
  ]),
  ...pods(o, view),
];

export const statefulSetStatus: StatusOf<StatefulSet> = (o, view) => [
  ...counts([
    ...stated('Wanted', o.spec.replicas ?? 1),
    ...stated('Ready', o.status.readyReplicas ?? 0),
    ...stated('Up to date', o.status.updatedReplicas ?? 0),
    ...stated('Revision', o.status.currentRevision),
    ...(o.status.updateRevision !== o.status.currentRevision ? stated('Going to', o.status.updateRevision) : []),
  ]),
  ...pods(o, view),
];

export const daemonSetStatus: StatusOf<DaemonSet> = (o, view) => [
  ...counts([
    ...stated('Nodes meant', o.status.desiredNumberScheduled ?? 0),
    ...stated('Scheduled', o.status.currentNumberScheduled ?? 0),
    ...stated('Ready', o.status.numberReady ?? 0),
    ...stated('Up to date', o.status.updatedNumberScheduled ?? 0),
    ...stated('Where none should be', o.status.numberMisscheduled || undefined),
  ]),
  ...pods(o, view),
];

export const jobStatus: StatusOf<Job> = (o, view) => [
  ...counts([
    ...stated('Active', o.status.active ?? 0),
    ...stated('Succeeded', `${o.status.succeeded ?? 0} of ${o.spec.completions ?? 1}`),
    ...stated('Failed', `${o.status.failed ?? 0}, ${o.spec.backoffLimit ?? 6} allowed`),
    ...stated('Started', ageOf(o.status.startTime, view.nowMs) && `${ageOf(o.status.startTime, view.nowMs)} ago`),
    ...stated('Completed', ageOf(o.status.completionTime, view.nowMs) && `${ageOf(o.status.completionTime, view.nowMs)} ago`),
    ...stated('Indexes done', o.status.completedIndexes),
  ]),
  ...pods(o, view),
];

export const cronJobStatus: StatusOf<CronJob> = (o, view) => {
  const jobs = view.ownedBy(o.metadata.uid).filter((j): j is Job => j.kind === 'Job');
  return [
    ...counts([
      ...stated('Last run', ageOf(o.status.lastScheduleTime, view.nowMs) && `${ageOf(o.status.lastScheduleTime, view.nowMs)} ago`),
      ...stated('Last success', ageOf(o.status.lastSuccessfulTime, view.nowMs) && `${ageOf(o.status.lastSuccessfulTime, view.nowMs)} ago`),
      ...stated('Running', o.status.active?.length ?? 0),
    ]),
    ...(jobs.length
      ? [
          {
            title: 'Jobs',
            table: {
              columns: ['Job', 'Succeeded', 'Age'],
              rows: jobs.toReversed().map((j) => ({
                id: j.metadata.uid,
                cells: [
                  { text: j.metadata.name, key: view.keyOf(j) },
                  { text: `${j.status.succeeded ?? 0}/${j.spec.completions ?? 1}` },
                  { text: ageOf(j.metadata.creationTimestamp, view.nowMs) },
                ],
              })),
            },
          },
        ]
      : []),
  ];
};
