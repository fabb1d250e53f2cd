/** The application's menu. What is done in a design is done by its page, which knows the keys too. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { RecentDocument } from '#shared/ipc/documents.ts';
import type { HostCommand } from '#shared/ipc/host.ts';

export interface MenuActions {
  /** Tells the page of the window in front. */
  tell(command: HostCommand): void;
  newWindow(): void;
  open(path: string): void;
  readonly recent: readonly RecentDocument[];
}

type Simple = Exclude<HostCommand['command'], 'import-files'>;

/** Puts the menu in place; again whenever the recent documents have changed. */
export function setMenu({ tell, newWindow, open, recent }: MenuActions): void {
  // the page hears these keys itself, and knows when they are meant for a text field
  const item = (id: Simple, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label,
    click: () => tell({ command: id }),
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const mac = process.platform === 'darwin';
  const recentItems = recent.map((r): MenuItemConstructorOptions => ({
    label: r.name,
    sublabel: r.path,
    enabled: r.exists,
    click: () => open(r.path),
  }));
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ role: 'appMenu' as const }] : []),
      {
        label: '&File',
        submenu: [
          item('new', 'New Design', 'CmdOrCtrl+N'),
          { id: 'new-window', label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: newWindow },
          item('open', 'Open…', 'CmdOrCtrl+O'),
          { id: 'recent', label: 'Open Recent', submenu: recentItems.length ? recentItems : [{ label: 'Nothing yet', enabled: false }] },
          line,
          item('import', 'Import YAML…', 'CmdOrCtrl+I'),
          item('export', 'Export YAML…', 'CmdOrCtrl+E'),
          item('save-copy', 'Save a Copy…', 'CmdOrCtrl+Shift+S'),
          line,
          item('start', 'Close Design'),
          mac ? { role: 'close' } : { role: 'quit' },
        ],
      },
      {
        label: '&Edit',
        submenu: [
          item('undo', 'Undo', 'CmdOrCtrl+Z'),
          item('redo', 'Redo', mac ? 'Cmd+Shift+Z' : 'Ctrl+Y'),
          line,
          { role: 'cut' },
          { role: 'copy' },
          { role: 'paste' },
          { role: 'selectAll' },
          line,
          item('find', 'Find', 'CmdOrCtrl+F'),
          item('palette', 'Commands…', 'CmdOrCtrl+K'),
        ],
      },
      {
        label: '&View',
        submenu: [
          item('theme', 'Light or Dark'),
          line,
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          ...(app.isPackaged ? [] : [line, { role: 'reload' as const }, { role: 'toggleDevTools' as const }]),
        ],
      },
      { role: 'windowMenu' },
      { role: 'help', submenu: [item('shortcuts', 'Keyboard Shortcuts'), item('about', 'About Drydock')] },
    ]),
  );
}
