/** The desk of a host without Electron. */
import { ApplicationStore } from '#electron/storage/application-store.ts';
import { Desk } from '../session/desk.ts';
import { wall } from '../session/wall.ts';
import { applicationFolder } from './application-folder.ts';
import { resources, version } from './project.ts';

/** A desk of the web host. */
export function newDesk(token?: string): Desk {
  const info = { host: 'web', platform: process.platform, version, nativeDialogs: false } as const;
  return new Desk({ info, store: new ApplicationStore(applicationFolder()), wall, resources, ...(token !== undefined && { token }) });
}
