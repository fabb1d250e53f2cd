/** drydock serve: the application and a Kubernetes endpoint on loopback, until SIGTERM. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Speed } from '#shared/ipc/contract.ts';
import { ApplicationStore } from '#electron/storage/application-store.ts';
import { newToken } from '../loopback/guard.ts';
import { Desk } from '../session/desk.ts';
import { wall } from '../session/wall.ts';
import { startWebHost } from '../web/server.ts';
import { applicationFolder } from './application-folder.ts';
import { CommandError } from './command.ts';
import { pages, resources, version } from './project.ts';
import { untilTold } from './until-told.ts';
import { wholeNumber } from './whole-number.ts';

export const SERVE_USAGE = 'serve [FILE] [--port N] [--kube-port N] [--kubeconfig FILE] [--token T] [--speed N|max] [--paused] [--seed N]';

/** Serves until it is told to end. Prints one JSON line when it is ready. */
export async function serve(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { port: { type: 'string', default: '0' }, 'kube-port': { type: 'string', default: '0' }, kubeconfig: { type: 'string' }, token: { type: 'string' }, speed: { type: 'string', default: '1' }, paused: { type: 'boolean', default: false }, seed: { type: 'string' } },
  });
  if (positionals.length > 1) throw new CommandError(`one document at a time: ${SERVE_USAGE}`);
  const token = values.token ?? newToken(), seed = values.seed === undefined ? undefined : wholeNumber('seed', values.seed, 2 ** 32 - 1);
  const desk = newDesk(token);
  const file = positionals[0] === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? '.', positionals[0]);
  const session = file !== undefined && existsSync(file) ? desk.openDocument(file)
    : desk.create({ ...(file === undefined ? { temporary: true } : { path: file }), ...(seed !== undefined && { seed }) });
  if (session.readOnly !== undefined) console.error(`drydock: ${session.readOnly}`);
  else session.setPace({ playing: !values.paused, speed: speedOf(values.speed) });
  const web = await startWebHost({ desk, port: wholeNumber('port', values.port, 65_535), token, pages });
  const kube = await desk.kube.on(wholeNumber('kube-port', values['kube-port'], 65_535), values.kubeconfig === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? '.', values.kubeconfig));
  untilTold(async () => { await Promise.all([web.close(), desk.kube.off()]); desk.end(); });
  console.log(JSON.stringify({ url: web.url, kubeUrl: kube.url, token }));
}

/** A desk of the web host. */
export function newDesk(token?: string): Desk {
  const info = { host: 'web', platform: process.platform, version, nativeDialogs: false } as const;
  return new Desk({ info, store: new ApplicationStore(applicationFolder()), wall, resources, ...(token !== undefined && { token }) });
}

function speedOf(text: string): Speed {
  const n = Number(text);
  if (text === 'max') return 'max';
  if (!(n > 0 && n <= 100_000)) throw new CommandError(`--speed is a factor or max, not ${JSON.stringify(text)}`);
  return n;
}
