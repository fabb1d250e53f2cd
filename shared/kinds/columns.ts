/** Columns that many kinds print. Source: kubectl's and the server's printers. */
import type { ApiObject } from '../api/object.ts';
import { humanDuration, parseTime } from '../api/time.ts';
import type { Cell, PrintContext, PrinterColumn } from './definition.ts';

export const NAME: PrinterColumn<ApiObject> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  describes: 'ObjectMeta.name',
  cell: (o) => o.metadata.name,
};

export const AGE: PrinterColumn<ApiObject> = {
  name: 'Age',
  type: 'string',
  describes: 'ObjectMeta.creationTimestamp',
  cell: (o, c) => age(o.metadata.creationTimestamp, c),
};

export const CREATED_AT: PrinterColumn<ApiObject> = {
  name: 'Created At',
  type: 'date',
  describes: 'ObjectMeta.creationTimestamp',
  cell: (o) => o.metadata.creationTimestamp,
};

/** How long ago a time is, as tables print it: '3m12s', '<unknown>' where there is none. */
export function age(time: string | undefined | null, c: PrintContext): string {
  const at = parseTime(time ?? undefined);
  return at === undefined ? '<unknown>' : humanDuration(c.nowMs - at);
}

/** Labels or a selector of equal labels as tables print them: 'a=b,c=d' by key, '<none>' where there are none. */
export function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  const text = Object.keys(labels ?? {})
    .sort()
    .map((k) => `${k}=${labels?.[k]}`)
    .join(',');
  return text || '<none>';
}

/** A column of text, or of what `more` says. `describes` is the field whose description it has. */
export function column<T>(
  name: string,
  describes: string,
  cell: (o: T, c: PrintContext) => Cell,
  more: Partial<PrinterColumn<T>> = {},
): PrinterColumn<T> {
  return { name, type: 'string', ...(describes ? { describes } : {}), cell, ...more };
}

/** A column of text that is shown with -o wide. */
export function wide<T>(
  name: string,
  describes: string,
  cell: (o: T, c: PrintContext) => Cell,
  more: Partial<PrinterColumn<T>> = {},
): PrinterColumn<T> {
  return column(name, describes, cell, { priority: 1, ...more });
}
