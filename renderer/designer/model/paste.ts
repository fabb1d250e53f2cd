/** Objects from elsewhere, put into a namespace under names that are free. */
import type { ApiObject } from '#shared/api/object.ts';
import { creates, Refusal, type DesignerCommand, type Unsaved } from './design.ts';
import { authored, copyOf } from './copy.ts';
import { withObject } from './duplicate.ts';

/** Objects as they were read from the clipboard. */
export interface PasteArgs {
  readonly objects: readonly Unsaved[];
  readonly namespace: string;
  isNamespaced(o: Unsaved): boolean;
}

export const paste: DesignerCommand<PasteArgs> = {
  id: 'paste',
  label: ({ objects }) => (objects.length === 1 ? `paste ${objects[0]?.metadata.name}` : `paste ${objects.length} objects`),
  run(doc, { objects, namespace, isNamespaced }) {
    if (objects.length === 0) throw new Refusal('There is no Kubernetes object in the clipboard.');
    let seen = doc;
    return objects.map((o) => {
      const copy = copyOf(seen, authored(o as unknown as ApiObject), isNamespaced(o) ? namespace : '');
      seen = withObject(seen, copy as unknown as ApiObject);
      return creates(copy);
    });
  },
};
