/**
 * What an object refers to by name. Each is read off the object alone; whether the thing is there is for the reading to
 * find out. Selectors, which name nothing, are in selections.ts.
 */
import { memoByIdentity } from '../api/json.ts';
import { namespaceOf, type ApiObject } from '../api/object.ts';
import { keyOf } from '../api/ref.ts';
import type {
  Container,
  HorizontalPodAutoscaler,
  Ingress,
  PersistentVolumeClaim,
  PodSpec,
  RoleBinding,
  ServiceAccount,
  StatefulSet,
  Volume,
} from '../kinds/types.ts';
import type { Line } from './box.ts';
import { ownKind } from './own-kind.ts';
import { templateOf } from './pod-template.ts';

/** One reference. */
export interface Reference {
  /** The log key of what is meant. */
  readonly key: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly line: Line;
  readonly what: string;
  /** True where nothing is wrong if it is not there. */
  readonly optional: boolean;
  /** True where the arrow is drawn from what is meant (a headless service's, to its StatefulSet). */
  readonly reversed?: boolean;
}

const RESOURCES: Readonly<Record<string, string>> = {
  ConfigMap: 'core/configmaps',
  Secret: 'core/secrets',
  PersistentVolumeClaim: 'core/persistentvolumeclaims',
  ServiceAccount: 'core/serviceaccounts',
  Service: 'core/services',
  Deployment: 'apps/deployments',
  StatefulSet: 'apps/statefulsets',
  ReplicaSet: 'apps/replicasets',
  ReplicationController: 'core/replicationcontrollers',
  Role: 'rbac.authorization.k8s.io/roles',
  ClusterRole: 'rbac.authorization.k8s.io/clusterroles',
  PersistentVolume: 'core/persistentvolumes',
};

type Extra = Partial<Pick<Reference, 'line' | 'optional' | 'reversed'>>;

function to(
  kind: string,
  namespace: string,
  name: string | undefined,
  what: string,
  { line = 'solid', optional = false, reversed }: Extra = {},
): Reference[] {
  const resource = RESOURCES[kind];
  if (!name || !resource) return [];
  return [{ key: keyOf({ resource, namespace, name }), kind, namespace, name, line, what, optional, ...(reversed && { reversed }) }];
}

/** All that an object refers to by name, each thing once for each way in which it is used. */
export const referencesOf: (o: ApiObject) => readonly Reference[] = memoByIdentity((o: ApiObject): readonly Reference[] => {
  const ns = namespaceOf(o);
  const t = templateOf(o);
  return [
    ...(t ? ofPods(o.kind === 'StatefulSet' ? withTemplateVolumes(o as StatefulSet, t.spec) : t.spec)(ns) : []),
    ...(byKind[ownKind(o)]?.(o as never, ns) ?? []),
  ];
});

const byKind: Readonly<Record<string, (o: never, ns: string) => readonly Reference[]>> = {
  StatefulSet: (o: StatefulSet, ns) => to('Service', ns, o.spec.serviceName, 'governs', { reversed: true }),
  Ingress: (o: Ingress, ns) => ofIngress(o, ns),
  HorizontalPodAutoscaler: (o: HorizontalPodAutoscaler, ns) =>
    to(o.spec.scaleTargetRef.kind, ns, o.spec.scaleTargetRef.name, 'scales', { line: 'dashed' }),
  RoleBinding: (o: RoleBinding, ns) => ofBinding(o, ns),
  ClusterRoleBinding: (o: RoleBinding) => ofBinding(o, ''),
  ServiceAccount: (o: ServiceAccount, ns) =>
    [...(o.secrets ?? []), ...(o.imagePullSecrets ?? [])].flatMap((s) =>
      to('Secret', ns, s.name, 'holds', { line: 'dotted', optional: true }),
    ),
  PersistentVolumeClaim: (o: PersistentVolumeClaim) =>
    to('PersistentVolume', '', o.spec.volumeName, 'bound to', { line: 'dotted', optional: true }),
};

/** A claim template takes the place of a volume of its name. Source: pkg/controller/statefulset updateStorage. */
function withTemplateVolumes({ spec: { volumeClaimTemplates = [] } }: StatefulSet, spec: PodSpec): PodSpec {
  const names = new Set(volumeClaimTemplates.map((t) => t.metadata?.name));
  return spec.volumes?.some((v) => names.has(v.name)) ? { ...spec, volumes: spec.volumes.filter((v) => !names.has(v.name)) } : spec;
}

