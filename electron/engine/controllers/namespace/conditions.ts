/** What a namespace that is going says of itself. Source: pkg/controller/namespace/deletion/status_condition_utils.go. */
import { equal } from '#shared/api/json.ts';
import type { NamespaceCondition } from '#shared/kinds/generated/types.ts';
import type { Content } from './content.ts';

const SUCCESS: readonly (readonly [type: string, reason: string, message: string])[] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  ['NamespaceDeletionContentFailure', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
];

/** The conditions after a round of deleting: the same list where nothing has changed. */
export function conditionsAfter(
  old: readonly NamespaceCondition[] | undefined,
  content: Content,
  now: string,
): readonly NamespaceCondition[] {
  const trouble = new Map<string, { readonly reason: string; readonly message: string }>();
  if (content.errors.length)
    trouble.set('NamespaceDeletionContentFailure', {
      reason: 'ContentDeletionFailed',
      message: `Failed to delete all resource types, ${content.errors.length} remaining: ${content.errors.length > 1 ? `[${content.errors.join(', ')}]` : content.errors[0]}`,
    });
  const remaining = [...content.remaining].map(([resource, n]) => `${resource} has ${n} resource instances`).sort();
  if (remaining.length)
    trouble.set('NamespaceContentRemaining', {
      reason: 'SomeResourcesRemain',
      message: `Some resources are remaining: ${remaining.join(', ')}`,
    });
  const finalizers = [...content.finalizers].map(([name, n]) => `${name} in ${n} resource instances`).sort();
  if (finalizers.length)
    trouble.set('NamespaceFinalizersRemaining', {
      reason: 'SomeFinalizersRemain',
      message: `Some content in the namespace has finalizers remaining: ${finalizers.join(', ')}`,
    });

  const next = [...(old ?? [])];
  for (const [type, reason, message] of SUCCESS) {
    const what = { reason, message, ...trouble.get(type) };
    const status = trouble.has(type) ? 'True' : 'False';
    const i = next.findIndex((k) => k.type === type);
    const known = next[i];
    const condition: NamespaceCondition = {
      type,
      status,
      lastTransitionTime: known?.status === status ? (known.lastTransitionTime ?? now) : now,
      ...what,
    };
    if (!known) next.push(condition);
    else if (!equal(known, condition)) next[i] = condition;
  }
  return equal(next, old) ? (old ?? next) : next;
}
