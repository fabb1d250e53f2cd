/** Taking a relation back: the field that made it is written without it. */
import { parseKey } from '#shared/api/ref.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { referencesOf } from '#shared/graph/references.ts';
import type { Container, Ingress, PodSpec, RoleBinding, Service, ServiceAccount, Volume } from '#shared/kinds/types.ts';
import { changes, Refusal, withArticle, type DesignerCommand } from './design.ts';
import { withPodSpec } from './pod-template-change.ts';

/** A relation as the graph draws it: both ends by log key, and what it says. */
export interface DisconnectArgs {
  readonly from: string;
  readonly to: string;
  readonly what: string;
}

export const disconnect: DesignerCommand<DisconnectArgs> = {
  id: 'disconnect',
  label: ({ from, to }) => `disconnect ${parseKey(from).name} from ${parseKey(to).name}`,
  run(doc, { from, to, what }) {
    const o = doc.get(from);
    if (!o) throw new Refusal('It is not there any more.');
    const without = byWhat[what];
    if (!without) throw new Refusal(`${withArticle(o.kind, true)} always has what it ${what}: connect it to something else, or delete it.`);
    return changes(o, without(o, to));
  },
};

const byWhat: Readonly<Record<string, (o: ApiObject, to: string) => ApiObject>> = {
  selects: (o) => ({ ...o, spec: { ...(o as Service).spec, selector: undefined } }) as unknown as ApiObject,
  env: (o, to) =>
    inContainers(o, (c) => ({
      ...c,
      ...(c.env && {
        env: c.env.filter(
          (e) => !means(to, 'ConfigMap', e.valueFrom?.configMapKeyRef?.name) && !means(to, 'Secret', e.valueFrom?.secretKeyRef?.name),
        ),
      }),
      ...(c.envFrom && {
        envFrom: c.envFrom.filter((e) => !means(to, 'ConfigMap', e.configMapRef?.name) && !means(to, 'Secret', e.secretRef?.name)),
      }),
    })),
  calls: (o, to) => inContainers(o, (c) => (c.env ? { ...c, env: c.env.filter((e) => !calls(o, c, e, to)) } : c)),
  mounts: (o, to) => withPodSpec(o, (spec) => withoutVolumes(spec, to)),
  'runs as': (o) => withPodSpec(o, (spec) => ({ ...spec, serviceAccountName: undefined, serviceAccount: undefined }) as unknown as PodSpec),
  'pulls with': (o, to) =>
    withPodSpec(
      o,
      (spec) => ({ ...spec, imagePullSecrets: spec.imagePullSecrets?.filter((s) => !means(to, 'Secret', s.name)) }) as PodSpec,
    ),
  holds: (o, to) =>
    ({
      ...o,
      secrets: (o as ServiceAccount).secrets?.filter((s) => !means(to, 'Secret', s.name)),
      imagePullSecrets: (o as ServiceAccount).imagePullSecrets?.filter((s) => !means(to, 'Secret', s.name)),
    }) as ApiObject,
  'routes to': (o, to) => withoutRoutes(o as Ingress, to),
  TLS: (o, to) =>
    ({
      ...o,
      spec: { ...(o as Ingress).spec, tls: (o as Ingress).spec.tls?.filter((t) => !means(to, 'Secret', t.secretName)) },
    }) as unknown as ApiObject,
  to: (o, to) =>
    ({
      ...o,
      subjects: (o as RoleBinding).subjects?.filter(
        (s) =>
          !(
            s.kind === 'ServiceAccount' &&
            s.name === parseKey(to).name &&
            (s.namespace ?? o.metadata.namespace) === parseKey(to).namespace
          ),
      ),
    }) as unknown as ApiObject,
};

const RESOURCES: Readonly<Record<string, string>> = {
  ConfigMap: 'core/configmaps',
  Secret: 'core/secrets',
  PersistentVolumeClaim: 'core/persistentvolumeclaims',
  Service: 'core/services',
};

/** Is this name the object of the key? */
function means(key: string, kind: string, name: string | undefined): boolean {
  const ref = parseKey(key);
  return name !== undefined && ref.name === name && ref.resource === RESOURCES[kind];
}

function inContainers(o: ApiObject, change: (c: Container) => Container): ApiObject {
  return withPodSpec(o, (spec) => ({
    ...spec,
    containers: spec.containers.map(change),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(change) }),
  }));
}

/** Does this variable alone make the arrow? It is read the way the graph reads it. */
function calls(o: ApiObject, c: Container, e: NonNullable<Container['env']>[number], to: string): boolean {
  const alone = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...o.metadata },
    spec: { containers: [{ name: c.name, env: [e] }] },
  } as unknown as ApiObject;
  return referencesOf(alone).some((r) => r.what === 'calls' && r.key === to);
}

function withoutVolumes(spec: PodSpec, to: string): PodSpec {
  const gone = (v: Volume) =>
    means(to, 'ConfigMap', v.configMap?.name) ||
    means(to, 'Secret', v.secret?.secretName) ||
    means(to, 'PersistentVolumeClaim', v.persistentVolumeClaim?.claimName);
  const names = new Set((spec.volumes ?? []).filter(gone).map((v) => v.name));
  const mounts = (c: Container): Container =>
    c.volumeMounts ? { ...c, volumeMounts: c.volumeMounts.filter((m) => !names.has(m.name)) } : c;
  if (names.size === 0) throw new Refusal('It is one of several sources of a projected volume: take it out in the YAML.');
  return {
    ...spec,
    volumes: spec.volumes?.filter((v) => !names.has(v.name)) ?? [],
    containers: spec.containers.map(mounts),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(mounts) }),
  };
}

function withoutRoutes(o: Ingress, to: string): ApiObject {
  const { defaultBackend, ...spec } = o.spec;
  const kept = (spec.rules ?? [])
    .map((r) => ({
      ...r,
      ...(r.http && { http: { ...r.http, paths: r.http.paths.filter((p) => !means(to, 'Service', p.backend.service?.name)) } }),
    }))
    .filter((r) => !r.http || r.http.paths.length > 0);
  const own = defaultBackend && !means(to, 'Service', defaultBackend.service?.name);
  if (kept.length === 0 && !own)
    throw new Refusal('An Ingress needs at least one route: connect it to another service first, or delete it.');
  return { ...o, spec: { ...spec, rules: kept, ...(own && { defaultBackend }) } } as unknown as ApiObject;
}
