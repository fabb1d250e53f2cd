/**
 * Every pod runs as an account of its namespace, and finds a token of it in its containers.
 * Source: plugin/pkg/admission/serviceaccount.
 */
import { quoted } from '#shared/api/errors.ts';
import { canonical, deepFreeze } from '#shared/api/json.ts';
import { controllerOf, type ApiObject } from '#shared/api/object.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { serviceAccounts } from '#shared/kinds/core/service-account.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Container, Namespace, Pod, PodSpec, ServiceAccount, Volume } from '#shared/kinds/types.ts';
import { createObject } from '../lifecycle/create.ts';
import { type AdmissionPlugin, type Core, MASTERS, type WriteContext } from '../context.ts';
import type { Resource } from '../resources.ts';
import { completesSpec } from './pod-spec.ts';
import { refusedEarly } from './refusal.ts';

const PODS = resourceOf(pods);
const ACCOUNTS = resourceOf(serviceAccounts);
const NAMESPACES = resourceOf(namespaces);

/** The account of pods that name none. */
export const DEFAULT_ACCOUNT = 'default';

const MIRROR = 'kubernetes.io/config.mirror';
const ENFORCE_MOUNTABLE = 'kubernetes.io/enforce-mountable-secrets';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';

/** How long a token lives: an hour, and as much longer as it may be renewed late. */
const TOKEN_SECONDS = 3607;

export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  resources: [PODS],
  admit(c, o, _previous, core) {
    if (c.operation !== 'CREATE' || c.subresource) return o;
    const pod = o as Pod;
    if (pod.metadata.annotations?.[MIRROR] !== undefined) return checkMirror(c, pod);
    const name = pod.spec.serviceAccountName || pod.spec.serviceAccount || DEFAULT_ACCOUNT;
    const account = find(core, c.namespace, name);
    if (!account)
      throw refusedEarly(c, o, `error looking up service account ${c.namespace}/${name}: serviceaccount ${quoted(name)} not found`);
    const automount = pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
    const completed = withAccount(pod, name, account.imagePullSecrets, automount ? volumeNameFor(core, c, pod) : '');
    if (account.metadata.annotations?.[ENFORCE_MOUNTABLE] === 'true') checkSecrets(c, completed, account);
    return completed;
  },
};

/**
 * The account; the default one is made at once where its controller has not come to it yet: Kubernetes has the request
 * wait for that.
 */
function find(core: Core, namespace: string, name: string): ServiceAccount | undefined {
  const found = core.store.get({ resource: ACCOUNTS, namespace, name }) as ServiceAccount | undefined;
  if (found || name !== DEFAULT_ACCOUNT) return found;
  const where = core.store.get({ resource: NAMESPACES, namespace: '', name: namespace }) as Namespace | undefined;
  if (where?.status.phase !== 'Active') return undefined;
  const user = { name: 'system:serviceaccount:kube-system:service-account-controller', groups: [MASTERS] };
  return createObject(
    core,
    { user, resource: core.resources.byId(ACCOUNTS) as Resource, namespace, name: '', fieldManager: 'kube-controller-manager' },
    { metadata: { name } },
  ) as ServiceAccount;
}

/** The volume's name ends at random; pods of one controller with equal containers share it, and so their containers. */
function volumeNameFor(core: Core, c: WriteContext, { metadata, spec }: Pod): string {
  const known = (spec.volumes ?? []).find((v) => v.name.startsWith(VOLUME_PREFIX));
  if (known) return known.name;
  const owner = controllerOf({ metadata });
  const of = owner?.uid ?? `${c.namespace}/${metadata.name}`;
  let names = drawn.get(spec.containers);
  if (!names) drawn.set(spec.containers, (names = new Map()));
  let name = names.get(of);
  if (!name) {
    name = VOLUME_PREFIX + core.random.fork(`token-volume:${of}:${canonical(spec.containers)}`).suffix(5);
    if (owner && Object.isFrozen(spec.containers)) names.set(of, name);
  }
  return name;
}

