/** Making what is referred to and not there: under the name it is called by, with the keys and ports that are asked of it. */
import { parseKey } from '#shared/api/ref.ts';
import { templateOf } from '#shared/graph/pod-template.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Container, HorizontalPodAutoscaler, Ingress, Volume } from '#shared/kinds/types.ts';
import { creates, Refusal, type DesignerCommand, type Unsaved } from './design.ts';
import { addContext, type Addable } from './kinds/addable.ts';
import { addables } from './kinds/index.ts';

/** The log key it would have, its kind, and all that may refer to it. */
export interface CreateMissingArgs {
  readonly key: string;
  readonly kind: string;
  readonly near: readonly ApiObject[];
}

export const createMissing: DesignerCommand<CreateMissingArgs> = {
  id: 'create-missing',
  label: ({ key, kind }) => `add ${kind} ${parseKey(key).name}`,
  run(doc, { key, kind, near }) {
    const { namespace, name } = parseKey(key);
    const addable = addables.find((a: Addable) => a.kind === kind);
    const [first, ...rest] = addable?.make({ ...addContext(doc, namespace, undefined), free: () => name }) ?? [];
    if (!first) throw new Refusal(`A ${kind} has to be imported, or made by whoever it belongs to.`);
    // A headless service beside a StatefulSet is found under the same name.
    const made =
      doc.keyOf({ ...first, metadata: { ...first.metadata, name, namespace } }) === key
        ? first
        : (rest.find((o) => doc.keyOf(o) === key) ?? first);
    return [creates(fitted({ ...made, metadata: { ...made.metadata, name } }, name, near))];
  },
};

function fitted(o: Unsaved, name: string, near: readonly ApiObject[]): Unsaved {
  switch (o.kind) {
    case 'Secret': {
      if (near.some((x) => x.kind === 'Ingress' && (x as Ingress).spec.tls?.some((t) => t.secretName === name)))
        return { ...o, type: 'kubernetes.io/tls', stringData: { 'tls.crt': 'put the certificate here', 'tls.key': 'put its key here' } };
      const keys = keysAsked(
        near,
        (c) => c.env?.flatMap((e) => (e.valueFrom?.secretKeyRef?.name === name ? [e.valueFrom.secretKeyRef.key] : [])) ?? [],
        (v) => (v.secret?.secretName === name ? (v.secret.items?.map((i) => i.key) ?? []) : []),
      );
      return keys.length > 0 ? { ...o, stringData: Object.fromEntries(keys.map((k) => [k, 'change-me'])) } : o;
    }
    case 'ConfigMap': {
      const keys = keysAsked(
        near,
        (c) => c.env?.flatMap((e) => (e.valueFrom?.configMapKeyRef?.name === name ? [e.valueFrom.configMapKeyRef.key] : [])) ?? [],
        (v) => (v.configMap?.name === name ? (v.configMap.items?.map((i) => i.key) ?? []) : []),
      );
      return keys.length > 0 ? { ...o, data: Object.fromEntries(keys.map((k) => [k, ''])) } : o;
    }
    case 'Service': {
      const backend = near
        .flatMap((x) => (x.kind === 'Ingress' ? ((x as Ingress).spec.rules ?? []) : []))
        .flatMap((r) => r.http?.paths ?? [])
        .find((p) => p.backend.service?.name === name)?.backend.service?.port;
      return {
        ...o,
        spec: {
          ...(o['spec'] as object),
          selector: { app: name },
          ports: [{ name: backend?.name ?? 'http', port: backend?.number ?? 80 }],
        },
      };
    }
    case 'Deployment':
    case 'StatefulSet': {
      const hpa = near.find(
        (x) => x.kind === 'HorizontalPodAutoscaler' && (x as HorizontalPodAutoscaler).spec.scaleTargetRef.name === name,
      ) as HorizontalPodAutoscaler | undefined;
      return hpa ? { ...o, spec: { ...(o['spec'] as object), replicas: hpa.spec.minReplicas ?? 1 } } : o;
    }
    default:
      return o;
  }
}

function keysAsked(
  near: readonly ApiObject[],
  ofContainer: (c: Container) => readonly string[],
  ofVolume: (v: Volume) => readonly string[],
): readonly string[] {
  const specs = near.flatMap((o) => templateOf(o)?.spec ?? []);
  return [
    ...new Set(
      specs.flatMap((s) => [
        ...[...(s.initContainers ?? []), ...s.containers].flatMap(ofContainer),
        ...(s.volumes ?? []).flatMap(ofVolume),
      ]),
    ),
  ];
}
