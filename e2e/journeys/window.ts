/** What a person does in Drydock's window, in a word each. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';

export class Window {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async newDesign(): Promise<void> {
    await this.page.getByRole('button', { name: 'New design' }).click();
    await expect(this.canvas).toBeVisible();
  }

  get canvas(): Locator {
    return this.page.getByRole('application', { name: 'Canvas' });
  }
  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }
  get time(): Locator {
    return this.page.getByRole('group', { name: 'Time' });
  }
  get status(): Locator {
    return this.page.getByRole('contentinfo');
  }
  get bar(): Locator {
    return this.page.getByRole('banner');
  }
  /** The import that is being shown. */
  get importing(): Locator {
    return this.page.getByRole('dialog', { name: /^Import/ });
  }

  // ---- the canvas -----------------------------------------------------------------------------------------------

  /** A box of the canvas by kind and name. */
  box(kind: string, name: string): Locator {
    return this.canvas.locator(`[data-kind="${kind}"][data-key$="/${name}"]`);
  }

  /** Every box of a kind; with a state, those in it. */
  boxes(kind: string, state?: string): Locator {
    return this.canvas.locator(`[data-kind="${kind}"]${state === undefined ? '' : `[data-state="${state}"]`}`);
  }

  /** Drags something from the palette to a place of the canvas, in pixels from its corner. */
  async add(label: string, x: number, y: number): Promise<void> {
    const item = this.page.getByRole('button', { name: `Add ${label}`, exact: true });
    await item.scrollIntoViewIfNeeded();
    const canvas = await this.canvas.boundingBox();
    const from = await item.boundingBox();
    if (!canvas || !from) throw new Error(`${label} cannot be dragged: it or the canvas is not shown`);
    await this.drag({ x: from.x + 20, y: from.y + from.height / 2 }, { x: canvas.x + x, y: canvas.y + y });
  }

  /** Presses, moves and lets go, in pixels of the window. */
  async drag(from: { readonly x: number; readonly y: number }, to: { readonly x: number; readonly y: number }): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 4 });
    await mouse.up();
  }

  /** Selects a box as the keyboard does, and waits until the inspector shows it. */
  async select(kind: string, name: string): Promise<void> {
    await this.box(kind, name).focus();
    await expect(this.inspector.getByRole('heading', { name, exact: true })).toBeVisible();
  }

  /** Shows a tab of the inspector. */
  async tab(name: 'Form' | 'YAML' | 'Status' | 'History'): Promise<void> {
    await this.inspector.getByRole('tab', { name }).click();
  }

  /** Writes a field of the inspector's form. */
  async fill(label: string, value: string): Promise<void> {
    const field = this.inspector.getByRole('textbox', { name: label, exact: true });
    await field.fill(value);
    await field.press('Enter');
  }

  /** The YAML that the inspector shows. */
  get yaml(): Locator {
    return this.inspector.locator('.cm-content');
  }

  // ---- files ----------------------------------------------------------------------------------------------------

  /** Drops a file of this machine on the window, as from a file manager. */
  drop(path: string): Promise<void> {
    return this.dropText(basename(path), readFileSync(path, 'utf8'));
  }

  /** Drops a file of this name and text on the window. */
  async dropText(name: string, text: string): Promise<void> {
    const data = await this.page.evaluateHandle(
      ([n, t]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([t as string], n as string, { type: 'application/yaml' }));
        return transfer;
      },
      [name, text],
    );
    await this.page.dispatchEvent('body', 'dragover', { dataTransfer: data });
    await this.page.dispatchEvent('body', 'drop', { dataTransfer: data });
  }

  /** Confirms the import that is shown, and waits until it is done. */
  async confirmImport(): Promise<void> {
    await this.importing.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(this.importing).toBeHidden();
  }

  /** Answers the file picker of a host that has no dialogs of its own. */
  async pick(folder: string, name: string): Promise<void> {
    const picker = this.page.getByRole('dialog').filter({ has: this.page.getByLabel('Folder', { exact: true }) });
    await picker.getByLabel('Folder', { exact: true }).fill(folder);
    await picker.getByLabel('Folder', { exact: true }).press('Enter');
    await picker.getByRole('option', { name }).click();
    await picker.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(picker).toBeHidden();
  }

  /** The whole export as text, by way of the clipboard. */
  async exported(): Promise<string> {
    await this.command('Export YAML');
    const dialog = this.page.getByRole('dialog', { name: 'Export YAML' });
    await expect(dialog.locator('.cm-content')).toContainText('apiVersion');
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await expect(this.page.getByText('Copied.')).toBeVisible();
    const text = await this.page.evaluate(() => navigator.clipboard.readText());
    await this.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    return text;
  }

  // ---- commands and time ----------------------------------------------------------------------------------------

  /** Runs a command by its name in the command palette. */
  async command(name: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    const palette = this.page.getByRole('dialog', { name: 'Find a command or object' });
    await palette.getByRole('combobox').fill(name);
    await palette.getByRole('option', { name }).first().click();
    await expect(palette).toBeHidden();
  }

  /** Sets the speed: '64×', 'max'. */
  async speed(name: string): Promise<void> {
    await this.time.getByRole('button', { name: /^Speed/ }).click();
    await this.page.getByRole('menuitemradio', { name }).click();
    await expect(this.time.getByRole('button', { name: `Speed ${name}` })).toBeVisible();
  }

  async play(): Promise<void> {
    await this.time.getByRole('button', { name: 'Play', exact: true }).click();
  }
  async pause(): Promise<void> {
    await this.time.getByRole('button', { name: 'Pause' }).click();
  }

  /** Time runs as fast as it can. */
  async playFast(): Promise<void> {
    await this.speed('max');
    await this.play();
  }

  /** Milliseconds of virtual time at the instant shown. */
  async shownMs(): Promise<number> {
    const [, h, m, s] = /(\d+):(\d+):([\d.]+)/.exec((await this.page.getByLabel('Time shown').textContent()) ?? '') ?? [];
    return (Number(h) * 3600 + Number(m) * 60 + Number(s)) * 1000;
  }

  /** The revision shown. */
  async revision(): Promise<number> {
    return Number(/revision\s*([\d\u2009]+)/.exec((await this.status.textContent()) ?? '')?.[1]?.replaceAll('\u2009', ''));
  }
}
