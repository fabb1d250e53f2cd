/** Near what a pod is put: affinity to nodes and pods, spreading. Source: core/validation validateAffinity, validateTopologySpreadConstraints. */
import { duplicate, forbiddenField, invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label } from '../../api/names.ts';
import { validateLabelName, validateLabelSelector } from '../../api/selector-validation.ts';
import type * as g from '../generated/types.ts';
import { validateNodeSelector, validateNodeSelectorTerm } from './node-selector-validation.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function validateAffinity(a: g.Affinity | undefined, path: string): readonly FieldError[] {
  if (!a) return [];
  return [
    ...(a.nodeAffinity ? validateNodeAffinity(a.nodeAffinity, `${path}.nodeAffinity`) : []),
    ...(a.podAffinity ? validatePodAffinity(a.podAffinity, `${path}.podAffinity`) : []),
    ...(a.podAntiAffinity ? validatePodAffinity(a.podAntiAffinity, `${path}.podAntiAffinity`) : []),
  ];
}

const validateWeight = (weight: number, path: string): readonly FieldError[] =>
  weight <= 0 || weight > 100 ? [invalid(`${path}.weight`, weight, 'must be in the range 1-100')] : [];

function validateNodeAffinity(a: g.NodeAffinity, path: string): readonly FieldError[] {
  return [
    ...(a[REQUIRED] ? validateNodeSelector(a[REQUIRED], `${path}.${REQUIRED}`) : []),
    ...(a[PREFERRED] ?? []).flatMap((t, i) => [
      ...validateWeight(t.weight, `${path}.${PREFERRED}[${i}]`),
      ...validateNodeSelectorTerm(t.preference, `${path}.${PREFERRED}[${i}].preference`, true),
    ]),
  ];
}

function validatePodAffinity(a: g.PodAffinity, path: string): readonly FieldError[] {
  return [
    ...(a[REQUIRED] ?? []).flatMap((t, i) => validateTerm(t, `${path}.${REQUIRED}[${i}]`)),
    ...(a[PREFERRED] ?? []).flatMap((t, i) => [
      ...validateWeight(t.weight, `${path}.${PREFERRED}[${i}]`),
      ...validateTerm(t.podAffinityTerm, `${path}.${PREFERRED}[${i}].podAffinityTerm`),
    ]),
  ];
}

function validateTerm(t: g.PodAffinityTerm, path: string): readonly FieldError[] {
  return [
    ...validateLabelSelector(t.labelSelector, `${path}.labelSelector`),
    ...validateLabelSelector(t.namespaceSelector, `${path}.namespaceSelector`),
    ...(t.namespaces ?? []).flatMap((n) => invalidEach(`${path}.namespace`, n, isDNS1123Label(n))),
    ...validateLabelKeys(t, path),
    ...(t.topologyKey ? [] : [required(`${path}.topologyKey`, 'can not be empty')]),
    ...validateLabelName(t.topologyKey, `${path}.topologyKey`),
  ];
}

type LabelKeys = Pick<g.PodAffinityTerm, 'labelSelector' | 'matchLabelKeys' | 'mismatchLabelKeys'>;

/** Keys of the pod's own labels that the selector is completed with (see match-label-keys.ts). */
function validateLabelKeys(
  { labelSelector: s, matchLabelKeys: same = [], mismatchLabelKeys: other = [] }: LabelKeys,
  path: string,
): readonly FieldError[] {
  const keys = (list: readonly string[], at: string) =>
    list.length === 0
      ? []
      : s
        ? list.flatMap((k, i) => validateLabelName(k, `${at}[${i}]`))
        : [forbiddenField(at, 'must not be specified when labelSelector is not set')];
  const errors: FieldError[] = [...keys(same, `${path}.matchLabelKeys`), ...keys(other, `${path}.mismatchLabelKeys`)];
  if (s) {
    const seen = new Set(Object.keys(s.matchLabels ?? {}));
    for (const { key } of s.matchExpressions ?? []) {
      const i = same.lastIndexOf(key);
      if (i >= 0 && seen.has(key)) errors.push(invalid(`${path}[${i}]`, key, 'exists in both matchLabelKeys and labelSelector'));
      seen.add(key);
    }
  }
  same.forEach((k, i) => {
    if (other.includes(k)) errors.push(invalid(`${path}.matchLabelKeys[${i}]`, k, 'exists in both matchLabelKeys and mismatchLabelKeys'));
  });
  return errors;
}

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const POLICIES = ['Honor', 'Ignore'];
const validatePositive = (value: number, path: string): readonly FieldError[] =>
  value <= 0 ? [invalid(path, value, 'must be greater than zero')] : [];

export function validateTopologySpread(constraints: readonly g.TopologySpreadConstraint[], path: string): readonly FieldError[] {
  return constraints.flatMap((c, i) => {
    const at = `${path}[${i}]`;
    const again = constraints.slice(i + 1).some((d) => d.topologyKey === c.topologyKey && d.whenUnsatisfiable === c.whenUnsatisfiable);
    const policy = (field: 'nodeAffinityPolicy' | 'nodeTaintsPolicy') =>
      c[field] === undefined || POLICIES.includes(c[field]) ? [] : [notSupported(`${at}.${field}`, c[field], POLICIES)];
    return [
      ...validatePositive(c.maxSkew, `${at}.maxSkew`),
      ...(c.topologyKey ? [] : [required(`${at}.topologyKey`, 'can not be empty')]),
      ...(ACTIONS.includes(c.whenUnsatisfiable) ? [] : [notSupported(`${at}.whenUnsatisfiable`, c.whenUnsatisfiable, ACTIONS)]),
      ...(again ? [duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${c.topologyKey}, ${c.whenUnsatisfiable}}`)] : []),
      ...validateMinDomains(c, `${at}.minDomains`),
      ...policy('nodeAffinityPolicy'),
      ...policy('nodeTaintsPolicy'),
      ...validateLabelKeys(
        {
          ...(c.labelSelector ? { labelSelector: c.labelSelector } : {}),
          ...(c.matchLabelKeys ? { matchLabelKeys: c.matchLabelKeys } : {}),
        },
        at,
      ),
      ...validateLabelSelector(c.labelSelector, `${at}.labelSelector`),
    ];
  });
}

function validateMinDomains({ minDomains: n, whenUnsatisfiable: action }: g.TopologySpreadConstraint, path: string): readonly FieldError[] {
  if (n === undefined) return [];
  return [
    ...validatePositive(n, path),
    ...(action === 'DoNotSchedule' ? [] : [invalid(path, n, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`)]),
  ];
}
