/** Commands of what the window shows. */
import type { App } from '../../state/app.svelte.ts';
import type { Command } from '../../state/commands.svelte.ts';

/** Views, panels, the dock and the theme. */
export function viewCommands(app: App, hasDocument: () => boolean): readonly Command[] {
  const { view, theme } = app;
  return [
    {
      id: 'view.palette',
      label: 'Find a command or object…',
      group: 'View',
      keys: ['Mod+K', 'Mod+Shift+P'],
      inText: true,
      hidden: true,
      run: () => {
        view.dialog = view.dialog === 'palette' ? undefined : 'palette';
      },
    },
    {
      id: 'view.find',
      label: 'Find an object…',
      group: 'View',
      keys: ['Mod+F'],
      enabled: hasDocument,
      run: () => {
        view.dialog = 'find';
      },
    },
    {
      id: 'view.workloads',
      label: 'Show workloads',
      group: 'View',
      keys: ['1'],
      enabled: hasDocument,
      run: () => {
        view.mode = 'workloads';
      },
    },
    {
      id: 'view.infrastructure',
      label: 'Show infrastructure',
      group: 'View',
      keys: ['2'],
      words: 'nodes pools',
      enabled: hasDocument,
      run: () => {
        view.mode = 'infrastructure';
      },
    },
    {
      id: 'view.all-namespaces',
      label: 'Show all namespaces',
      group: 'View',
      enabled: () => view.namespace !== undefined,
      run: () => {
        view.namespace = undefined;
      },
    },
    {
      id: 'view.left',
      label: 'Fold or unfold the palette',
      group: 'View',
      keys: ['Mod+B'],
      enabled: hasDocument,
      run: () => {
        view.paletteFolded = !view.paletteFolded;
      },
    },
    {
      id: 'view.inspector',
      label: 'Show or hide the inspector',
      group: 'View',
      keys: ['Mod+Alt+B'],
      enabled: hasDocument,
      run: () => {
        view.inspectorOpen = !view.inspectorOpen;
      },
    },
    {
      id: 'view.dock',
      label: 'Show or hide the dock',
      group: 'View',
      keys: ['Mod+J'],
      enabled: hasDocument,
      run: () => {
        view.dockOpen = !view.dockOpen;
      },
    },
    {
      id: 'view.add',
      label: 'Add something…',
      group: 'Add',
      keys: ['/'],
      words: 'palette',
      enabled: hasDocument,
      run: () => {
        view.leftTab = 'add';
        view.paletteFolded = false;
        focusOn('palette');
      },
    },
    {
      id: 'view.explorer',
      label: 'Show the explorer',
      group: 'View',
      keys: ['Mod+Shift+E'],
      words: 'tree',
      enabled: hasDocument,
      run: () => {
        view.leftTab = 'explore';
        view.paletteFolded = false;
        focusOn('explorer');
      },
    },
    {
      id: 'view.timeline',
      label: 'Show the timeline',
      group: 'View',
      enabled: hasDocument,
      run: () => {
        view.dockTab = 'timeline';
      },
    },
    {
      id: 'view.events',
      label: 'Show the events',
      group: 'View',
      enabled: hasDocument,
      run: () => {
        view.dockTab = 'events';
      },
    },
    {
      id: 'view.metrics',
      label: 'Show the metrics',
      group: 'View',
      words: 'usage cpu memory top',
      enabled: hasDocument,
      run: () => {
        view.dockTab = 'metrics';
      },
    },
    {
      id: 'view.console',
      label: 'Show the console',
      group: 'View',
      keys: ['Mod+`'],
      inText: true,
      words: 'kubectl terminal',
      enabled: hasDocument,
      run: () => {
        view.dockTab = 'console';
        focusOn('console');
      },
    },
    {
      id: 'view.theme',
      label: 'Switch between light and dark',
      group: 'View',
      keys: ['Mod+Shift+L'],
      words: 'theme',
      run: () => theme.toggle(),
    },
    {
      id: 'view.theme-system',
      label: 'Light or dark as the system says',
      group: 'View',
      words: 'theme',
      run: () => theme.choose('system'),
    },
  ];
}

/** What has just been opened is there with the next frame. */
function focusOn(part: 'palette' | 'explorer' | 'console'): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-focus="${part}"]`)?.focus());
}
