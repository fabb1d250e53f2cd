/** How the window is arranged: which reading of the design, which namespace, which panels and how large. */
import type { Settings } from './settings.svelte.ts';

/** The two readings of the same objects. */
export type Mode = 'workloads' | 'infrastructure';

/** The dialogs that need no more than being opened. */
export type Dialog = 'palette' | 'find' | 'export' | 'shortcuts' | 'about' | 'debug';

/** A panel's bounds in CSS pixels. */
export interface PanelSize {
  readonly usual: number;
  readonly least: number;
  readonly most: number;
}

export const PALETTE: PanelSize = { usual: 232, least: 180, most: 420 };
export const INSPECTOR: PanelSize = { usual: 340, least: 280, most: 640 };
export const DOCK: PanelSize = { usual: 236, least: 120, most: 640 };
/** The palette folded to icons. */
export const FOLDED_PALETTE = 48;
/** Narrower windows fold the palette and lay the inspector over the canvas. */
export const NARROW = '(max-width: 1180px)';

/** What is remembered across launches is in the settings under `panel.*`. */
export class View {
  mode = $state<Mode>('workloads');
  /** The one namespace shown; undefined for all. */
  namespace = $state<string | undefined>(undefined);
  /** True while the window is narrow. */
  narrow = $state(false);
  /** The palette in a narrow window, unfolded over the canvas for a moment. */
  paletteOver = $state(false);

  /** The dialog that is open. */
  dialog = $state<Dialog | undefined>(undefined);

  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Follows the width of the window. */
  follow(narrow: MediaQueryList): void {
    this.narrow = narrow.matches;
    narrow.addEventListener('change', (e) => {
      this.narrow = e.matches;
    });
  }

  get paletteFolded(): boolean {
    return this.narrow ? !this.paletteOver : this.#settings.get('panel.palette.folded', false);
  }
  set paletteFolded(folded: boolean) {
    if (this.narrow) this.paletteOver = !folded;
    else this.#settings.set('panel.palette.folded', folded);
  }

  get paletteWidth(): number {
    return within(PALETTE, this.#settings.get('panel.palette', PALETTE.usual));
  }
  set paletteWidth(px: number) {
    this.#settings.set('panel.palette', within(PALETTE, px));
  }

  /** What the left panel shows. */
  get leftTab(): string {
    return this.#settings.get('panel.left.tab', 'add');
  }
  set leftTab(tab: string) {
    this.#settings.set('panel.left.tab', tab);
  }

  get inspectorOpen(): boolean {
    return this.#settings.get('panel.inspector.open', true);
  }
  set inspectorOpen(open: boolean) {
    this.#settings.set('panel.inspector.open', open);
  }

  get inspectorWidth(): number {
    return within(INSPECTOR, this.#settings.get('panel.inspector', INSPECTOR.usual));
  }
  set inspectorWidth(px: number) {
    this.#settings.set('panel.inspector', within(INSPECTOR, px));
  }

  get dockOpen(): boolean {
    return this.#settings.get('panel.dock.open', true);
  }
  set dockOpen(open: boolean) {
    this.#settings.set('panel.dock.open', open);
  }

  get dockHeight(): number {
    return within(DOCK, this.#settings.get('panel.dock', DOCK.usual));
  }
  set dockHeight(px: number) {
    this.#settings.set('panel.dock', within(DOCK, px));
  }

  get dockTab(): string {
    return this.#settings.get('panel.dock.tab', 'timeline');
  }
  set dockTab(tab: string) {
    this.#settings.set('panel.dock.tab', tab);
    this.dockOpen = true;
  }

  /** Another document: its namespaces are others. */
  reset(): void {
    this.namespace = undefined;
    this.mode = 'workloads';
    this.dialog = undefined;
  }
}

function within(size: PanelSize, px: number): number {
  return Math.round(Math.min(size.most, Math.max(size.least, px)));
}
