/** Config maps and secrets. Source: kubectl's describe package. */
import { textOfBase64 } from '#shared/api/base64.ts';
import type { ConfigMap, Secret } from '#shared/kinds/types.ts';
import { events, identity, type Describer } from './text.ts';

export const configMap: Describer<ConfigMap> = (o, t, s) => {
  identity(o, t);
  t.at(0, '\nData\n====');
  for (const [k, v] of Object.entries(o.data ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) t.at(0, `${k}:\n----\n${v}\n`);
  t.at(0, '\nBinaryData\n====');
  for (const [k, v] of Object.entries(o.binaryData ?? {})) t.at(0, `${k}: ${textOfBase64(v).length} bytes`);
  t.at(0, '');
  events(t, s);
};

export const secret: Describer<Secret> = (o, t) => {
  identity(o, t);
  t.at(0, '');
  t.at(0, `Type:\t${o.type ?? ''}`);
  t.at(0, '\nData\n====');
  for (const [k, v] of Object.entries(o.data ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
    t.at(0, `${k}:\t${Math.floor((v.replace(/=+$/, '').length * 3) / 4)} bytes`);
};
