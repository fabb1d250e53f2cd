/** Paths of the host's machine, as text: the page has no file system of its own. */
import type { Question } from './files.svelte.ts';

/** May this file be the answer? */
export function acceptable(q: Question, name: string): boolean {
  if (q.what === 'folder') return false;
  if (q.what === 'document') return /\.drydock$/i.test(name);
  return q.ask === 'save' || /\.(ya?ml|json)$/i.test(name);
}

/** The path of a name in a folder, by the separator the folder's own path has. */
export function join(folder: string, name: string): string {
  const by = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(by) ? `${folder}${name}` : `${folder}${by}${name}`;
}

/** The folder and the name of a path. */
export function split(path: string): { readonly folder: string; readonly name: string } {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { folder: at <= 0 ? path.slice(0, at + 1) : path.slice(0, at), name: path.slice(at + 1) };
}

/** A document's name ends in .drydock. */
export function withExtension(q: Question, name: string): string {
  return q.what === 'document' && !/\.drydock$/i.test(name) ? `${name}.drydock` : name;
}
