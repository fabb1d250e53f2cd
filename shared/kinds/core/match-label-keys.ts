/**
 * Selectors of affinity and spreading are completed with the pod's own labels when it is created.
 * Source: registry/core/pod mutatePodAffinity and mutateTopologySpreadConstraints, KEP-3633, KEP-3243.
 */
import type * as g from '../generated/types.ts';
import type { PodSpec } from '../types.ts';
import { changed, each } from './part-defaults.ts';

type Labels = Readonly<Record<string, string>>;
type Term = Pick<g.PodAffinityTerm, 'labelSelector' | 'matchLabelKeys' | 'mismatchLabelKeys'>;

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** The spec with its label keys resolved; the same object where it has none. */
export function withMatchLabelKeys(s: PodSpec, labels: Labels): PodSpec {
  if (!s.affinity && !s.topologySpreadConstraints) return s;
  const near = (a: g.PodAffinity | undefined) =>
    a &&
    changed(a, {
      [REQUIRED]: each(a[REQUIRED], (t) => resolved(t, labels)),
      [PREFERRED]: each(a[PREFERRED], (t) => changed(t, { podAffinityTerm: resolved(t.podAffinityTerm, labels) })),
    });
  return changed(s, {
    affinity:
      s.affinity && changed(s.affinity, { podAffinity: near(s.affinity.podAffinity), podAntiAffinity: near(s.affinity.podAntiAffinity) }),
    topologySpreadConstraints: each(s.topologySpreadConstraints, (c) => resolved(c, labels)),
  });
}

function resolved<T extends Term>(t: T, labels: Labels): T {
  const s = t.labelSelector;
  if (!s) return t;
  const expressions = (keys: readonly string[] = [], operator: string) =>
    keys.flatMap((key) => (labels[key] === undefined ? [] : [{ key, operator, values: [labels[key]] }]));
  const more = [...expressions(t.matchLabelKeys, 'In'), ...expressions(t.mismatchLabelKeys, 'NotIn')];
  return more.length ? { ...t, labelSelector: { ...s, matchExpressions: [...(s.matchExpressions ?? []), ...more] } } : t;
}
