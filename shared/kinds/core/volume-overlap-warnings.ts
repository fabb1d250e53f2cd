/** Files of one volume that lie over each other. Source: pkg/api/pod warnings.go, warningsForOverlappingVirtualPaths. */
import { quoted } from '../../api/errors.ts';
import type * as g from '../generated/types.ts';

/** A file, and what it is made of where a volume has several sources: 'Secret "s"'. */
interface File {
  readonly path: string;
  readonly source?: string;
}

const filesOf = (items: readonly { readonly path: string }[] | undefined, source?: string): readonly File[] =>
  (items ?? []).map(({ path }) => ({ path: path.replace(/\/+$/, ''), ...(source === undefined ? {} : { source }) }));
const text = (f: File) => (f.source === undefined ? quoted(f.path) : `${quoted(f.path)} (${f.source})`);
const lieOver = (a: File, b: File) =>
  a.path !== '' && b.path !== '' && (`${a.path}/`.startsWith(`${b.path}/`) || `${b.path}/`.startsWith(`${a.path}/`));
const overlaps = (files: readonly File[]): readonly string[] =>
  files.flatMap((f, i) =>
    files
      .slice(0, i)
      .filter((before) => lieOver(f, before))
      .map((before) => `${text(f)} with ${text(before)}`),
  );

/** What is said of one volume. */
export function overlapWarnings({ name, configMap, secret, downwardAPI, projected }: g.Volume): readonly string[] {
  const said = (what: string, files: readonly File[]) =>
    overlaps(files).map((o) => `volume ${quoted(name)} (${what}): overlapping paths: ${o}`);
  const sources = projected?.sources ?? [];
  return [
    ...(configMap ? said(`ConfigMap ${quoted(configMap.name ?? '')}`, filesOf(configMap.items)) : []),
    ...(secret ? said(`Secret ${quoted(secret.secretName ?? '')}`, filesOf(secret.items)) : []),
    ...(downwardAPI ? said('DownwardAPI', filesOf(downwardAPI.items)) : []),
    ...sources.filter((s) => Object.keys(s).length === 0).map(() => `volume ${quoted(name)} (Projected) has no sources provided`),
    ...said('Projected', sources.flatMap(filesOfSource)),
  ];
}

function filesOfSource({ configMap, secret, downwardAPI, serviceAccountToken: token }: g.VolumeProjection): readonly File[] {
  if (configMap?.items) return filesOf(configMap.items, `ConfigMap ${quoted(configMap.name ?? '')}`);
  if (secret?.items) return filesOf(secret.items, `Secret ${quoted(secret.name ?? '')}`);
  return downwardAPI?.items ? filesOf(downwardAPI.items, 'DownwardAPI') : token ? filesOf([token], 'ServiceAccountToken') : [];
}
