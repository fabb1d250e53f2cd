/** drydock serve: the application and a Kubernetes endpoint on loopback, until SIGTERM. */
import { existsSync } from 'node:fs';
import type { Speed } from '#shared/ipc/clock.ts';
import { newToken } from '../loopback/guard.ts';
import { startWebHost } from '../web/server.ts';
import { CommandError, defineCommand } from './command.ts';
import { newDesk } from './new-desk.ts';
import { fromHere, pages } from './project.ts';
import { untilTold } from './until-told.ts';
import { wholeNumber } from './whole-number.ts';

/** Serves until it is told to end. Prints one JSON line when it is ready. */
export const serve = defineCommand({
  takes: '[FILE.drydock]',
  summary:
    'Serves Drydock and a Kubernetes endpoint on loopback until SIGTERM. Prints {"url","kubeUrl","token"} when it is ready. Without a file the design is a temporary one.',
  options: {
    port: { type: 'string', value: 'N', default: '0', says: 'the port of the application; any free one, unless given' },
    'kube-port': { type: 'string', value: 'N', default: '0', says: 'the port of the Kubernetes endpoint; any free one, unless given' },
    kubeconfig: { type: 'string', value: 'FILE', says: 'where a kubeconfig is written' },
    token: { type: 'string', value: 'T', says: 'the token of both; one of this launch, unless given' },
    speed: { type: 'string', value: 'N|max', default: '1', says: 'how fast time goes' },
    paused: { type: 'boolean', default: false, says: 'time stands until somebody plays' },
    seed: { type: 'string', value: 'N', says: 'what chance begins with in a new design' },
  },
  async run(values, [path, ...more]) {
    if (more.length > 0) throw new CommandError('one design at a time, please: drydock serve FILE.drydock');
    const token = values.token ?? newToken();
    const seed = values.seed === undefined ? undefined : wholeNumber('seed', values.seed, 2 ** 32 - 1);
    const desk = newDesk(token);
    const file = path === undefined ? undefined : fromHere(path);
    const session =
      file !== undefined && existsSync(file)
        ? desk.openDocument(file)
        : desk.create({ ...(file === undefined ? { temporary: true } : { path: file }), ...(seed !== undefined && { seed }) });
    if (session.readOnly !== undefined) console.error(`drydock: ${session.readOnly}`);
    else session.setPace({ playing: !values.paused, speed: speedOf(values.speed) });
    const web = await startWebHost({ desk, port: wholeNumber('port', values.port, 65_535), token, pages });
    const kube = await desk.kube.on(
      wholeNumber('kube-port', values['kube-port'], 65_535),
      values.kubeconfig === undefined ? undefined : fromHere(values.kubeconfig),
    );
    untilTold(async () => {
      await Promise.all([web.close(), desk.kube.off()]);
      desk.end();
    });
    console.log(JSON.stringify({ url: web.url, kubeUrl: kube.url, token }));
  },
});

function speedOf(text: string): Speed {
  const n = Number(text);
  if (text === 'max') return 'max';
  if (!(n > 0 && n <= 100_000)) throw new CommandError(`--speed is a factor or max, not ${JSON.stringify(text)}`);
  return n;
}
