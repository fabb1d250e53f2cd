/** Names that are free. */
import type { Design, Unsaved } from './design.ts';

const NUMBERED = /^(.*?)-(\d+)$/;

/** 'web', or 'web-2', 'web-3', … where that is taken. */
export function freeName(doc: Design, like: Pick<Unsaved, 'apiVersion' | 'kind'>, namespace: string, base: string): string {
  const taken = (name: string) => doc.get(doc.keyOf({ ...like, metadata: { name, ...(namespace && { namespace }) } })) !== undefined;
  if (!taken(base)) return base;
  const stem = NUMBERED.exec(base)?.[1] ?? base;
  for (let n = 2; ; n++) if (!taken(`${stem}-${n}`)) return `${stem}-${n}`;
}
