/** The dialogs of the system, as the contract asks for them. */
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { badRequest } from '#shared/api/errors.ts';
import { fields, oneOf, text } from '../session/input.ts';

const DOCUMENT = { name: 'Drydock designs', extensions: ['drydock'] };
const MANIFESTS = { name: 'Kubernetes manifests', extensions: ['yaml', 'yml', 'json'] };

const OPEN: Readonly<Record<'document' | 'manifests' | 'folder', OpenDialogOptions>> = {
  document: { properties: ['openFile'], filters: [DOCUMENT] },
  manifests: { properties: ['openFile', 'multiSelections'], filters: [MANIFESTS] },
  folder: { properties: ['openDirectory', 'createDirectory'] },
};

/** Answers a dialog.* request for a window. */
export async function nativeDialog(window: BrowserWindow, name: string, input: unknown): Promise<unknown> {
  const o = fields(input);
  if (name === 'dialog.open') {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, OPEN[oneOf(o, 'what', ['document', 'manifests', 'folder'])]);
    return canceled ? [] : filePaths;
  }
  if (name !== 'dialog.save') throw badRequest(`There is no request ${JSON.stringify(name)}.`);
  const what = oneOf(o, 'what', ['document', 'file', 'folder']);
  if (what === 'folder') {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, OPEN.folder);
    return canceled ? null : (filePaths[0] ?? null);
  }
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: text(o, 'suggested'),
    ...(what === 'document' && { filters: [DOCUMENT] }),
  });
  return canceled ? null : filePath;
}
