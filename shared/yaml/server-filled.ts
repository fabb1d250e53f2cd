/**
 * What a server fills in about an object, told apart from what a person writes: status, identity, versions, allocated
 * addresses, what controllers and admission leave behind. Serves dumps of live clusters and the export of a design.
 */
import { equal, isObject, type JsonObject } from '../api/json.ts';

/** Metadata that only servers write. */
const METADATA = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
];

/** Annotations by which clients and controllers remember what they did. */
const REMEMBERED =
  /^(?:kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/.+|deprecated\.daemonset\..+|pv\.kubernetes\.io\/.+|volume\.(?:beta\.)?kubernetes\.io\/(?:storage-provisioner|selected-node)|autoscaling\.alpha\.kubernetes\.io\/.+|control-plane\.alpha\.kubernetes\.io\/leader|endpoints\.kubernetes\.io\/last-change-trigger-time|batch\.kubernetes\.io\/job-tracking|kubernetes\.io\/(?:created-by|config\..+)|drydock\.dev\/(?:removing-since|down-since))$/;
const FINALIZERS =
  /^(?:kubernetes\.io\/p(?:vc|v)-protection|external-provisioner\.volume\.kubernetes\.io\/finalizer|service\.kubernetes\.io\/load-balancer-cleanup|foregroundDeletion|orphan|batch\.kubernetes\.io\/job-tracking|customresourcecleanup\.apiextensions\.k8s\.io)$/;
const JOB_LABEL = /^(?:batch\.kubernetes\.io\/)?(?:controller-uid|job-name)$/;
const TOKEN_VOLUME = /^kube-api-access-|-token-[a-z0-9]{5}$/;
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Rest = Record<string, unknown>;

/** Whether an object has been in a server. */
export function isLive(o: JsonObject): boolean {
  const { metadata } = o;
  return isObject(metadata) && ['uid', 'resourceVersion', 'managedFields'].some((k) => metadata[k] !== undefined && metadata[k] !== null);
}

/** An object without what a server has filled in. What holds nothing of the kind is returned as it is. */
export function withoutServerFields(o: JsonObject): JsonObject {
  const live = isLive(o);
  const plain = withoutStatus(withoutMetadata(o, live));
  if (!live) return plain;
  const applied = lastApplied(o);
  const bare = unfilled(plain);
  return applied ? (withWhatIsSaid(bare, plain, applied) as JsonObject) : bare;
}

