/** A file of a request. */
import type { SourceFile } from '#shared/ipc/manifests.ts';
import { fields, someText, text } from './input.ts';

export function sourceFile(value: unknown): SourceFile {
  const o = fields(value, 'a file');
  return { name: someText(o, 'name'), text: text(o, 'text') };
}
