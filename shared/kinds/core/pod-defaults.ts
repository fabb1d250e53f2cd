/** What Kubernetes fills in of a pod beyond what it fills in of a template. Source: core/v1 SetDefaults_Pod. */
import { deepFreeze, memoByIdentity } from '../../api/json.ts';
import type * as g from '../generated/types.ts';
import type { PodSpec } from '../types.ts';
import { changed, each } from './part-defaults.ts';
import { withPodLevelDefaults } from './pod-level-resources.ts';
import { defaultPodSpec } from './pod-spec-defaults.ts';

type Containers = readonly g.Container[];

/** What a container may use it is taken to need, where it does not say. */
const withRequests = memoByIdentity((list: Containers): Containers =>
  deepFreeze(
    each(list, (c) => {
      const { limits, requests } = c.resources ?? {};
      return limits && Object.keys(limits).some((k) => requests?.[k] === undefined)
        ? { ...c, resources: { ...c.resources, requests: { ...limits, ...requests } } }
        : c;
    }),
  ),
);

/** In its node's network a container's port is the node's. */
const withHostPorts = memoByIdentity((list: Containers): Containers =>
  deepFreeze(each(list, (c) => changed(c, { ports: each(c.ports, (p) => (p.hostPort ? p : { ...p, hostPort: p.containerPort })) }))),
);

/** The spec of a pod completed; the same object where nothing is missing. Pods of one template share it. */
export const defaultSpecOfPod: (s: PodSpec) => PodSpec = memoByIdentity((s) => {
  const t = defaultPodSpec(s);
  const put = (list: Containers | undefined) => (list && t.hostNetwork ? withHostPorts(withRequests(list)) : list && withRequests(list));
  return deepFreeze(
    withPodLevelDefaults(
      changed(t, {
        containers: put(t.containers),
        initContainers: put(t.initContainers),
        enableServiceLinks: t.enableServiceLinks ?? true,
      }),
    ),
  );
});
