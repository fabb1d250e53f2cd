/**
 * What one rule of a role means: which requests it allows, and which rules it covers.
 * Source: pkg/apis/rbac/v1/evaluation_helpers.go, component-helpers' auth/rbac/validation.
 */
import { quoted } from '#shared/api/errors.ts';
import type { PolicyRule } from '#shared/kinds/generated/types.ts';
import type { Attributes } from './attributes.ts';

type Names = readonly string[] | undefined;

const has = (set: Names, name: string) => set?.includes(name) ?? false;
const matches = (set: Names, name: string) => has(set, '*') || has(set, name);
const startsLike = (pattern: string, path: string) => pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, ''));

/** Does the rule allow the request? */
export function ruleAllows(rule: PolicyRule, a: Attributes): boolean {
  if (!matches(rule.verbs, a.verb)) return false;
  if ('path' in a) return matches(rule.nonResourceURLs, a.path) || (rule.nonResourceURLs?.some((u) => startsLike(u, a.path)) ?? false);
  return (
    matches(rule.apiGroups, a.group) &&
    (a.subresource
      ? matches(rule.resources, `${a.resource}/${a.subresource}`) || has(rule.resources, `*/${a.subresource}`)
      : matches(rule.resources, a.resource)) &&
    (!rule.resourceNames?.length || has(rule.resourceNames, a.name))
  );
}

/** The rules, of one verb and one resource or path each, that none of `owned` covers. */
export function uncovered(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly PolicyRule[] {
  return wanted.flatMap(broken).filter((w) => !owned.some((o) => covers(o, w)));
}

/** A rule taken apart: one verb, one resource and at most one name each. */
function broken(rule: PolicyRule): readonly PolicyRule[] {
  const out: PolicyRule[] = [];
  for (const group of rule.apiGroups ?? [])
    for (const resource of rule.resources ?? [])
      for (const verb of rule.verbs) {
        const one = { apiGroups: [group], resources: [resource], verbs: [verb] };
        if (rule.resourceNames?.length) for (const name of rule.resourceNames) out.push({ ...one, resourceNames: [name] });
        else out.push(one);
      }
  for (const url of rule.nonResourceURLs ?? []) for (const verb of rule.verbs) out.push({ nonResourceURLs: [url], verbs: [verb] });
  return out;
}

/** Does a rule cover one that was taken apart? */
function covers(owner: PolicyRule, rule: PolicyRule): boolean {
  const all = (set: Names, wanted: Names) => has(set, '*') || (wanted ?? []).every((w) => has(set, w));
  return (
    all(owner.verbs, rule.verbs) &&
    all(owner.apiGroups, rule.apiGroups) &&
    (all(owner.resources, rule.resources) ||
      (rule.resources ?? []).every((r) => r.includes('/') && has(owner.resources, `*/${r.slice(r.indexOf('/') + 1)}`))) &&
    (rule.nonResourceURLs ?? []).every((u) => owner.nonResourceURLs?.some((o) => o === u || startsLike(o, u))) &&
    (!owner.resourceNames?.length || (rule.resourceNames !== undefined && rule.resourceNames.every((n) => has(owner.resourceNames, n))))
  );
}

/** Rules for one and the same resource put together, each as text, in order: what a refusal lists. */
export function describeRules(rules: readonly PolicyRule[]): readonly string[] {
  const simple = new Map<string, PolicyRule>();
  const rest: PolicyRule[] = [];
  for (const rule of rules) {
    if (!rule.resources) {
      rest.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = simple.get(key);
    simple.set(key, known ? { ...known, verbs: [...known.verbs, ...rule.verbs] } : rule);
  }
  return [...new Set([...rest, ...simple.values()].map(text))].sort();
}

function text(rule: PolicyRule): string {
  const parts: readonly (readonly [string, Names])[] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ];
  return `{${parts
    .filter(([, names]) => names?.length)
    .map(([what, names]) => `${what}:${quotedList(names ?? [])}`)
    .join(', ')}}`;
}

/** A list as Go's %q writes it: ["a" "b"]. */
export function quotedList(names: readonly string[]): string {
  return `[${names.map(quoted).join(' ')}]`;
}
