/** Which of the names that a definition asks for it gets. Source: apiextensions' controller/status naming_controller. */
import { quoted } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import type { CustomResourceDefinitionNames } from '../generated/types.ts';
import type { CustomResourceDefinition } from '../types.ts';

export interface AcceptedNames {
  readonly names: CustomResourceDefinitionNames;
  /** Why not all are accepted: the last conflict found, as Kubernetes tells it. */
  readonly conflict?: { readonly reason: string; readonly message: string };
}

/** `all` are the definitions there are; names of the same group are taken once they are accepted. */
export function acceptNames(d: CustomResourceDefinition, all: readonly CustomResourceDefinition[]): AcceptedNames {
  const others = all
    .filter((o) => o.spec.group === d.spec.group && o.metadata.name !== d.metadata.name)
    .map((o) => o.status?.acceptedNames)
    .filter((n) => n !== undefined);
  const resources = new Set(others.flatMap((n) => [n.plural, n.singular ?? '', ...(n.shortNames ?? [])]));
  const kinds = new Set(others.flatMap((n) => [n.kind, n.listKind ?? '']));
  const asked = d.spec.names;
  const had: CustomResourceDefinitionNames = d.status?.acceptedNames ?? { kind: '', plural: '' };
  let names: CustomResourceDefinitionNames = had;
  let conflict: AcceptedNames['conflict'];
  const decide = (field: 'plural' | 'singular' | 'kind' | 'listKind', reason: string, taken: ReadonlySet<string>) => {
    const name = asked[field] ?? '';
    if (name !== (had[field] ?? '') && taken.has(name)) conflict = { reason, message: inUse(name) };
    else names = { ...names, [field]: name };
  };
  decide('plural', 'PluralConflict', resources);
  decide('singular', 'SingularConflict', resources);
  if (!equal(asked.shortNames, had.shortNames)) {
    const wrong = (asked.shortNames ?? []).filter((n) => !had.shortNames?.includes(n) && resources.has(n)).map(inUse);
    if (wrong.length)
      conflict = { reason: 'ShortNamesConflict', message: wrong.length === 1 ? (wrong[0] as string) : `[${wrong.join(', ')}]` };
    else names = withList(names, 'shortNames', asked.shortNames);
  }
  decide('kind', 'KindConflict', kinds);
  decide('listKind', 'ListKindConflict', kinds);
  names = withList(names, 'categories', asked.categories);
  return equal(names, had) ? { names: had, ...(conflict ? { conflict } : {}) } : { names, ...(conflict ? { conflict } : {}) };
}

const inUse = (name: string) => `${quoted(name)} is already in use`;

function withList(
  names: CustomResourceDefinitionNames,
  field: 'shortNames' | 'categories',
  list: readonly string[] | undefined,
): CustomResourceDefinitionNames {
  const { [field]: _old, ...rest } = names;
  return list?.length ? { ...rest, [field]: list } : rest;
}
