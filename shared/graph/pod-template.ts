/** The pod template of whatever makes pods. */
import type { ApiObject } from '../api/object.ts';
import type { CronJob, Deployment, ObjectMeta, Pod, PodSpec } from '../kinds/types.ts';
import { ownKind } from './own-kind.ts';

/** Kinds whose box shows pods. */
export const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Pod',
]);

/** What a pod is made of. */
export interface Template {
  readonly metadata?: ObjectMeta;
  readonly spec: PodSpec;
}

/** The template of a workload; a Pod is its own. Undefined for every other kind, and where a template is not complete. */
export function templateOf(o: ApiObject): Template | undefined {
  switch (ownKind(o)) {
    case 'Pod':
      return o as Pod;
    case 'CronJob':
      return complete((o as CronJob).spec.jobTemplate?.spec?.template);
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'Job':
      return complete((o as Deployment).spec.template);
    default:
      return undefined;
  }
}

function complete(t: { readonly metadata?: ObjectMeta; readonly spec?: PodSpec } | undefined): Template | undefined {
  return t?.spec ? (t as Template) : undefined;
}

/** An image as people say it: without registry and path, but for its last part, and without a digest. */
export function shortImage(image: string): string {
  const [name = ''] = image.split('@');
  const parts = name.split('/');
  return parts.length === 2 && !/[.:]/.test(parts[0] as string) ? name : (parts.at(-1) ?? name);
}
