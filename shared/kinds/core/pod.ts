/** Pod. Source: pkg/apis/core/v1/defaults.go, pkg/registry/core/pod/strategy.go. */
import { memoByIdentity } from '../../api/json.ts';
import { defineKind } from '../definition.ts';
import type { Container, Pod, PodSpec } from '../types.ts';

const defaultContainer = memoByIdentity((c: Container): Container => ({
  ...c, resources: c.resources ?? {}, imagePullPolicy: c.imagePullPolicy ?? 'IfNotPresent', terminationMessagePath: c.terminationMessagePath ?? '/dev/termination-log', terminationMessagePolicy: c.terminationMessagePolicy ?? 'File',
}));
export const defaultPodSpec = memoByIdentity((s: PodSpec): PodSpec => {
  if (s.dnsPolicy && s.restartPolicy && s.schedulerName && s.securityContext) return s;
  return { ...s, containers: s.containers.map(defaultContainer), dnsPolicy: s.dnsPolicy ?? 'ClusterFirst', restartPolicy: s.restartPolicy ?? 'Always', schedulerName: s.schedulerName ?? 'default-scheduler', securityContext: s.securityContext ?? {}, terminationGracePeriodSeconds: s.terminationGracePeriodSeconds ?? 30 };
});
export const pods = defineKind<Pod>({
  apiVersion: 'v1', kind: 'Pod', plural: 'pods', shortNames: ['po'], categories: ['all'], namespaced: true, generation: true,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  default: (o) => { const spec = defaultPodSpec(o.spec); return spec === o.spec ? o : { ...o, spec }; },
  prepareCreate: (o) => ({ ...o, status: { phase: 'Pending', qosClass: 'BestEffort' } }),
  gracePeriodSeconds: (o) => (o.spec.nodeName ? o.spec.terminationGracePeriodSeconds ?? 30 : 0),
});