function ofIngress(o: Ingress, ns: string): Reference[] {
  const backends = [o.spec.defaultBackend, ...(o.spec.rules ?? []).flatMap((r) => r.http?.paths.map((p) => p.backend) ?? [])];
  return [
    ...backends.flatMap((b) => to('Service', ns, b?.service?.name, 'routes to')),
    ...(o.spec.tls ?? []).flatMap((t) => to('Secret', ns, t.secretName, 'TLS')),
  ];
}

function ofBinding(o: RoleBinding, ns: string): Reference[] {
  const { kind, name } = o.roleRef;
  return [
    ...to(kind, kind === 'ClusterRole' ? '' : ns, name, 'grants', { line: 'dotted', optional: kind === 'ClusterRole' }),
    ...(o.subjects ?? []).flatMap((s) =>
      s.kind === 'ServiceAccount'
        ? to('ServiceAccount', s.namespace ?? ns, s.name, 'to', { line: 'dotted', optional: s.name === 'default' })
        : [],
    ),
  ];
}

/** Templates are shared between objects and long-lived: read once for each namespace. */
const ofPods = memoByIdentity((spec: PodSpec) => {
  const known = new Map<string, readonly Reference[]>();
  return (ns: string): readonly Reference[] => {
    let refs = known.get(ns);
    if (!refs) known.set(ns, (refs = ofPodSpec(spec, ns)));
    return refs;
  };
});

function ofPodSpec(spec: PodSpec, ns: string): Reference[] {
  const all = [
    ...(spec.volumes ?? []).flatMap((v) => ofVolume(v, ns)),
    ...[...(spec.initContainers ?? []), ...spec.containers].flatMap((c) => ofContainer(c, ns)),
  ];
  const { serviceAccountName } = spec;
  if (serviceAccountName && serviceAccountName !== 'default')
    all.push(...to('ServiceAccount', ns, serviceAccountName, 'runs as', { line: 'dotted' }));
  for (const s of spec.imagePullSecrets ?? []) all.push(...to('Secret', ns, s.name, 'pulls with', { line: 'dotted', optional: true }));
  return [...new Map(all.map((r) => [`${r.key}|${r.what}`, r])).values()];
}

function ofVolume(v: Volume, ns: string): Reference[] {
  const sources = v.projected?.sources ?? [];
  const optional = (o: { readonly optional?: boolean } | undefined) => ({ optional: o?.optional === true });
  return [
    ...to('ConfigMap', ns, v.configMap?.name, 'mounts', optional(v.configMap)),
    ...to('Secret', ns, v.secret?.secretName, 'mounts', optional(v.secret)),
    ...to('PersistentVolumeClaim', ns, v.persistentVolumeClaim?.claimName, 'mounts'),
    ...to('Secret', ns, v.csi?.nodePublishSecretRef?.name, 'mounts'),
    // The root certificates that every pod gets with its token are not news.
    ...sources.flatMap((s) =>
      s.configMap?.name === 'kube-root-ca.crt'
        ? []
        : [
            ...to('ConfigMap', ns, s.configMap?.name, 'mounts', optional(s.configMap)),
            ...to('Secret', ns, s.secret?.name, 'mounts', optional(s.secret)),
          ],
    ),
  ];
}

function ofContainer(c: Container, ns: string): Reference[] {
  return [
    ...(c.envFrom ?? []).flatMap((e) => [
      ...to('ConfigMap', ns, e.configMapRef?.name, 'env', { optional: e.configMapRef?.optional === true }),
      ...to('Secret', ns, e.secretRef?.name, 'env', { optional: e.secretRef?.optional === true }),
    ]),
    ...(c.env ?? []).flatMap((e) => {
      const config = e.valueFrom?.configMapKeyRef;
      const secret = e.valueFrom?.secretKeyRef;
      return [
        ...to('ConfigMap', ns, config?.name, 'env', { optional: config?.optional === true }),
        ...to('Secret', ns, secret?.name, 'env', { optional: secret?.optional === true }),
        ...ofAddress(e.value, ns),
      ];
    }),
  ];
}

const HOST =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?([a-z](?:[-a-z0-9]*[a-z0-9])?)(?:\.([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)(?:\.svc(?:\.cluster\.local)?)?)?\.?(?::\d+)?(?:[/?].*)?$/;

/** An environment value that is the address of a service: a loose reference, which may as well mean something else. */
function ofAddress(value: string | undefined, ns: string): Reference[] {
  const m = value && value.length < 300 ? HOST.exec(value) : null;
  if (!m || (!/[:.]/.test(value as string) && !(value as string).includes('-'))) return [];
  return to('Service', m[2] ?? ns, m[1], 'calls', { line: 'dotted', optional: true });
}
