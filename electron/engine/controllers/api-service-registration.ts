/**
 * Every group and version that is served has an APIService; those of custom resources come and go with them.
 * Source: kube-apiserver's aggregator (apiVersionPriorities), kube-aggregator's crdregistration and autoregister.
 */
import { equal } from '#shared/api/json.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import { apiServices } from '#shared/kinds/apiregistration/api-service.ts';
import type { APIService, CustomResourceDefinition } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller } from './controller.ts';
import { forEach, mapped } from './watch-rules.ts';

const MANAGED = 'kube-aggregator.kubernetes.io/automanaged';

/** How groups and their versions are ranked, the higher the earlier. */
const BUILT_IN: Readonly<Record<string, readonly [group: number, version: number]>> = {
  '/v1': [18_000, 1],
  'apps/v1': [17_800, 15],
  'events.k8s.io/v1': [17_750, 15],
  'authentication.k8s.io/v1': [17_700, 15],
  'authorization.k8s.io/v1': [17_600, 15],
  'autoscaling/v1': [17_500, 15],
  'autoscaling/v2': [17_500, 30],
  'batch/v1': [17_400, 15],
  'certificates.k8s.io/v1': [17_300, 15],
  'networking.k8s.io/v1': [17_200, 15],
  'policy/v1': [17_100, 15],
  'rbac.authorization.k8s.io/v1': [17_000, 15],
  'storage.k8s.io/v1': [16_800, 15],
  'apiextensions.k8s.io/v1': [16_700, 15],
  'admissionregistration.k8s.io/v1': [16_700, 15],
  'scheduling.k8s.io/v1': [16_600, 15],
  'coordination.k8s.io/v1': [16_500, 15],
  'node.k8s.io/v1': [16_300, 15],
  'discovery.k8s.io/v1': [16_200, 15],
  'flowcontrol.apiserver.k8s.io/v1': [16_100, 21],
  'resource.k8s.io/v1': [16_200, 15],
  'metrics.k8s.io/v1beta1': [100, 100],
};

const CUSTOM = [1000, 100] as const;

export function apiServiceRegistration(): Controller {
  return {
    name: 'autoregister',
    watches: [
      // Every cluster has the namespace; it wakes the groups that are built in.
      {
        resource: 'core/namespaces',
        keys: ({ ref, before }, client) =>
          ref.name === 'default' && !before
            ? client.core.resources
                .served()
                .flatMap((r) => (BUILT_IN[`${r.group}/${r.version}`] ? [localKey('', `${r.version}.${r.group}`)] : []))
            : [],
      },
      forEach(apiServices),
      mapped(customResourceDefinitions, (d) => (d.spec.versions ?? []).map((v) => localKey('', `${v.name}.${d.spec.group}`))),
    ],
    reconcile(key, client) {
      const { name } = splitLocalKey(key);
      const dot = name.indexOf('.');
      const version = name.slice(0, dot);
      const group = name.slice(dot + 1);
      const current = client.get(apiServices, '', name);
      const rank = BUILT_IN[`${group}/${version}`];
      const custom = !rank && client.list(customResourceDefinitions).some((d) => serves(d, group, version));
      if (rank) ensure(client, current, name, group, version, rank, 'onstart');
      else if (custom) ensure(client, current, name, group, version, CUSTOM, 'true');
      else if (current?.metadata.labels?.[MANAGED] === 'true') client.delete(apiServices, current);
    },
  };
}

const serves = (d: CustomResourceDefinition, group: string, version: string): boolean =>
  d.spec.group === group &&
  !d.metadata.deletionTimestamp &&
  (d.spec.versions ?? []).some((v) => v.name === version && v.served) &&
  (d.status.conditions?.some((c) => c.type === 'Established' && c.status === 'True') ?? false);

function ensure(
  client: Client,
  current: APIService | undefined,
  name: string,
  group: string,
  version: string,
  [groupPriorityMinimum, versionPriority]: readonly [number, number],
  managed: string,
): void {
  const spec = { ...(group ? { group } : {}), version, groupPriorityMinimum, versionPriority };
  if (!current) client.create(apiServices, '', { metadata: { name, labels: { [MANAGED]: managed } }, spec });
  else if (current.metadata.labels?.[MANAGED] === managed && !equal(current.spec, spec)) client.update(apiServices, { ...current, spec });
}
