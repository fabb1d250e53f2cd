/** What the canvas lends to menu, command palette and keyboard. */
import { isDown } from '#shared/kinds/drydock/machine.ts';
import type { Node } from '#shared/kinds/types.ts';
import type { App } from '../../state/app.svelte.ts';
import type { Command } from '../../state/commands.svelte.ts';
import { designerCommands as model } from '../model/index.ts';
import { addables } from '../model/kinds/index.ts';
import type { Editing } from '../tools/editing.svelte.ts';
import { SHOW_ALL, type DesignView } from './design-view.svelte.ts';
import type { Rect } from './measure.ts';
import type { Stage } from './stage.ts';

/** What the commands need of the canvas. */
export interface CanvasPorts {
  stage(): Stage | undefined;
  fit(what?: Rect, most?: number): void;
  /** Selects everything. */
  all(): void;
  readonly design: DesignView;
}

/** The menu over a box, and over the bare ground; lines between the groups. */
export const MENU_OF_BOX: readonly (readonly string[])[] = [
  ['design.create-missing', 'selection.inspect', 'canvas.fit-selection'],
  ['design.connect', 'design.more', 'design.less', 'design.cordon', 'design.power'],
  ['design.duplicate', 'design.copy', 'design.rename', 'design.move', 'canvas.fold'],
  ['design.delete'],
];
export const MENU_OF_RELATION: readonly (readonly string[])[] = [['design.disconnect']];
export const MENU_OF_GROUND: readonly (readonly string[])[] = [
  ['view.add', 'document.import'],
  ['canvas.select-all', 'canvas.fit', 'canvas.arrange'],
  ['canvas.all'],
];

