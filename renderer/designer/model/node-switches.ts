/** What a person does to a node to see what follows: closing it for new pods, and switching its machine off. */
import { parseKey } from '#shared/api/ref.ts';
import { isDown, STATE } from '#shared/kinds/drydock/machine.ts';
import type { Node } from '#shared/kinds/types.ts';
import { changes, Refusal, type Design, type DesignerCommand } from './design.ts';

/** A node by its log key, and how the switch is to stand. */
export interface SwitchArgs {
  readonly key: string;
  readonly on: boolean;
}

function nodeOf(doc: Design, key: string): Node {
  const o = doc.get(key);
  if (o?.kind !== 'Node') throw new Refusal(`${parseKey(key).name} is no node.`);
  return o as Node;
}

/** `kubectl cordon` (on) and `uncordon`. */
export const cordon: DesignerCommand<SwitchArgs> = {
  id: 'cordon',
  label: ({ key, on }) => `${on ? 'cordon' : 'uncordon'} ${parseKey(key).name}`,
  run(doc, { key, on }) {
    const node = nodeOf(doc, key);
    const { unschedulable, ...spec } = node.spec;
    return (unschedulable ?? false) === on ? [] : changes(node, { ...node, spec: on ? { ...spec, unschedulable: true } : spec } as Node);
  },
};

/** The machine's own switch: off, and its kubelet falls silent without a word to anybody. */
export const power: DesignerCommand<SwitchArgs> = {
  id: 'power',
  label: ({ key, on }) => `switch ${parseKey(key).name} ${on ? 'on' : 'off'}`,
  run(doc, { key, on }) {
    const node = nodeOf(doc, key);
    const { [STATE]: _was, ...annotations } = node.metadata.annotations ?? {};
    if (isDown(node) !== on) return [];
    return changes(node, { ...node, metadata: { ...node.metadata, annotations: on ? annotations : { ...annotations, [STATE]: 'down' } } });
  },
};
