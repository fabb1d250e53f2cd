/** A volume that is marked with a zone is used in that zone. Source: plugins/volumezone. */
import type { PersistentVolume } from '#shared/kinds/types.ts';
import { podClaims } from '../pod-claims.ts';
import type { Rejection, SchedulerPlugin } from '../plugin.ts';

const name = 'VolumeZone';
const elsewhere: Rejection = { plugin: name, reasons: ['node(s) had no available volume zone'], unresolvable: true };

/** Labels of volumes that say where they are, with what nodes call the same. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['topology.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['topology.kubernetes.io/region', 'topology.kubernetes.io/region'],
]);

interface Place {
  readonly key: string;
  readonly values: ReadonlySet<string>;
}

const placesOf = (v: PersistentVolume): readonly Place[] =>
  Object.entries(v.metadata.labels ?? {})
    .filter(([key]) => LABELS.has(key))
    .map(([key, value]) => ({ key, values: new Set(value.split('__')) }));

export const volumeZone: SchedulerPlugin<readonly Place[]> = {
  name,
  scope: 'node',
  retryOn: ['StorageClass', 'Claim', 'Volume', 'NodeAdd', 'NodeLabel'],
  prepare({ pod, claims }, { client }) {
    const found = claims.length ? podClaims(pod, client) : undefined;
    if (!found || 'why' in found) return undefined; // VolumeBinding has refused it already
    const places = found.bound.flatMap(({ volume }) => (volume ? placesOf(volume) : []));
    return places.length ? { state: places } : undefined;
  },
  filter(_pod, { labels }, places) {
    if (![...LABELS.keys()].some((k) => labels[k] !== undefined)) return undefined;
    return places.every(({ key, values }) => values.has(labels[key] ?? labels[LABELS.get(key) as string] ?? '')) ? undefined : elsewhere;
  },
};
