/** Any other kind: its fields, named as kubectl names them. Source: kubectl's generic describer. */
import { isObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { events, identity, longTime, type Describer, type Text } from './text.ts';

export const generic: Describer = (o, t, s) => {
  const { apiVersion, kind, metadata, ...rest } = o as ApiObject & Readonly<Record<string, unknown>>;
  identity(o, t);
  t.fact(0, 'API Version', apiVersion);
  t.fact(0, 'Kind', kind);
  t.at(0, 'Metadata:');
  t.at(1, `Creation Timestamp:\t${metadata.creationTimestamp ? longTime(metadata.creationTimestamp) && metadata.creationTimestamp : ''}`);
  if (metadata.generation !== undefined) t.at(1, `Generation:\t${metadata.generation}`);
  t.at(1, `Resource Version:\t${metadata.resourceVersion}`);
  t.at(1, `UID:\t${metadata.uid}`);
  fields(t, 0, rest);
  events(t, s);
};

function fields(t: Text, level: number, o: Readonly<Record<string, unknown>>): void {
  for (const k of Object.keys(o).sort()) {
    const v = o[k];
    const name = words(k);
    if (v === undefined) continue;
    if (isObject(v)) {
      t.at(level, `${name}:`);
      fields(t, level + 1, v);
    } else if (Array.isArray(v)) {
      t.at(level, `${name}:`);
      for (const x of v as readonly unknown[])
        if (isObject(x)) fields(t, level + 1, x);
        else t.at(level + 1, String(x as string));
    } else t.at(level, `${name}:\t${String(v as string)}`);
  }
}

/** 'Storage Class Name' of 'storageClassName'. */
function words(key: string): string {
  const spaced = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  return spaced[0] ? spaced[0].toUpperCase() + spaced.slice(1) : spaced;
}
