/** What a person does in Drydock's window, in a word each. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';

export class Window {
  readonly page: Page;

  constructor(page: Page) { this.page = page; }

  async newDesign(): Promise<void> {
    await this.page.getByRole('button', { name: 'New design' }).click();
    await expect(this.canvas).toBeVisible();
  }

  get canvas(): Locator { return this.page.getByRole('application', { name: 'Canvas' }); }

  /** A box of the canvas, by how it is described: 'Deployment web'. */
  box(kind: string, name: string): Locator {
    return this.canvas.locator(`.box[data-kind="${kind}"][data-key$="/${name}"]`);
  }

  /** Every box of a kind. */
  boxes(kind: string): Locator { return this.canvas.locator(`.box[data-kind="${kind}"]`); }

  /** Drops a file of this machine on the window, as from a file manager. */
  async drop(path: string): Promise<void> {
    const data = await this.page.evaluateHandle(([name, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text as string], name as string, { type: 'application/yaml' }));
      return transfer;
    }, [basename(path), readFileSync(path, 'utf8')]);
    await this.page.dispatchEvent('body', 'dragover', { dataTransfer: data });
    await this.page.dispatchEvent('body', 'drop', { dataTransfer: data });
  }

  /** Confirms the import that is shown, and waits until it is done. */
  async confirmImport(): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: /^Import/ });
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** Drags something from the palette to a place of the canvas, in pixels from its corner. */
  async add(label: string, x: number, y: number): Promise<void> {
    const item = this.page.getByRole('button', { name: `Add ${label}`, exact: true });
    await item.scrollIntoViewIfNeeded();
    const canvas = await this.canvas.boundingBox(), from = await item.boundingBox();
    if (!canvas || !from) throw new Error(`${label} cannot be dragged: it or the canvas is not shown`);
    await this.page.mouse.move(from.x + 20, from.y + from.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(canvas.x + x / 2, canvas.y + y / 2, { steps: 4 });
    await this.page.mouse.move(canvas.x + x, canvas.y + y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Runs a command by its name in the command palette. */
  async command(name: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.getByRole('dialog').getByRole('combobox').fill(name);
    await this.page.keyboard.press('Enter');
  }

  async select(kind: string, name: string): Promise<void> {
    await this.box(kind, name).focus();
    await expect(this.inspector.getByRole('heading', { name })).toBeVisible();
  }

  get inspector(): Locator { return this.page.getByRole('complementary', { name: 'Inspector' }); }

  /** Time runs as fast as it can. */
  async playFast(): Promise<void> {
    await this.page.getByRole('button', { name: /^Speed/ }).click();
    await this.page.getByRole('menuitemradio', { name: /max/ }).click();
    await this.page.getByRole('group', { name: 'Time' }).getByRole('button', { name: 'Play', exact: true }).click();
  }

  get status(): Locator { return this.page.locator('footer'); }
}
