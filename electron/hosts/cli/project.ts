/** Where this program lies, and what it is called. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const pages = join(root, 'out/renderer');
export const resources = join(root, 'resources');

export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
