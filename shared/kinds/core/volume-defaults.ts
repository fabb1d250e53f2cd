/** What Kubernetes fills in of a pod's volumes. Source: core/v1 SetDefaults_Volume and those of its sources. */
import type * as g from '../generated/types.ts';
import { withStatedDefaults } from '../schema/published-defaults.ts';
import { changed, each, without } from './part-defaults.ts';
import { withClaimDefaults } from './persistent-volume-claim.ts';
import { defaultPullPolicy } from './image-name.ts';

/** rw-r--r-- */
const FILE_MODE = 0o644;
/** How long a token lives. */
const TOKEN_SECONDS = 3600;

const STATED = {
  iscsi: 'ISCSIVolumeSource',
  rbd: 'RBDVolumeSource',
  azureDisk: 'AzureDiskVolumeSource',
  scaleIO: 'ScaleIOVolumeSource',
} as const;

/** A volume of no kind is an empty directory. The same object where nothing is missing. */
export function defaultVolume(v: g.Volume): g.Volume {
  const source = Object.keys(v).find((k) => k !== 'name' && v[k as keyof g.Volume] !== undefined) as
    Exclude<keyof g.Volume, 'name'> | undefined;
  if (source === undefined) return { ...v, emptyDir: {} };
  let more: Partial<g.Volume> = {};
  if (v.secret) more = { secret: withMode(v.secret) };
  if (v.configMap) more = { ...more, configMap: withMode(v.configMap) };
  if (v.downwardAPI) more = { ...more, downwardAPI: withItems(withMode(v.downwardAPI)) };
  if (v.projected) more = { ...more, projected: changed(withMode(v.projected), { sources: each(v.projected.sources, defaultProjection) }) };
  if (v.hostPath) more = { ...more, hostPath: v.hostPath.type === undefined ? { ...v.hostPath, type: '' } : v.hostPath };
  if (v.image && !v.image.pullPolicy) more = { ...more, image: { ...v.image, pullPolicy: defaultPullPolicy(v.image.reference) } };
  if (v.ephemeral?.volumeClaimTemplate)
    more = {
      ...more,
      ephemeral: changed(v.ephemeral, {
        volumeClaimTemplate: changed(v.ephemeral.volumeClaimTemplate, { spec: withClaimDefaults(v.ephemeral.volumeClaimTemplate.spec) }),
      }),
    };
  for (const [field, type] of Object.entries(STATED)) {
    const s = v[field as keyof typeof STATED];
    if (s) more = { ...more, [field]: withStatedDefaults(type, s) };
  }
  return changed(v, more);
}

function withMode<T extends { readonly defaultMode?: number }>(s: T): T {
  return s.defaultMode === undefined ? { ...s, defaultMode: FILE_MODE } : s;
}

function withItems<T extends { readonly items?: readonly g.DownwardAPIVolumeFile[] }>(s: T): T {
  return changed(s as { readonly items?: readonly g.DownwardAPIVolumeFile[] }, {
    items: each(s.items, (f) => (f.fieldRef ? changed(f, { fieldRef: defaultFieldRef(f.fieldRef) }) : f)),
  }) as T;
}

/** Certificates and bundles of trust are features that are off: what asks for them is not kept. */
function defaultProjection(projection: g.VolumeProjection): g.VolumeProjection {
  const p: g.VolumeProjection = without(without(projection, 'clusterTrustBundle'), 'podCertificate');
  let more: Partial<g.VolumeProjection> = {};
  if (p.downwardAPI) more = { downwardAPI: withItems(p.downwardAPI) };
  if (p.serviceAccountToken && p.serviceAccountToken.expirationSeconds === undefined)
    more = { ...more, serviceAccountToken: { ...p.serviceAccountToken, expirationSeconds: TOKEN_SECONDS } };
  return changed(p, more);
}

/** A reference to a field of the pod, in the version that is meant. */
export function defaultFieldRef(r: g.ObjectFieldSelector): g.ObjectFieldSelector {
  return r.apiVersion ? r : { ...r, apiVersion: 'v1' };
}
