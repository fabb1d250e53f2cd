/** The API groups that are served, with their versions, in the order discovery lists them. Source: kube-apiserver's apiVersionPriorities. */
import { compareVersions } from '#shared/api/version-order.ts';
import type { Resource, Resources } from '../resources.ts';

/** A group and the resources of each of its versions, the preferred version first. */
export interface ServedGroup {
  readonly name: string;
  readonly versions: readonly { readonly version: string; readonly resources: readonly Resource[] }[];
}

/** Kubernetes' own groups, the first ones first; groups of custom resources follow, metrics come last. */
const ORDER = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'resource.k8s.io',
];
const LAST = 'metrics.k8s.io';

/** Every served group, core ('') first. */
export function servedGroups(resources: Resources): readonly ServedGroup[] {
  const groups = new Map<string, Map<string, Resource[]>>();
  for (const r of resources.served()) {
    const versions = groups.get(r.group) ?? new Map<string, Resource[]>();
    groups.set(r.group, versions);
    versions.set(r.version, [...(versions.get(r.version) ?? []), r]);
  }
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([name, versions]) => ({
      name,
      versions: [...versions]
        .sort(([a], [b]) => compareVersions(a, b))
        .map(([version, list]) => ({ version, resources: list.sort((a, b) => (a.definition.plural < b.definition.plural ? -1 : 1)) })),
    }));
}

function rank(group: string): number {
  const i = ORDER.indexOf(group);
  return i >= 0 ? i : group === LAST ? ORDER.length + 1 : ORDER.length;
}
