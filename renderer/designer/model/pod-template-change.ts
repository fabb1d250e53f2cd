/** Changing the pods that a workload makes, wherever it keeps their template. */
import { at, withAt } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Container, PodSpec } from '#shared/kinds/types.ts';
import { Refusal } from './design.ts';

const IN_TEMPLATE = ['spec', 'template', 'spec'];
const IN_SCHEDULE = ['spec', 'jobTemplate', 'spec', 'template', 'spec'];

/** The workload with another pod spec. Throws a Refusal where Kubernetes lets nobody change it. */
export function withPodSpec(o: ApiObject, change: (spec: PodSpec) => PodSpec): ApiObject {
  if (o.metadata.uid && o.kind === 'Pod')
    throw new Refusal(`The spec of a running Pod cannot be changed. Delete ${o.metadata.name} and create it anew, or use a Deployment.`);
  if (o.metadata.uid && o.kind === 'Job')
    throw new Refusal(`The pod template of a Job cannot be changed. Delete ${o.metadata.name} and create it anew.`);
  const path = o.kind === 'Pod' ? ['spec'] : o.kind === 'CronJob' ? IN_SCHEDULE : IN_TEMPLATE;
  return withAt(o, path, change(at(o, path) as PodSpec)) as ApiObject;
}

/** The pod spec with another first container. */
export function withContainer(spec: PodSpec, change: (c: Container) => Container): PodSpec {
  const [first, ...rest] = spec.containers;
  return first ? { ...spec, containers: [change(first), ...rest] } : spec;
}

/** A volume's name made from what it holds, free among those there. */
export function volumeName(spec: PodSpec, base: string): string {
  const taken = new Set((spec.volumes ?? []).map((v) => v.name));
  const stem = base.replaceAll('.', '-').slice(0, 60).replace(/-+$/, '');
  if (!taken.has(stem)) return stem;
  for (let n = 2; ; n++) if (!taken.has(`${stem}-${n}`)) return `${stem}-${n}`;
}
