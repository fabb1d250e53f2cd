/**
 * What a server fills in about a live object beside its metadata and its status, kind by kind: allocated addresses, the
 * volume with the token, a Job's selector.
 */
import { isObject, type JsonObject } from '../api/json.ts';

const JOB_LABEL = /^(?:batch\.kubernetes\.io\/)?(?:controller-uid|job-name)$/;
const TOKEN_VOLUME = /^kube-api-access-|-token-[a-z0-9]{5}$/;
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** An object under way to what is left of it. */
export type Rest = Record<string, unknown>;

/** Removes a field that has become empty, or writes it. */
function set(o: Rest, key: string, value: object): void {
  if (Object.keys(value).length) o[key] = value;
  else delete o[key];
}

const onlyKeys = (o: JsonObject, keep: (key: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(o).filter(([k]) => keep(k)));

/** Leaves of a field's map the keys to keep; of a field that is no map, what it is. */
export function keepKeys(o: Rest, field: string, keep: (key: string) => boolean): void {
  const { [field]: map } = o;
  if (isObject(map)) set(o, field, onlyKeys(map, keep));
}

/** Leaves of a field's list the items to keep; of a field that is no list, what it is. */
export function keepItems<T = JsonObject>(o: Rest, field: string, keep: (item: T) => boolean): void {
  const { [field]: list } = o;
  if (Array.isArray(list)) set(o, field, (list as T[]).filter(keep));
}

/** A live object without what is filled in for its kind beside its metadata and its status. */
export function unfilled(o: JsonObject): JsonObject {
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
  keepItems(kept, 'taints', (t) => !CONDITION_TAINT.test(String(t['key'])));
  return kept;
}

function unfilledPod(spec: JsonObject): JsonObject {
  const kept: Rest = { ...without(spec, 'nodeName', 'serviceAccount', 'priority', 'preemptionPolicy') };
  if (kept['serviceAccountName'] === 'default') delete kept['serviceAccountName'];
  keepItems(kept, 'tolerations', (t) => !isGiven(t));
  const { volumes } = kept;
  if (!Array.isArray(volumes) || !(volumes as JsonObject[]).some(isToken)) return kept;
  keepItems(kept, 'volumes', (v) => !isToken(v));
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
  const kept: Rest = { ...c };
  keepItems(kept, 'volumeMounts', (m) => m['mountPath'] !== TOKEN_PATH);
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
    if (filled) keepKeys(own, 'labels', (k) => !filled.test(k));
    set(kept, 'metadata', own);
  }
  if (isObject(spec) && spec['serviceAccount'] !== undefined && spec['serviceAccount'] === spec['serviceAccountName'])
    kept['spec'] = without(spec, 'serviceAccount');
  return kept;
}

function withoutNameLabel(metadata: JsonObject): JsonObject {
  const kept: Rest = { ...metadata };
  keepKeys(kept, 'labels', (k) => k !== 'kubernetes.io/metadata.name');
  return kept;
}

function withoutTokens(o: JsonObject): JsonObject {
  const kept: Rest = { ...o };
  keepItems(kept, 'secrets', (s) => !isToken(s));
  return kept;
}
