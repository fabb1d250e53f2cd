/**
 * Label selectors: the object form of a spec and the text form of a query.
 * Source: "Labels and Selectors"; apimachinery's labels.Parse and metav1.LabelSelectorAsSelector.
 */
import type { LabelSelector } from '../kinds/generated/types.ts';
import { memoByIdentity } from './json.ts';

/** Labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/** The operators a requirement may have. */
export type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

/** One condition on one label. All of a selector's must hold. */
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** A selector made ready: true for labels that satisfy all its requirements. */
export type Matcher = (labels: Labels | undefined) => boolean;

const NONE: Labels = Object.freeze({});
const INTEGER = /^[+-]?\d+$/;

/** Does one requirement hold? A NotIn or DoesNotExist holds where the label is absent, as in Kubernetes. */
export function satisfies(r: Requirement, labels: Labels | undefined): boolean {
  const has = labels !== undefined && Object.hasOwn(labels, r.key);
  const value = has ? ((labels as Labels)[r.key] as string) : undefined;
  switch (r.operator) {
    case 'In':
      return value !== undefined && r.values.includes(value);
    case 'NotIn':
      return value === undefined || !r.values.includes(value);
    case 'Exists':
      return has;
    case 'DoesNotExist':
      return !has;
    case 'Gt':
    case 'Lt': {
      const bound = r.values[0] ?? '';
      if (value === undefined || !INTEGER.test(value) || !INTEGER.test(bound)) return false;
      return r.operator === 'Gt' ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
    }
  }
}

/** A matcher for a list of requirements; the empty list matches everything. */
export function matcher(requirements: readonly Requirement[]): Matcher {
  return (labels) => requirements.every((r) => satisfies(r, labels));
}

/** A matcher for equal labels, as Services and ReplicationControllers select; {} matches everything. */
export const equalityMatcher = memoByIdentity((wanted: Labels): Matcher => {
  const pairs = Object.entries(wanted);
  return (labels) => pairs.every(([k, v]) => (labels ?? NONE)[k] === v);
});

/** The requirements of a LabelSelector object. */
export function requirementsOf(s: LabelSelector): readonly Requirement[] {
  return [
    ...Object.entries(s.matchLabels ?? {}).map(([key, v]): Requirement => ({ key, operator: 'In', values: [v] })),
    ...(s.matchExpressions ?? []).map((e): Requirement => ({ key: e.key, operator: e.operator as Operator, values: e.values ?? [] })),
  ];
}

const selectorMatcher = memoByIdentity((s: LabelSelector): Matcher => matcher(requirementsOf(s)));
const nothing: Matcher = () => false;

/** A matcher for a LabelSelector: absent matches nothing, {} matches everything. */
export function labelSelectorMatcher(s: LabelSelector | undefined): Matcher {
  return s === undefined ? nothing : selectorMatcher(s);
}

/** A LabelSelector as kubectl prints it: 'app=web,tier in (a,b)', '<none>' where it is empty. */
export function formatLabelSelector(s: LabelSelector | undefined): string {
  if (!s) return '<none>';
  const text = requirementsOf(s)
    .slice()
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(formatRequirement)
    .join(',');
  return text || '<none>';
}

/** One requirement as text. */
export function formatRequirement(r: Requirement): string {
  const set = () => `(${[...r.values].sort().join(',')})`;
  switch (r.operator) {
    case 'In':
      return r.values.length === 1 ? `${r.key}=${r.values[0]}` : `${r.key} in ${set()}`;
    case 'NotIn':
      return `${r.key} notin ${set()}`;
    case 'Exists':
      return r.key;
    case 'DoesNotExist':
      return `!${r.key}`;
    case 'Gt':
      return `${r.key}>${r.values[0]}`;
    case 'Lt':
      return `${r.key}<${r.values[0]}`;
  }
}
