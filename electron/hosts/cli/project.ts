/** Where this program lies, and what it is called. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const pages = join(root, 'out/renderer');
export const resources = join(root, 'resources');

export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** A path of the command line: npm runs commands in the project's folder, the person stands in another. */
export const fromHere = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);
