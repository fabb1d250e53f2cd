/** Commands of the document: where it comes from, where it is kept, and YAML in and out. */
import type { App } from '../../state/app.svelte.ts';
import type { Command } from '../../state/commands.svelte.ts';

/** What a command opens that has a state of its own. */
export interface Openers {
  /** Asks for manifests and shows what importing them would do. */
  importFiles(): Promise<void>;
}

/** They open, keep and close documents. */
export function documentCommands(app: App, open: Openers, hasDocument: () => boolean): readonly Command[] {
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

/** A browser keeps Ctrl+N for itself, but for windows without tabs. */
function newKeys({ host, commands }: App): readonly string[] {
  return host?.host === 'web' && !commands.mac ? ['Alt+N', 'Mod+N'] : ['Mod+N'];
}
