/** Where Drydock keeps what is its own on this machine. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** DRYDOCK_HOME where that is set; else where the system wants such things. */
export function applicationFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env['DRYDOCK_HOME']) return env['DRYDOCK_HOME'];
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData/Roaming'), 'Drydock');
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support/Drydock');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local/share'), 'drydock');
}