/** What kubectl last applied of an object, undefined where it did not. */
function lastApplied(o: JsonObject): JsonObject | undefined {
  const text = ((o['metadata'] as JsonObject | undefined)?.['annotations'] as JsonObject | undefined)?.[LAST_APPLIED];
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `bare` with those parts of `full` put back that `said` names: a person wrote them, whoever else might have. */
function withWhatIsSaid(bare: unknown, full: unknown, said: unknown): unknown {
  if (isObject(bare) && isObject(full) && isObject(said)) {
    const put = Object.keys(said)
      .filter((k) => Object.hasOwn(full, k))
      .map((k) => [k, Object.hasOwn(bare, k) ? withWhatIsSaid(bare[k], full[k], said[k]) : full[k]] as const);
    return put.length ? { ...bare, ...Object.fromEntries(put) } : bare;
  }
  if (Array.isArray(bare) && Array.isArray(full) && Array.isArray(said) && bare.length === full.length && full.length === said.length)
    return bare.map((x, i) => withWhatIsSaid(x, full[i], said[i]));
  return bare;
}

function withoutMetadata(o: JsonObject, live: boolean): JsonObject {
  const { metadata } = o;
  if (!isObject(metadata)) return o;
  const kept: Rest = Object.fromEntries(Object.entries(metadata).filter(([k]) => !METADATA.includes(k)));
  if (isObject(kept['annotations']))
    set(
      kept,
      'annotations',
      onlyKeys(kept['annotations'], (k) => !REMEMBERED.test(k)),
    );
  if (live && Array.isArray(kept['finalizers']))
    set(
      kept,
      'finalizers',
      kept['finalizers'].filter((f) => typeof f !== 'string' || !FINALIZERS.test(f)),
    );
  if (live && Array.isArray(kept['ownerReferences'])) delete kept['ownerReferences'];
  return equal(kept, metadata) ? o : { ...o, metadata: kept };
}

/** A node's status is given where it is made by hand: what machine it is. Nobody else states a status. */
function withoutStatus(o: JsonObject): JsonObject {
  if (!('status' in o) || (o['kind'] === 'Node' && !isLive(o))) return o;
  const { status, ...rest } = o;
  if (o['kind'] !== 'Node' || !isObject(status)) return rest;
  const { capacity, allocatable } = status;
  return capacity === undefined ? rest : { ...rest, status: { capacity, ...(allocatable === undefined ? {} : { allocatable }) } };
}

/** Removes a field that has become empty, or writes it. */
function set(o: Rest, key: string, value: object): void {
  if (Object.keys(value).length) o[key] = value;
  else delete o[key];
}

const onlyKeys = (o: JsonObject, keep: (key: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(o).filter(([k]) => keep(k)));

/** What each kind has filled in beside its metadata. */
function unfilled(o: JsonObject): JsonObject {
  const { kind } = o;
  const spec = isObject(o['spec']) ? o['spec'] : {};
  switch (kind) {
    case 'Service':
      return { ...o, spec: unfilledService(spec) };
    case 'Pod':
      return { ...o, spec: unfilledPod(spec) };
    case 'PersistentVolumeClaim':
      return { ...o, spec: isBound(o) ? without(spec, 'volumeName') : spec };
    case 'PersistentVolume':
      return { ...o, spec: isObject(spec['claimRef']) ? { ...spec, claimRef: without(spec['claimRef'], 'uid', 'resourceVersion') } : spec };
    case 'Job':
      return spec['manualSelector'] === true ? o : { ...o, spec: unfilledJob(spec) };
    case 'Namespace':
      return without({ ...o, metadata: withoutNameLabel(o['metadata'] as JsonObject) }, 'spec');
    case 'Node':
      return { ...o, spec: unfilledNode(spec) };
    case 'ServiceAccount':
      return withoutTokens(o);
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'ReplicationController':
      return isObject(spec['template']) ? { ...o, spec: { ...spec, template: unfilledTemplate(spec['template']) } } : o;
    default:
      return o;
  }
}

const without = (o: JsonObject, ...keys: readonly string[]): JsonObject => onlyKeys(o, (k) => !keys.includes(k));

/** Bound volumes say so in an annotation, which is gone by now; a claim that chose its volume itself has no class. */
function isBound(o: JsonObject): boolean {
  return isObject(o['spec']) && o['spec']['storageClassName'] !== '';
}

/** Node ports up to here are asked for, those above are drawn. Source: KEP-3668, for the usual range. */
const LAST_CHOSEN_PORT = 30_085;

function unfilledService(spec: JsonObject): JsonObject {
  const kept = without(
    spec,
    'ipFamilies',
    'healthCheckNodePort',
    ...(spec['clusterIP'] === 'None' ? ['clusterIPs'] : ['clusterIP', 'clusterIPs']),
    ...(spec['ipFamilyPolicy'] === 'SingleStack' ? ['ipFamilyPolicy'] : []),
  );
  const { ports } = kept;
  const isDrawn = (p: JsonObject) => typeof p['nodePort'] === 'number' && p['nodePort'] > LAST_CHOSEN_PORT;
  return Array.isArray(ports) && (ports as JsonObject[]).some(isDrawn)
    ? { ...kept, ports: (ports as JsonObject[]).map((p) => (isDrawn(p) ? without(p, 'nodePort') : p)) }
    : kept;
}

/** Taints by which the control plane says how a node is. */
const CONDITION_TAINT = /^node\.kubernetes\.io\/(?:not-ready|unreachable|unschedulable|network-unavailable|(?:memory|disk|pid)-pressure)$/;

function unfilledNode(spec: JsonObject): JsonObject {
  const kept: Rest = { ...without(spec, 'podCIDR', 'podCIDRs') };
  if (Array.isArray(kept['taints']))
    set(
      kept,
      'taints',
      (kept['taints'] as JsonObject[]).filter((t) => !CONDITION_TAINT.test(String(t['key']))),
    );
  return kept;
}

function unfilledPod(spec: JsonObject): JsonObject {
  const kept: Rest = { ...without(spec, 'nodeName', 'serviceAccount', 'priority', 'preemptionPolicy') };
  if (kept['serviceAccountName'] === 'default') delete kept['serviceAccountName'];
  if (Array.isArray(kept['tolerations']))
    set(
      kept,
      'tolerations',
      (kept['tolerations'] as JsonObject[]).filter((t) => !isGiven(t)),
    );
  const volumes = Array.isArray(kept['volumes']) ? (kept['volumes'] as JsonObject[]) : [];
  if (!volumes.some(isToken)) return kept;
  set(
    kept,
    'volumes',
    volumes.filter((v) => !isToken(v)),
  );
  for (const list of ['containers', 'initContainers'])
    if (Array.isArray(kept[list])) kept[list] = (kept[list] as JsonObject[]).map(withoutTokenMount);
  return kept;
}

/** The tolerations that every pod is given. */
function isGiven(t: JsonObject): boolean {
  return (
    (t['key'] === 'node.kubernetes.io/not-ready' || t['key'] === 'node.kubernetes.io/unreachable') &&
    t['effect'] === 'NoExecute' &&
    t['tolerationSeconds'] === 300
  );
}

const isToken = (v: JsonObject): boolean => typeof v['name'] === 'string' && TOKEN_VOLUME.test(v['name']);

function withoutTokenMount(c: JsonObject): JsonObject {
  const { volumeMounts } = c;
  if (!Array.isArray(volumeMounts)) return c;
  const kept: Rest = { ...c };
  set(
    kept,
    'volumeMounts',
    (volumeMounts as JsonObject[]).filter((m) => m['mountPath'] !== TOKEN_PATH),
  );
  return kept;
}

function unfilledJob(spec: JsonObject): JsonObject {
  const { template } = spec;
  const kept = without(spec, 'selector');
  return isObject(template) ? { ...kept, template: unfilledTemplate(template, JOB_LABEL) } : kept;
}

function unfilledTemplate(template: JsonObject, filled?: RegExp): JsonObject {
  const { metadata, spec } = template;
  const kept: Rest = { ...template };
  if (isObject(metadata)) {
    const own: Rest = { ...without(metadata, 'creationTimestamp') };
    if (filled && isObject(own['labels']))
      set(
        own,
        'labels',
        onlyKeys(own['labels'], (k) => !filled.test(k)),
      );
    set(kept, 'metadata', own);
  }
  if (isObject(spec) && spec['serviceAccount'] !== undefined && spec['serviceAccount'] === spec['serviceAccountName'])
    kept['spec'] = without(spec, 'serviceAccount');
  return kept;
}

function withoutNameLabel(metadata: JsonObject): JsonObject {
  const kept: Rest = { ...metadata };
  if (isObject(kept['labels']))
    set(
      kept,
      'labels',
      onlyKeys(kept['labels'], (k) => k !== 'kubernetes.io/metadata.name'),
    );
  return kept;
}

function withoutTokens(o: JsonObject): JsonObject {
  if (!Array.isArray(o['secrets'])) return o;
  const kept: Rest = { ...o };
  set(
    kept,
    'secrets',
    (o['secrets'] as JsonObject[]).filter((s) => !isToken(s)),
  );
  return kept;
}

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
  if (
    kind === 'Event' ||
    kind === 'Lease' ||
    kind === 'ControllerRevision' ||
    kind === 'VolumeAttachment' ||
    kind === 'CSINode' ||
    kind === 'CSIStorageCapacity' ||
    kind === 'IPAddress'
  )
    return 'clusters write these themselves';
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
