/** Commands that tell of Drydock itself. */
import type { App } from '../../state/app.svelte.ts';
import type { Command } from '../../state/commands.svelte.ts';

/** Shortcuts, the version, what the engine does. */
export function helpCommands(app: App): readonly Command[] {
  return [
    {
      id: 'help.shortcuts',
      label: 'Keyboard shortcuts',
      group: 'Help',
      keys: ['?'],
      run: () => {
        app.view.dialog = 'shortcuts';
      },
    },
    {
      id: 'help.about',
      label: 'About Drydock',
      group: 'Help',
      words: 'version',
      run: () => {
        app.view.dialog = 'about';
      },
    },
    {
      id: 'help.debug',
      label: 'Show what the engine is doing',
      group: 'Help',
      words: 'debug queues timers stats',
      enabled: () => app.document.info !== null,
      run: () => {
        app.view.dialog = 'debug';
      },
    },
  ];
}
