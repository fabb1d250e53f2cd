/** Commands that take back, and let go. */
import type { App } from '../../state/app.svelte.ts';
import type { Command } from '../../state/commands.svelte.ts';

/** Undo, redo, select nothing. */
export function editCommands(app: App, canChange: () => boolean): readonly Command[] {
  return [
    {
      id: 'edit.undo',
      label: 'Undo',
      group: 'Edit',
      keys: ['Mod+Z'],
      enabled: () => canChange() && app.undo.canUndo,
      run: () => app.undo.undo(),
    },
    {
      id: 'edit.redo',
      label: 'Redo',
      group: 'Edit',
      keys: ['Mod+Shift+Z', 'Mod+Y'],
      enabled: () => canChange() && app.undo.canRedo,
      run: () => app.undo.redo(),
    },
    {
      id: 'selection.clear',
      label: 'Select nothing',
      group: 'Selection',
      keys: ['Escape'],
      enabled: () => app.selection.keys.length > 0,
      run: () => app.selection.clear(),
    },
  ];
}
