/** Deleting. What the objects control goes with them, as Kubernetes collects it; what is in a namespace is written down, so that undo brings it back. */
import { controllerOf, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { isNoise } from '#shared/graph/noise.ts';
import { Refusal, type Design, type DesignerCommand } from './design.ts';

/** Objects by log key. `within` tells what is in a namespace. */
export interface RemoveArgs {
  readonly keys: readonly string[];
  within(namespace: string): readonly ApiObject[];
}

export const remove: DesignerCommand<RemoveArgs> = {
  id: 'remove',
  label: ({ keys }) => (keys.length === 1 ? `delete ${keys[0]?.split('/').at(-1)}` : `delete ${keys.length} objects`),
  run(doc, { keys, within }) {
    const chosen = keys.flatMap((k) => doc.get(k) ?? []);
    const namespaces = new Set(chosen.filter((o) => o.kind === 'Namespace').map((o) => o.metadata.name));
    if (chosen.length === 0) throw new Refusal('There is nothing to delete.');
    const inside = [...namespaces].flatMap((ns) => within(ns).filter((o) => controllerOf(o) === undefined && !isNoise(o)));
    const others = chosen.filter((o) => !namespaces.has(namespaceOf(o)));
    // Undo goes backwards: the namespace has to be there before what is in it.
    return [...inside, ...others].map((before) => ({ before }));
  },
};

/** True where all that is chosen will be made again by what controls it: nothing that undo could bring back. */
export function isReplaced(doc: Design, keys: readonly string[]): boolean {
  return (
    keys.length > 0 &&
    keys.every((k) => {
      const o = doc.get(k);
      return o !== undefined && controllerOf(o) !== undefined;
    })
  );
}
