/**
 * What the double puts into the page before anything else runs there: the compiled preload, with as much of Electron's
 * renderer side as it uses. There is no second world here: context isolation is Electron's own and is not tested.
 */
export function pageSide(preload: string): string {
  return `(() => {
    const listeners = new Map();
    globalThis.__electronHear = (channel, args) => { for (const l of listeners.get(channel) ?? []) l({}, ...args); };
    const electron = {
      contextBridge: { exposeInMainWorld: (name, value) => { Object.defineProperty(globalThis, name, { value: Object.freeze(value) }); } },
      ipcRenderer: {
        on: (channel, l) => { listeners.set(channel, [...(listeners.get(channel) ?? []), l]); },
        send: (channel, ...args) => { void globalThis.__electronSay(channel, args); },
      },
      webUtils: { getPathForFile: (file) => file.pathForTest ?? '' },
    };
    const require = (name) => { if (name === 'electron') return electron; throw new Error('a sandboxed preload has no ' + name); };
    const module = { exports: {} };
    (function (require, module, exports) { ${preload}\n })(require, module, module.exports);
  })()`;
}
