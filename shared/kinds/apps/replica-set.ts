import { defineKind } from '../definition.ts';
import type { ReplicaSet } from '../types.ts';
import { defaultPodSpec } from '../core/pod.ts';
export const replicaSets = defineKind<ReplicaSet>({ apiVersion: 'apps/v1', kind: 'ReplicaSet', plural: 'replicasets', shortNames: ['rs'], categories: ['all'], namespaced: true, generation: true,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  default: (o) => ({ ...o, spec: { ...o.spec, replicas: o.spec.replicas ?? 1, template: { ...o.spec.template, spec: defaultPodSpec(o.spec.template!.spec!) } } }) });
