/** Where the windows were: kept across launches, and put right where a screen is gone. */
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { isObject } from '#shared/api/json.ts';
import type { ApplicationStore } from '#electron/storage/application-store.ts';

const SETTING = 'desktop.window';
const USUAL = { width: 1440, height: 900 };
/** A window shows at least so much of itself, in pixels. */
const LEAST_SEEN = 100;

/** The bounds a new window gets, and whether it fills the screen. */
export function rememberedBounds(store: ApplicationStore): { readonly bounds: Partial<Rectangle>; readonly maximized: boolean } {
  const kept = store.settings()[SETTING];
  if (!isObject(kept)) return { bounds: USUAL, maximized: false };
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((k) => Number(kept[k])) as [number, number, number, number];
  const maximized = kept['maximized'] === true;
  if (!(width >= 400 && height >= 300)) return { bounds: USUAL, maximized };
  const seen = screen
    .getAllDisplays()
    .some(
      ({ workArea: a }) => x + width > a.x + LEAST_SEEN && x < a.x + a.width - LEAST_SEEN && y >= a.y && y < a.y + a.height - LEAST_SEEN,
    );
  return { bounds: seen ? { x, y, width, height } : { width, height }, maximized };
}

/** Remembers a window's bounds when it closes. */
export function rememberBounds(window: BrowserWindow, store: ApplicationStore): void {
  window.on('close', () => {
    store.keep({ [SETTING]: { ...window.getNormalBounds(), maximized: window.isMaximized() } });
  });
}
