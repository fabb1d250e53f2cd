/** The commands of the window itself. The designer registers those of its canvas. */
import type { HostCommand } from '#shared/ipc/host.ts';
import type { App } from '../state/app.svelte.ts';
import type { Command } from '../state/commands.svelte.ts';

/** What a command opens that has a state of its own. */
export interface Openers {
  /** Asks for manifests and shows what importing them would do. */
  importFiles(): Promise<void>;
}

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

/** A browser keeps Ctrl+N for itself, but for windows without tabs. */
function newKeys({ host, commands }: App): readonly string[] {
  return host?.host === 'web' && !commands.mac ? ['Alt+N', 'Mod+N'] : ['Mod+N'];
}

function documentCommands(app: App, open: Openers, hasDocument: () => boolean): readonly Command[] {
  const { document, files, notices } = app;
  return [
    { id: 'document.new', label: 'New design', group: 'Document', keys: newKeys(app), inText: true, run: () => document.create() },
    {
      id: 'document.open',
      label: 'Open a design…',
      group: 'Document',
      keys: ['Mod+O'],
      inText: true,
      async run() {
        const [path] = await files.chooseOpen('document');
        if (path !== undefined) await document.open(path);
      },
    },
    {
      id: 'document.import',
      label: 'Import YAML…',
      group: 'Document',
      keys: ['Mod+I'],
      words: 'manifest json kubectl',
      enabled: () => app.readOnly === undefined,
      run: () => open.importFiles(),
    },
    {
      id: 'document.export',
      label: 'Export YAML…',
      group: 'Document',
      keys: ['Mod+Shift+X'],
      words: 'manifest kustomize kubectl apply',
      enabled: hasDocument,
      run: () => {
        app.view.dialog = 'export';
      },
    },
    {
      id: 'document.save',
      label: 'Keep this draft at a place…',
      group: 'Document',
      keys: ['Mod+S'],
      inText: true,
      enabled: hasDocument,
      async run() {
        const info = document.info;
        if (!info?.draft) return notices.info('Everything is saved as you go.', info?.path);
        const path = await files.chooseSave('document', `${info.name}.drydock`);
        if (path !== undefined) await document.move(path);
      },
    },
    {
      id: 'document.save-copy',
      label: 'Save a copy…',
      group: 'Document',
      keys: ['Mod+Shift+S'],
      inText: true,
      enabled: hasDocument,
      async run() {
        const path = await files.chooseSave('document', `${document.info?.name} copy.drydock`);
        if (path !== undefined) notices.info('A copy was saved.', await document.saveCopy(path));
      },
    },
    {
      id: 'document.close',
      label: 'Close this design',
      group: 'Document',
      words: 'start screen',
      enabled: hasDocument,
      run: () => document.close(),
    },
  ];
}

function editCommands(app: App, canChange: () => boolean): readonly Command[] {
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

function viewCommands(app: App, hasDocument: () => boolean): readonly Command[] {
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
        requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-focus="palette"]')?.focus());
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
        requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-focus="explorer"]')?.focus());
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
        requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-focus="console"]')?.focus());
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

function helpCommands(app: App): readonly Command[] {
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
