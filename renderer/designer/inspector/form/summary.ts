/** A structured value in a few words: what a folded field shows. */
import { isObject } from '#shared/api/json.ts';

const MANY = 4;

/** '' for what is empty. Maps as 'cpu 250m  memory 1Gi', lists by the names of their entries, objects by what they set. */
export function summaryOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return listText(value as readonly unknown[]);
  if (isObject(value)) {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    const flat = entries.every(([, v]) => typeof v !== 'object');
    return shortened(
      entries.map(([k, v]) => (typeof v === 'object' ? k : `${k} ${oneLine(v)}`)),
      flat ? '   ' : ' · ',
    );
  }
  return oneLine(value);
}

/** What an entry of a list is called: by its name, key, type or whatever names it, else by all of it. */
export function entryName(entry: unknown): string {
  if (!isObject(entry)) return oneLine(entry);
  for (const k of ['name', 'key', 'mountPath', 'host', 'path', 'ip', 'type', 'topologyKey', 'kind'])
    if (typeof entry[k] === 'string' && entry[k] !== '') return entry[k];
  return summaryOf(entry);
}

function listText(list: readonly unknown[]): string {
  return shortened(list.map(entryName), list.some(isObject) ? ', ' : '  ');
}

function shortened(parts: readonly string[], joint: string): string {
  return parts.length > MANY + 1 ? `${parts.slice(0, MANY).join(joint)}${joint}+${parts.length - MANY}` : parts.join(joint);
}

function oneLine(v: unknown): string {
  const text = typeof v === 'object' ? JSON.stringify(v) : String(v as string);
  const [first = ''] = text.split('\n');
  return first.length < text.length ? `${first} …` : first;
}
