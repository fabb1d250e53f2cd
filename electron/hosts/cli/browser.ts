/** Opens an address in a window of the person's browser. */
import { spawn } from 'node:child_process';

type Opener = readonly [command: string, ...args: string[]];

/** Ways to open an address, the system's own first. */
function openers(url: string): readonly Opener[] {
  if (process.platform === 'darwin') return [['open', url]];
  if (process.platform === 'win32') return [['cmd', '/c', 'start', '', url]];
  // a browser refuses to run as root with its sandbox
  const root = process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : [];
  return [
    ['xdg-open', url],
    ['x-www-browser', ...root, `--app=${url}`],
    ['chromium', ...root, `--app=${url}`],
    ['google-chrome', ...root, `--app=${url}`],
    ['firefox', url],
  ];
}

/** Tries one after the other; where there is none it is no fault, for the address is printed. */
export function openBrowser(url: string): void {
  const attempt = ([first, ...rest]: readonly Opener[]) => {
    if (!first) return;
    const [command, ...args] = first;
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.once('error', () => attempt(rest));
    child.once('exit', (code) => {
      if (code) attempt(rest);
    });
    child.unref();
  };
  attempt(openers(url));
}
