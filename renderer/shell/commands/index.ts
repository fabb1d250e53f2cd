/** The commands of the window itself. The designer registers those of its canvas, the time line its own. */
import type { HostCommand } from '#shared/ipc/host.ts';
import type { App } from '../../state/app.svelte.ts';
import type { Command } from '../../state/commands.svelte.ts';
import { documentCommands, type Openers } from './document.ts';
import { editCommands } from './edit.ts';
import { helpCommands } from './help.ts';
import { viewCommands } from './view.ts';

/** The commands of the window. */
export function windowCommands(app: App, open: Openers): readonly Command[] {
  const hasDocument = () => app.document.info !== null;
  const canChange = () => hasDocument() && app.readOnly === undefined;
  return [
    ...documentCommands(app, open, hasDocument),
    ...editCommands(app, canChange),
    ...viewCommands(app, hasDocument),
    ...helpCommands(app),
  ];
}

/** The command of this window that does what the menu or the system asks. */
export function commandFor(c: Exclude<HostCommand['command'], 'import-files'>): string {
  return {
    new: 'document.new',
    open: 'document.open',
    import: 'document.import',
    export: 'document.export',
    'save-copy': 'document.save-copy',
    undo: 'edit.undo',
    redo: 'edit.redo',
    palette: 'view.palette',
    find: 'view.find',
    theme: 'view.theme',
    start: 'document.close',
    shortcuts: 'help.shortcuts',
    about: 'help.about',
  }[c];
}