export function canvasCommands(app: App, editing: Editing, ports: CanvasPorts): readonly Command[] {
  const { selection, view } = app;
  const primary = () => selection.primary as string;
  const some = () => selection.keys.length > 0;
  const here = () => selection.keys.some((k) => app.cluster.get(k) !== undefined);
  const free = () => app.readOnly === undefined;
  const one = () => selection.keys.length === 1 && here();
  const relation = () =>
    selection.relation === undefined ? undefined : ports.design.shown.arrows.find((a) => a.id === selection.relation);
  const box = () => (selection.primary === undefined ? undefined : ports.design.shown.placed.get(selection.primary)?.box);
  const node = () => {
    const o = one() ? app.cluster.get(primary()) : undefined;
    return o?.kind === 'Node' ? (o as Node) : undefined;
  };
  return [
    { id: 'canvas.zoom-in', label: 'Zoom in', group: 'View', keys: ['Mod++', 'Mod+='], run: () => ports.stage()?.zoomBy(1.25) },
    { id: 'canvas.zoom-out', label: 'Zoom out', group: 'View', keys: ['Mod+-'], run: () => ports.stage()?.zoomBy(0.8) },
    {
      id: 'canvas.zoom-whole',
      label: 'Zoom to 100%',
      group: 'View',
      keys: ['Mod+0'],
      run: () => {
        const s = ports.stage();
        s?.zoomBy(1 / s.viewport.zoom);
      },
    },
    { id: 'canvas.fit', label: 'Show everything', group: 'View', keys: ['F'], words: 'zoom fit canvas', run: () => ports.fit() },
    {
      id: 'canvas.fit-selection',
      label: 'Zoom to the selection',
      group: 'View',
      keys: ['Shift+F'],
      enabled: some,
      run: () => ports.fit(ports.design.bounds(selection.keys), 1.4),
    },
    {
      id: 'canvas.all',
      label: app.settings.get(SHOW_ALL, false) ? 'Hide what Kubernetes keeps for itself' : 'Show what Kubernetes keeps for itself',
      group: 'View',
      words: 'system noise kube-system bootstrap',
      run: () => app.settings.set(SHOW_ALL, !app.settings.get(SHOW_ALL, false)),
    },
    {
      id: 'canvas.arrange',
      label: 'Arrange anew',
      group: 'View',
      words: 'layout elk tidy',
      enabled: free,
      run: () => ports.design.arrangeAnew(),
    },
    { id: 'canvas.select-all', label: 'Select all', group: 'Selection', keys: ['Mod+A'], run: () => ports.all() },
    {
      id: 'canvas.fold',
      label: box() && ports.design.isFolded(primary()) ? 'Unfold' : 'Fold',
      group: 'Selection',
      enabled: () => free() && (box()?.shape === 'namespace' || box()?.shape === 'pool'),
      run: () => ports.design.fold(primary()),
    },
    {
      id: 'selection.inspect',
      label: 'Inspect',
      group: 'Selection',
      enabled: some,
      run: () => {
        view.inspectorOpen = true;
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>('aside[aria-label="Inspector"] :is([role=tab][aria-selected=true], li button)')?.focus(),
        );
      },
    },
    {
      id: 'design.delete',
      label: 'Delete',
      group: 'Selection',
      keys: ['Delete', 'Backspace'],
      enabled: () => free() && (here() || relation() !== undefined),
      run() {
        const r = relation();
        return r ? editing.disconnect(r) : editing.remove(selection.keys);
      },
    },
    {
      id: 'design.disconnect',
      label: 'Disconnect',
      group: 'Selection',
      words: 'relation arrow',
      enabled: () => free() && relation() !== undefined,
      run: () => {
        const r = relation();
        return r && editing.disconnect(r);
      },
    },
    {
      id: 'design.duplicate',
      label: 'Duplicate',
      group: 'Selection',
      keys: ['Mod+D'],
      enabled: () => free() && here(),
      run: () => editing.duplicate(selection.keys),
    },
    {
      id: 'design.copy',
      label: 'Copy as YAML',
      group: 'Selection',
      keys: ['Mod+C'],
      enabled: () => here() && getSelection()?.type !== 'Range',
      run: () => editing.copy(),
    },
    {
      id: 'design.rename',
      label: 'Rename…',
      group: 'Selection',
      keys: ['F2'],
      enabled: () => free() && one(),
      run: () => editing.askRename(primary()),
    },
    {
      id: 'design.move',
      label: 'Move to another namespace…',
      group: 'Selection',
      enabled: () => free() && here() && selection.keys.every((k) => k.split('/')[2] !== ''),
      run: () => {
        editing.question = { ask: 'move', keys: selection.keys };
      },
    },
    {
      id: 'design.connect',
      label: 'Connect to…',
      group: 'Selection',
      keys: ['C'],
      words: 'relation arrow',
      enabled: () => free() && one(),
      run: () => {
        editing.question = { ask: 'connect', key: primary() };
      },
    },
    {
      id: 'design.more',
      label: 'One more',
      group: 'Selection',
      keys: ['+'],
      words: 'scale replicas count',
      enabled: () => free() && one() && editing.countOf(primary()) !== undefined,
      run: () => editing.scaleBy(primary(), 1),
    },
    {
      id: 'design.less',
      label: 'One less',
      group: 'Selection',
      keys: ['-'],
      words: 'scale replicas count',
      enabled: () => free() && one() && (editing.countOf(primary()) ?? 0) > 0,
      run: () => editing.scaleBy(primary(), -1),
    },
    {
      id: 'design.cordon',
      label: node()?.spec.unschedulable ? 'Uncordon' : 'Cordon',
      group: 'Selection',
      words: 'node schedulable drain',
      enabled: () => free() && node() !== undefined,
      run: async () => {
        await editing.run(model.cordon, { key: primary(), on: !node()?.spec.unschedulable });
      },
    },
    {
      id: 'design.power',
      label: node() && isDown(node() as Node) ? 'Switch the machine on' : 'Switch the machine off',
      group: 'Selection',
      words: 'node fail die dead down power',
      enabled: () => free() && node() !== undefined,
      run: async () => {
        await editing.run(model.power, { key: primary(), on: isDown(node() as Node) });
      },
    },
    {
      id: 'design.create-missing',
      label: 'Create what is missing',
      group: 'Selection',
      enabled: () => free() && box()?.shape === 'missing',
      run: () => editing.createMissing(primary()),
    },
    ...addables.map((a): Command => ({
      id: `add.${a.kind}`,
      label: `Add ${a.label}`,
      group: 'Add',
      words: `${a.kind} ${a.words ?? ''}`,
      enabled: free,
      run: () => editing.addInSight?.(a),
    })),
  ];
}
