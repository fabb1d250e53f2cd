/** A pod stays on a node that fails for five minutes, unless it says otherwise. Source: plugin/pkg/admission/defaulttolerationseconds. */
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { PodSpec, Toleration } from '#shared/kinds/types.ts';
import type { AdmissionPlugin } from '../context.ts';
import { completesSpec } from './pod-spec.ts';

const TOLERATED: readonly Toleration[] = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  resources: [resourceOf(pods)],
  admit: (c, o) => ((c.operation === 'CREATE' || c.operation === 'UPDATE') && !c.subresource ? withTolerations(o) : o),
};

const withTolerations = completesSpec((spec: PodSpec): PodSpec => {
  const given = spec.tolerations ?? [];
  const missing = TOLERATED.filter(({ key }) => !given.some((t) => (!t.key || t.key === key) && (!t.effect || t.effect === 'NoExecute')));
  return missing.length ? { ...spec, tolerations: [...given, ...missing] } : spec;
});
