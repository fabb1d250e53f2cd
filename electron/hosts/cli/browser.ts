/** Opens an address in a window of the person's browser. */
import { spawn } from 'node:child_process';

/** Tries; a browser that is not there is no fault, for the address is printed. */
export function openBrowser(url: string): void {
  const [command, args] = process.platform === 'darwin' ? ['open', [url]] as const : process.platform === 'win32' ? ['cmd', ['/c', 'start', '', url]] as const : ['xdg-open', [url]] as const;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
