// breaks: lint no-restricted-syntax
import { ipcRenderer } from 'electron';
export const say = () => { ipcRenderer.send('anything', 1); };
