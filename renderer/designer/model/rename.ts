/** Another name: Kubernetes renames nothing, so it is created anew and the old one deleted, and what refers to it follows. */
import { namespaceOf, type ApiObject } from '#shared/api/object.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import { authored } from './copy.ts';
import { creates, Refusal, type DesignerCommand } from './design.ts';
import { following } from './follow.ts';

/** An object by log key, and its new name. `near` is all that may refer to it. */
export interface RenameArgs {
  readonly key: string;
  readonly name: string;
  near(o: ApiObject): readonly ApiObject[];
}

/** Kinds that hold so much that making them anew is no renaming. */
const FIXED: Readonly<Record<string, string>> = {
  Namespace: 'Kubernetes cannot rename a namespace. Create another one and move what is in it.',
  Node: 'A node is called by its machine. Delete it and add another one.',
};

/** Why an object cannot be renamed; undefined where it can. */
export function whyNoRename(o: ApiObject): string | undefined {
  return (
    FIXED[o.kind] ??
    ((o.metadata.ownerReferences?.length ?? 0) > 0
      ? `${o.metadata.name} belongs to ${o.metadata.ownerReferences?.[0]?.kind} ${o.metadata.ownerReferences?.[0]?.name}, which names it.`
      : undefined)
  );
}

export const rename: DesignerCommand<RenameArgs> = {
  id: 'rename',
  label: ({ name }) => `rename to ${name}`,
  run(doc, { key, name, near }) {
    const o = doc.get(key);
    const why = o && whyNoRename(o);
    if (!o) throw new Refusal('It is not there any more.');
    if (why !== undefined) throw new Refusal(why);
    const base = authored(o);
    const next = { ...base, metadata: { ...base.metadata, name } };
    if (doc.get(doc.keyOf(next))) throw new Refusal(`There is a ${o.kind} called ${name} already.`);
    const followers = near(o)
      .filter((x) => x !== o && namespaceOf(x) === namespaceOf(o))
      .flatMap((x): readonly ObjectChange[] => {
        const after = following(x, o.kind, o.metadata.name, name);
        return after === x || x.kind === 'Pod' ? [] : [{ before: x, after }];
      });
    // A selector in use by two at once would make them fight: the old one goes first.
    return [{ before: o }, creates(next), ...followers];
  },
};
