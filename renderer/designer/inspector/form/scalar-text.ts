/** Single values as a person types them: what a text means, what is wrong with it, and how a value is written. */
import { parse, stringify } from 'yaml';
import { parseQuantity } from '#shared/api/quantity.ts';
import { parseTime } from '#shared/api/time.ts';
import type { ScalarSchema } from './form-schema.ts';

/** What a text comes to. An empty text is no value: the field is not set. */
export type Read = { readonly value: unknown } | { readonly fault: string };

/** How a value is written for editing. */
export function textOf(schema: ScalarSchema, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (schema.scalar === 'any' && typeof value !== 'string') return stringify(value, { lineWidth: 0 }).trimEnd();
  return typeof value === 'string' ? value : String(value as number | boolean);
}

/** Reads a text. */
export function readText(schema: ScalarSchema, text: string): Read {
  const t = text.trim();
  if (schema.scalar === 'string') return { value: text === '' ? undefined : text };
  if (t === '') return { value: undefined };
  switch (schema.scalar) {
    case 'integer':
      return /^[+-]?\d+$/.test(t) ? bounded(schema, Number(t)) : { fault: 'This is a whole number.' };
    case 'number':
      return Number.isFinite(Number(t)) ? bounded(schema, Number(t)) : { fault: 'This is a number.' };
    case 'boolean':
      return t === 'true' || t === 'false' ? { value: t === 'true' } : { fault: 'This is true or false.' };
    case 'intOrString':
      return { value: /^[+-]?\d+$/.test(t) ? Number(t) : t };
    case 'quantity':
      return quantity(t);
    case 'time':
      return parseTime(t) === undefined ? { fault: 'This is a time such as 2026-01-02T15:04:05Z.' } : { value: t };
    case 'duration':
      return /^([+-]?\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(t) ? { value: t } : { fault: 'This is a duration such as 1m30s.' };
    case 'bytes':
      return t.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(t) ? { value: t } : { fault: 'This is base64.' };
    case 'any':
      return anything(t);
  }
}

function bounded({ least, most }: ScalarSchema, n: number): Read {
  if (least !== undefined && n < least) return { fault: `At least ${least}.` };
  if (most !== undefined && n > most) return { fault: `At most ${most}.` };
  return Number.isSafeInteger(n) || !Number.isInteger(n) ? { value: n } : { fault: 'This number is too large.' };
}

function quantity(text: string): Read {
  try {
    parseQuantity(text);
    return { value: text };
  } catch {
    return { fault: 'This is a quantity such as 250m, 2, 512Mi or 1Gi.' };
  }
}

function anything(text: string): Read {
  try {
    return { value: parse(text) as unknown };
  } catch (e) {
    return { fault: e instanceof Error ? e.message : String(e) };
  }
}