const drawn = new WeakMap<readonly Container[], Map<string, string>>();

const withAccount = completesSpec(
  (spec: PodSpec, name: string, pullSecrets: ServiceAccount['imagePullSecrets'], tokenVolume: string): PodSpec => {
    const complete: PodSpec = {
      ...spec,
      serviceAccountName: name,
      serviceAccount: name,
      ...(!spec.imagePullSecrets?.length && pullSecrets?.length ? { imagePullSecrets: pullSecrets } : {}),
    };
    if (!tokenVolume) return complete;
    const containers = withMounts(spec.containers, tokenVolume);
    const initContainers = spec.initContainers && withMounts(spec.initContainers, tokenVolume);
    const added = containers.some((k, i) => k !== spec.containers[i]) || initContainers?.some((k, i) => k !== spec.initContainers?.[i]);
    if (!added) return complete;
    const has = spec.volumes?.some((v) => v.name === tokenVolume);
    return {
      ...complete,
      containers,
      ...(initContainers ? { initContainers } : {}),
      volumes: has ? (spec.volumes ?? []) : [...(spec.volumes ?? []), volume(tokenVolume)],
    };
  },
);

/** The containers with the token; pods whose specs differ elsewhere (those of a DaemonSet) still share them. */
function withMounts(containers: readonly Container[], volumeName: string): readonly Container[] {
  const known = mounted.get(containers);
  if (known?.volumeName === volumeName) return known.result;
  const result = deepFreeze(containers.map((k) => withMount(k, volumeName)));
  if (Object.isFrozen(containers)) mounted.set(containers, { volumeName, result });
  return result;
}

const mounted = new WeakMap<readonly Container[], { readonly volumeName: string; readonly result: readonly Container[] }>();

function withMount(k: Container, name: string): Container {
  if (k.volumeMounts?.some((m) => m.mountPath === MOUNT_PATH)) return k;
  return { ...k, volumeMounts: [...(k.volumeMounts ?? []), { name, readOnly: true, mountPath: MOUNT_PATH }] };
}

function volume(name: string): Volume {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
      defaultMode: 420,
    },
  };
}

/** A pod that stands for one of a kubelet's own may not get at what the API keeps. */
function checkMirror(c: WriteContext, pod: Pod): ApiObject {
  if (pod.spec.serviceAccountName) throw refusedEarly(c, pod, 'a mirror pod may not reference service accounts');
  for (const v of pod.spec.volumes ?? []) if (v.secret) throw refusedEarly(c, pod, 'a mirror pod may not reference secrets');
  return pod;
}

/** The pod may only use secrets that its account lists, where the account says so. */
function checkSecrets(c: WriteContext, pod: Pod, account: ServiceAccount): void {
  const mountable = new Set(account.secrets?.map((s) => s.name));
  const pullable = new Set(account.imagePullSecrets?.map((s) => s.name));
  const { name } = account.metadata;
  const check = (
    what: string,
    secret: string | undefined,
    allowed: ReadonlySet<string | undefined> = mountable,
    reference = 'reference that secret',
  ) => {
    if (secret !== undefined && !allowed.has(secret))
      throw refusedEarly(c, pod, `${what}=${quoted(secret)} is not allowed because service account ${name} does not ${reference}`);
  };
  for (const v of pod.spec.volumes ?? []) check('volume with secret.secretName', v.secret?.secretName);
  for (const [title, containers] of [
    ['init container', pod.spec.initContainers],
    ['container', pod.spec.containers],
  ] as const) {
    for (const k of containers ?? []) {
      for (const e of k.env ?? [])
        check(`${title} ${k.name} with envVar ${e.name} referencing secret.secretName`, e.valueFrom?.secretKeyRef?.name);
      for (const e of k.envFrom ?? []) check(`${title} ${k.name} with envFrom referencing secret.secretName`, e.secretRef?.name);
    }
  }
  pod.spec.imagePullSecrets?.forEach((s, i) => {
    check(`imagePullSecrets[${i}].name`, s.name, pullable, 'reference that imagePullSecret');
  });
}
