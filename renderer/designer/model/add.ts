/** Adding an object of a kind, where it was dropped: on another it comes connected to it. */
import type { ApiObject } from '#shared/api/object.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import { connectionOf } from './connect.ts';
import { creates, Refusal, type DesignerCommand } from './design.ts';
import { addContext, type Addable } from './kinds/addable.ts';

/** What to add and where: `on` is the log key of what it was dropped on. */
export interface AddArgs {
  readonly addable: Addable;
  readonly namespace: string;
  readonly on?: string | undefined;
}

export const add: DesignerCommand<AddArgs> = {
  id: 'add',
  label: ({ addable }) => `add ${addable.label}`,
  run(doc, { addable, namespace, on }) {
    const target = on === undefined ? undefined : doc.get(on);
    const made = addable.make(addContext(doc, namespace, target));
    const all: readonly ObjectChange[] = made.map(creates);
    const main = all[0]?.after;
    // What is new refers to what it was dropped on where both ways are possible: a service selects, and is not called.
    const m = main && target && connectionOf(main, target);
    if (!m || (m.from.metadata.namespace ?? '') !== (m.to.metadata.namespace ?? '')) return all;
    return joined(
      all,
      connectQuietly(() => m.rule.connect(m.from, m.to, doc, m.rule.ways?.[0]?.id ?? '')),
    );
  },
};

/** What cannot be connected is added all the same. */
function connectQuietly(connect: () => readonly ObjectChange[]): readonly ObjectChange[] {
  try {
    return connect();
  } catch (e) {
    if (e instanceof Refusal) return [];
    throw e;
  }
}

/** Changes of what is only being made are part of its making. */
function joined(made: readonly ObjectChange[], more: readonly ObjectChange[]): readonly ObjectChange[] {
  const own = new Map<ApiObject | undefined, ApiObject | undefined>(more.map((c) => [c.before, c.after]));
  return [
    ...made.map((c) => (own.has(c.after) ? { after: own.get(c.after) as ApiObject } : c)),
    ...more.filter((c) => !made.some((m) => m.after === c.before)),
  ];
}
