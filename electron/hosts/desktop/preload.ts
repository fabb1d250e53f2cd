/** What the sandboxed page is given: a way to say and hear frames, and the path of a dropped file. Nothing else. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { PreloadPort } from '#shared/ipc/wire.ts';
import { hearMain, sendFromPage } from './channels.ts';

let listener: ((text: string) => void) | undefined;

hearMain(ipcRenderer, 'drydock:frame', (text) => {
  listener?.(text);
  sendFromPage(ipcRenderer, 'drydock:taken', text.length);
});

const port: PreloadPort = {
  say: (text) => {
    sendFromPage(ipcRenderer, 'drydock:frame', String(text));
  },
  hear: (to) => {
    listener = to;
  },
  pathOf: (file) => webUtils.getPathForFile(file as File),
};

contextBridge.exposeInMainWorld('drydock', port);
