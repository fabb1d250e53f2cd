/** The host: what it can do for itself, the folders it shows, and what it has to say to the window. */
import type { SourceFile } from './manifests.ts';

/** What the host can do for itself; the rest the page does. */
export interface HostInfo {
  readonly host: 'desktop' | 'web';
  readonly platform: string;
  readonly version: string;
  /** True where the host shows native open and save dialogs (dialog.* requests); otherwise the page browses folders. */
  readonly nativeDialogs: boolean;
}

/** A folder as the web host's file picker shows it. */
export interface FolderListing {
  readonly path: string;
  readonly parent?: string;
  readonly entries: readonly { readonly name: string; readonly path: string; readonly folder: boolean }[];
}

/** Something the menu, the command line or the system asks the window to do. */
export type HostCommand =
  | {
      readonly command:
        | 'new'
        | 'open'
        | 'import'
        | 'export'
        | 'save-copy'
        | 'undo'
        | 'redo'
        | 'palette'
        | 'find'
        | 'theme'
        | 'start'
        | 'shortcuts'
        | 'about';
    }
  | { readonly command: 'import-files'; readonly files: readonly SourceFile[] };

/** Long work under way. `done` of `total`; total 0 where it is not known. */
export interface Progress {
  readonly id: string;
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly finished?: boolean;
}

/** A message from the host that the window shows. */
export interface Notice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly detail?: string;
}
