/**
 * What Kubernetes fills in of the spec of a pod, in a template or a pod. Source: core/v1 SetDefaults_PodSpec, conversion.
 * Lists of containers and volumes are completed once each: thousands of pods share them.
 */
import { deepFreeze, memoByIdentity } from '../../api/json.ts';
import type { PodSpec, PodTemplateSpec } from '../types.ts';
import type * as g from '../generated/types.ts';
import { defaultContainer, defaultResources } from './container-defaults.ts';
import { changed, each, without } from './part-defaults.ts';
import { roundedResources } from './resource-names.ts';
import { defaultVolume } from './volume-defaults.ts';

const GRACE_SECONDS = 30;
const NO_CONTAINERS: readonly g.Container[] = Object.freeze([]);
const NO_SECURITY_CONTEXT: g.PodSecurityContext = Object.freeze({});

const defaultContainers = memoByIdentity((list: readonly g.Container[]) => deepFreeze(each(list, defaultContainer)));
const defaultEphemeral = memoByIdentity((list: readonly g.EphemeralContainer[]) => deepFreeze(each(list, defaultContainer)));
const defaultVolumes = memoByIdentity((list: readonly g.Volume[]) => deepFreeze(each(list, defaultVolume)));

/** The spec completed; the same object where nothing is missing. Groups to schedule together are a feature that is off. */
export function defaultPodSpec(given: PodSpec): PodSpec {
  const s: PodSpec = without(given, 'schedulingGroup');
  const account = s.serviceAccountName || s.serviceAccount || undefined;
  return changed(s, {
    dnsPolicy: s.dnsPolicy || 'ClusterFirst',
    restartPolicy: s.restartPolicy || 'Always',
    securityContext: s.securityContext ?? NO_SECURITY_CONTEXT,
    schedulerName: s.schedulerName || 'default-scheduler',
    terminationGracePeriodSeconds: s.terminationGracePeriodSeconds ?? GRACE_SECONDS,
    serviceAccountName: account,
    serviceAccount: account,
    containers: s.containers ? defaultContainers(s.containers) : NO_CONTAINERS,
    initContainers: s.initContainers && defaultContainers(s.initContainers),
    ephemeralContainers: s.ephemeralContainers && defaultEphemeral(s.ephemeralContainers),
    volumes: s.volumes && defaultVolumes(s.volumes),
    overhead: roundedResources(s.overhead),
    resources: s.resources && defaultResources(s.resources),
  });
}

/** A template completed; the same object where nothing is missing. Costs once for each template. */
export const defaultPodTemplateSpec: (t: PodTemplateSpec) => PodTemplateSpec = memoByIdentity((t) =>
  deepFreeze(t.spec ? changed(t, { spec: defaultPodSpec(t.spec) }) : t),
);
