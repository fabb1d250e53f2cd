import { expect, test } from 'vitest';
import type { HostInfo } from '#shared/ipc/host.ts';
import type { Connection } from '../../bridge/index.ts';
import { App } from '../../state/app.svelte.ts';
import { windowCommands } from './index.ts';

function windowOn(host: HostInfo['host'], mac = false) {
  const app = new App(
    {
      state: 'open',
      onState: () => () => {},
      request: () => Promise.resolve({}),
      subscribe: () => () => {},
      pathOf: () => '',
    } as unknown as Connection,
    { mac, onFrame: (run) => run(), wallMs: () => 0 },
  );
  app.host = { host, platform: '', version: '', nativeDialogs: false };
  return windowCommands(app, { importFiles: () => Promise.resolve() });
}

test('no two commands of the window have the same keys', () => {
  const keys = windowOn('web').flatMap((c) => c.keys ?? []);
  expect(keys).toEqual([...new Set(keys)]);
});

test('in a browser a new design has keys that browsers leave to pages', () => {
  const first = (host: HostInfo['host'], mac?: boolean) => windowOn(host, mac).find((c) => c.id === 'document.new')?.keys?.[0];
  expect([first('web'), first('desktop'), first('web', true)]).toEqual(['Alt+N', 'Mod+N', 'Mod+N']);
});
