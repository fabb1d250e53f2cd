/** Pod. Source: core/v1 defaults, registry/core/pod, core/validation. Accounts, tolerations and priority come from admission. */
import { isDNS1123Label } from '../../api/names.ts';
import { NO_TIME } from '../../api/time.ts';
import { defineKind } from '../definition.ts';
import type * as g from '../generated/types.ts';
import type { Pod, PodSpec } from '../types.ts';
import { withMatchLabelKeys } from './match-label-keys.ts';
import { changed, each } from './part-defaults.ts';
import { APPARMOR_OF, appArmorProfileOf, type Annotations } from './pod-annotation-validation.ts';
import { POD_COLUMNS, podRowConditions } from './pod-columns.ts';
import { defaultSpecOfPod } from './pod-defaults.ts';
import { qosClassOf } from './pod-requests.ts';
import { validatePodStatus, withLastingStatus } from './pod-status-validation.ts';
import { validateEphemeralContainersUpdate, withEphemeralContainers } from './pod-ephemeral-containers.ts';
import { validatePodCreate } from './pod-validation.ts';
import { validatePodUpdate } from './pod-update-validation.ts';
import { validateResize, withResize } from './pod-resize.ts';
import { podWarnings } from './pod-warnings.ts';
import { containersOf } from './windows-validation.ts';

export const pods = defineKind<Pod>({
  apiVersion: 'v1',
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  metadataChecks: 'UM',
  generation: true,
  subresources: [
    { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    { name: 'binding', kind: 'Binding', verbs: ['create'] },
    { name: 'ephemeralcontainers', verbs: ['get', 'patch', 'update'] },
    { name: 'eviction', kind: 'Eviction', apiVersion: 'policy/v1', verbs: ['create'] },
    { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
    { name: 'log', verbs: ['get'] },
    { name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
    { name: 'proxy', kind: 'PodProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
    { name: 'resize', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  statusKeeps: ['ownerReferences'],
  default(o) {
    const spec = defaultSpecOfPod(o.spec);
    const status = o.status && withPodIPs(o.status);
    return spec === o.spec && status === o.status ? o : { ...o, spec, status };
  },
  prepareCreate(o) {
    const spec = withProfiles(withMatchLabelKeys(o.spec, o.metadata.labels ?? {}), o.metadata.annotations ?? {});
    return {
      ...o,
      spec,
      status: {
        phase: 'Pending',
        ...(spec.schedulingGates?.length ? { conditions: [gated(o.metadata.creationTimestamp)] } : {}),
        qosClass: qosClassOf(spec),
      },
    };
  },
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  prepareStatusUpdate: withLastingStatus,
  parts: {
    ephemeralcontainers: { prepareUpdate: withEphemeralContainers, validateUpdate: validateEphemeralContainersUpdate },
    resize: { prepareUpdate: withResize, validateUpdate: validateResize },
  },
  validate: validatePodCreate,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatus,
  warnings: (next, previous) =>
    previous ? [] : [...profileWarnings(next), ...hostnameWarnings(next.metadata.name), ...podWarnings(next.spec, next.metadata, '')],
  selectableFields: ({ spec, status }) => ({
    'spec.nodeName': spec.nodeName ?? '',
    'spec.host': spec.nodeName ?? '',
    'spec.restartPolicy': spec.restartPolicy ?? '',
    'spec.schedulerName': spec.schedulerName ?? '',
    'spec.serviceAccountName': spec.serviceAccountName ?? '',
    'spec.hostNetwork': String(spec.hostNetwork ?? false),
    'status.phase': status.phase ?? '',
    'status.podIP': status.podIPs?.[0]?.ip ?? '',
    'status.podIPs': '',
    'status.nominatedNodeName': status.nominatedNodeName ?? '',
  }),
  gracePeriodSeconds({ spec, status }) {
    if (!spec.nodeName || status.phase === 'Failed' || status.phase === 'Succeeded') return 0;
    const seconds = spec.terminationGracePeriodSeconds ?? 0;
    return seconds < 0 ? 1 : seconds;
  },
  columns: POD_COLUMNS,
  rowConditions: podRowConditions,
});

/** `podIP` is the first of `podIPs`; where they disagree, `podIP` wins. */
function withPodIPs(s: Pod['status']): Pod['status'] {
  const first = s.podIPs?.[0]?.ip;
  const ip = s.podIP || first;
  if (!ip || (s.podIP === ip && first === ip)) return s;
  return { ...s, podIP: ip, ...(first === ip ? {} : { podIPs: [{ ip }] }) };
}

/** What holds a pod back is said at once, before a scheduler looks at it. */
function gated(now: string): g.PodCondition {
  return {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: NO_TIME,
    lastTransitionTime: now,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
}

/** Containers whose profile an annotation has asked for. */
const byAnnotation = new WeakSet<g.Container>();

/** Of annotations that became fields, and of those that name no profile. */
function profileWarnings({ metadata: { annotations = {} }, spec }: Pod): readonly string[] {
  if (spec.os?.name === 'windows') return [];
  return containersOf(spec, '').flatMap(([c]) => {
    const key = APPARMOR_OF + c.name;
    const text = annotations[key];
    return text !== undefined && (byAnnotation.has(c) || !appArmorProfileOf(text))
      ? [`metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`]
      : [];
  });
}

/** AppArmor profiles that annotations ask for become fields. */
function withProfiles(s: PodSpec, annotations: Annotations): PodSpec {
  if (s.os?.name === 'windows' || !Object.keys(annotations).some((k) => k.startsWith(APPARMOR_OF))) return s;
  const own = s.securityContext?.appArmorProfile;
  const put = (c: g.Container): g.Container => {
    const text = annotations[APPARMOR_OF + c.name];
    const profile = text === undefined || c.securityContext?.appArmorProfile ? undefined : appArmorProfileOf(text);
    if (!profile || (own?.type === profile.type && own.localhostProfile === profile.localhostProfile)) return c;
    const profiled = { ...c, securityContext: { ...c.securityContext, appArmorProfile: profile } };
    byAnnotation.add(profiled);
    return profiled;
  };
  return changed(s, { containers: each(s.containers, put), initContainers: each(s.initContainers, put) });
}

function hostnameWarnings(name: string): readonly string[] {
  const complaints = isDNS1123Label(name);
  return complaints.length
    ? [
        `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${complaints.join(' ')}]`,
      ]
    : [];
}
