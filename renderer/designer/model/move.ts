/** Into another namespace: created anew there, deleted here. */
import { parseKey } from '#shared/api/ref.ts';
import { controllerOf, namespaceOf } from '#shared/api/object.ts';
import { authored } from './copy.ts';
import { creates, Refusal, type DesignerCommand } from './design.ts';

/** Objects by log key, and where to. */
export interface MoveArgs {
  readonly keys: readonly string[];
  readonly namespace: string;
}

export const move: DesignerCommand<MoveArgs> = {
  id: 'move',
  label: ({ keys, namespace }) => `move ${keys.length === 1 ? parseKey(keys[0] as string).name : `${keys.length} objects`} to ${namespace}`,
  run(doc, { keys, namespace }) {
    const objects = keys.flatMap((k) => doc.get(k) ?? []).filter((o) => namespaceOf(o) !== '' && namespaceOf(o) !== namespace);
    const owned = objects.find((o) => controllerOf(o));
    if (owned) throw new Refusal(`${owned.metadata.name} belongs to ${controllerOf(owned)?.kind} ${controllerOf(owned)?.name}: move that.`);
    const made = objects.map((o) => {
      const base = authored(o);
      return { ...base, metadata: { ...base.metadata, namespace } };
    });
    const taken = made.find((o) => doc.get(doc.keyOf(o)));
    if (taken) throw new Refusal(`There is a ${taken.kind} called ${taken.metadata.name} in ${namespace} already.`);
    return [...objects.map((before) => ({ before })), ...made.map(creates)];
  },
};
