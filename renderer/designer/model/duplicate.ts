/** The same once more, beside it. */
import { namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { authored, copyOf } from './copy.ts';
import { creates, Refusal, type Design, type DesignerCommand } from './design.ts';

/** Objects by log key. */
export interface DuplicateArgs {
  readonly keys: readonly string[];
}

export const duplicate: DesignerCommand<DuplicateArgs> = {
  id: 'duplicate',
  label: ({ keys }) => (keys.length === 1 ? 'duplicate' : `duplicate ${keys.length} objects`),
  run(doc, { keys }) {
    const objects = keys.flatMap((k) => doc.get(k) ?? []);
    if (objects.length === 0) throw new Refusal('There is nothing to duplicate.');
    let seen = doc;
    return objects.map((o) => {
      const copy = copyOf(seen, authored(o), namespaceOf(o));
      seen = withObject(seen, copy as unknown as ApiObject);
      return creates(copy);
    });
  },
};

/** The design as it will be, so that the next copy gets another name. */
export function withObject(doc: Design, o: ApiObject): Design {
  const key = doc.keyOf(o as never);
  return { ...doc, get: (k) => (k === key ? o : doc.get(k)), list: (r, ns) => doc.list(r, ns), keyOf: (x) => doc.keyOf(x) };
}
