import { expect, test } from 'vitest';
import { BridgeError, type Connection } from '../../bridge/index.ts';
import { App } from '../../state/app.svelte.ts';
import { Console } from './console.svelte.ts';

const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n';

/** A console whose host has one file: /home/me/m.yaml. */
function shell() {
  const request = (name: string, input: unknown) => {
    if (name === 'files.list') return Promise.resolve({ path: '/home/me', entries: [] });
    if (name === 'api')
      return Promise.resolve(
        (input as { method: string }).method === 'GET'
          ? { status: 404, body: { status: 'Failure', reason: 'NotFound' } }
          : { status: 201, body: { ...(JSON.parse((input as { body: string }).body) as object) } },
      );
    if (name !== 'files.read') return Promise.resolve({});
    const [path] = (input as { paths: readonly string[] }).paths;
    return path === '/home/me/m.yaml'
      ? Promise.resolve([{ name: 'm.yaml', text: MAP }])
      : Promise.reject(new BridgeError({ reason: 'BadRequest', message: `There is nothing at this place: ${path}` }));
  };
  const app = new App(
    { state: 'open', onState: () => () => {}, request, subscribe: () => () => {}, pathOf: () => '' } as unknown as Connection,
    { mac: false, onFrame: (run) => run(), wallMs: () => 0 },
  );
  const c = new Console(app);
  return {
    app,
    said: async (line: string) => {
      await c.run(line);
      return c.lines.at(-1)?.text;
    },
  };
}

test('files are named by their whole path, or from home on; one that is not there is said so in kubectl’s words', async () => {
  const { said } = shell();
  expect([await said('apply -f /home/me/m.yaml'), await said('apply -f m.yaml'), await said('apply -f ./no.yaml')]).toEqual([
    'configmap/m created',
    'configmap/m created',
    'error: the path "./no.yaml" does not exist',
  ]);
});

test('nothing is done to what is now while one looks at the past', async () => {
  const { app, said } = shell();
  app.clock.receive({ nowMs: 9, playing: false, speed: 1, settling: false, revision: 9, looking: { revision: 1, atMs: 1 } });
  expect(await said('create configmap x')).toMatch(/^error: you are looking at the past/);
});
