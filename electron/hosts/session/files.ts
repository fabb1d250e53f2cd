/** Reading manifests from this machine and writing them to it, within bounds. */
import { lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { ApiError } from '#shared/api/errors.ts';
import type { ExportedFile, SourceFile } from '#shared/ipc/manifests.ts';

/** Bytes of one file and of all files of one reading, and how many files. */
const LARGEST = 64 * 2 ** 20;
const LARGEST_TOTAL = 256 * 2 ** 20;
const MOST_FILES = 5_000;
const MANIFEST = new Set(['.yaml', '.yml', '.json']);

/** The texts at these places; of a folder, every manifest below it. Names are relative to what was named. */
export function readManifests(paths: readonly string[]): readonly SourceFile[] {
  const files: SourceFile[] = [];
  let total = 0;
  const read = (path: string, name: string) => {
    const { size } = statSync(path);
    total += size;
    if (size > LARGEST || total > LARGEST_TOTAL)
      throw new ApiError(
        'RequestEntityTooLarge',
        `${name} is too large to be imported: at most ${LARGEST / 2 ** 20} MB a file and ${LARGEST_TOTAL / 2 ** 20} MB in all.`,
      );
    if (files.length >= MOST_FILES) throw new ApiError('RequestEntityTooLarge', `These are more than ${MOST_FILES} files.`);
    files.push({ name, text: readFileSync(path, 'utf8') });
  };
  const walk = (path: string, root: string) => {
    for (const name of readdirSync(path).sort()) {
      const inner = join(path, name);
      const found = lstatSync(inner);
      if (found.isDirectory() && !name.startsWith('.') && name !== 'node_modules') walk(inner, root);
      else if (found.isFile() && MANIFEST.has(extname(name))) read(inner, relative(root, inner).replaceAll(sep, '/'));
    }
  };
  for (const path of paths) {
    try {
      if (statSync(path).isDirectory()) walk(path, dirname(path));
      else read(path, basename(path));
    } catch (e) {
      throw fileFault(e, path);
    }
  }
  return files;
}

/** Writes files into a folder that is made where it is not there. Each is complete or not there at all. */
export function writeFiles(folder: string, files: readonly ExportedFile[]): readonly string[] {
  return files.map(({ name, text }) => {
    const path = join(folder, name);
    if (path === folder || !path.startsWith(folder.endsWith(sep) ? folder : folder + sep))
      throw new ApiError('BadRequest', `${JSON.stringify(name)} does not lie in the folder`);
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.part`, text);
      renameSync(`${path}.part`, path);
      return path;
    } catch (e) {
      throw fileFault(e, path);
    }
  });
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'There is nothing at this place',
  EACCES: 'It may not be read or written',
  EPERM: 'It may not be read or written',
  ENOTDIR: 'It is not a folder',
  EISDIR: 'It is a folder',
  ENOSPC: 'The disk is full',
  EROFS: 'The disk cannot be written',
  ENAMETOOLONG: 'The name is too long',
};

/** A fault of the file system in words. */
export function fileFault(e: unknown, path: string): Error {
  const code = (e as { code?: string }).code;
  return code === undefined || !WORDS[code] ? (e as Error) : new ApiError('BadRequest', `${WORDS[code]}: ${path}`);
}
