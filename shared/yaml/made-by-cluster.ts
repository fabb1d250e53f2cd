/** Which objects of a dump a cluster makes by itself: whoever imports them would make them twice. */
import { isObject, type JsonObject } from '../api/json.ts';
import { isLive } from './server-filled.ts';

/** Kinds in which clusters keep their own records. */
const RECORDS: ReadonlySet<string> = new Set([
  'Event',
  'Lease',
  'ControllerRevision',
  'VolumeAttachment',
  'CSINode',
  'CSIStorageCapacity',
  'IPAddress',
]);

/** Why an object of a dump is not to be imported at all: a controller or a cluster makes it by itself. Undefined where it is to be. */
export function madeByCluster(o: JsonObject): string | undefined {
  const metadata = isObject(o['metadata']) ? o['metadata'] : {};
  const { kind } = o;
  const { name, namespace = 'default' } = metadata;
  if (!isLive(o)) return undefined;
  const owner = Array.isArray(metadata['ownerReferences'])
    ? (metadata['ownerReferences'] as JsonObject[]).find((r) => r['controller'] === true)
    : undefined;
  if (owner) return `${String(owner['kind'])} ${String(owner['name'])} makes it`;
  if (typeof kind === 'string' && RECORDS.has(kind)) return 'clusters write these themselves';
  if (kind === 'Endpoints' || kind === 'EndpointSlice') return 'clusters make these for each Service';
  if (kind === 'Service' && name === 'kubernetes' && namespace === 'default') return 'every cluster has it';
  if (kind === 'ConfigMap' && name === 'kube-root-ca.crt') return 'every namespace has it';
  if (kind === 'ServiceAccount' && name === 'default') return 'every namespace has it';
  if (kind === 'Namespace' && typeof name === 'string' && /^(?:default|kube-system|kube-public|kube-node-lease)$/.test(name))
    return 'every cluster has it';
  if (kind === 'Secret' && o['type'] === 'kubernetes.io/service-account-token') return 'it belongs to a service account';
  if (
    kind === 'PersistentVolume' &&
    isObject(metadata['annotations']) &&
    metadata['annotations']['pv.kubernetes.io/provisioned-by'] !== undefined
  )
    return 'it is provisioned for its claim';
  return undefined;
}
