/** How the policy that a new cluster starts with is written down. Source: pkg/apis/rbac/v1/helpers.go. */
import type { ObjectMeta, PolicyRule, Subject } from '#shared/kinds/generated/types.ts';

export const READ = 'get list watch';
export const WRITE = 'create delete deletecollection patch update';
export const READ_WRITE = 'create delete deletecollection get list patch update watch';

/** API group of roles and bindings. */
export const RBAC = 'rbac.authorization.k8s.io';

const words = (text: string): readonly string[] => text.split(' ');

/** A rule for resources, its lists as words: `core` is the group without a name. */
export function rule(verbs: string, groups: string, resources: string, names?: string): PolicyRule {
  return {
    verbs: words(verbs),
    apiGroups: words(groups).map((g) => (g === 'core' ? '' : g)),
    resources: words(resources),
    ...(names ? { resourceNames: words(names) } : {}),
  };
}

/** A rule for paths that are no resources. */
export function urls(verbs: string, paths: string): PolicyRule {
  return { verbs: words(verbs), nonResourceURLs: words(paths) };
}

/** What every component needs that records events. */
export const EVENTS = rule('create patch update', 'core events.k8s.io', 'events');

/** Subjects as words: 'User:system:kube-proxy', 'Group:system:masters', 'ServiceAccount:kube-system/kube-dns'. */
export function subjects(list: string): readonly Subject[] {
  return words(list).map((word): Subject => {
    const colon = word.indexOf(':');
    const kind = word.slice(0, colon);
    const name = word.slice(colon + 1);
    const slash = name.indexOf('/');
    return kind === 'ServiceAccount'
      ? { kind, name: name.slice(slash + 1), namespace: name.slice(0, slash) }
      : { kind, apiGroup: RBAC, name };
  });
}

/** Metadata of an object that the server keeps as it was shipped. */
export function shipped(name: string, labels: Readonly<Record<string, string>> = {}): ObjectMeta & { readonly name: string } {
  return {
    name,
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  };
}
