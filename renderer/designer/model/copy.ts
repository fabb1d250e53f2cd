/** An object once more: without what the server gave to this one, and with labels of its own. */
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { fresh } from '../../state/inverse.ts';
import { freeName } from './names.ts';
import type { Design, Unsaved } from './design.ts';

const KUBECTL = 'kubectl.kubernetes.io/last-applied-configuration';

/** What a person wrote of an object, fit to be created under another name or in another place. */
export function authored(o: ApiObject): Unsaved {
  const { metadata, ...rest } = fresh(o) as unknown as Unsaved & { readonly metadata: JsonObject };
  const { ownerReferences: _o, finalizers: _f, ...kept } = metadata as JsonObject;
  const annotations = Object.fromEntries(Object.entries((kept['annotations'] ?? {}) as JsonObject).filter(([k]) => k !== KUBECTL));
  const { annotations: _a, ...bare } = kept;
  return withoutGiven({
    ...rest,
    metadata: { ...bare, ...(Object.keys(annotations).length > 0 && { annotations }) },
  } as unknown as Unsaved);
}

/** Addresses and ports that Kubernetes hands out are another's for another service. */
function withoutGiven(o: Unsaved): Unsaved {
  if (o.kind !== 'Service' || !isObject(o['spec'])) return o;
  const { clusterIP, clusterIPs: _ips, healthCheckNodePort: _h, ...spec } = o['spec'] as JsonObject;
  const ports = (spec['ports'] as readonly JsonObject[] | undefined)?.map(({ nodePort: _n, ...p }) => p);
  return { ...o, spec: { ...(clusterIP === 'None' && { clusterIP }), ...spec, ...(ports && { ports }) } };
}

/** A copy in a namespace under the first name that is free. A workload's copy selects its own pods and not the other's. */
export function copyOf(doc: Design, o: Unsaved, namespace: string): Unsaved {
  const old = o.metadata.name;
  const name = freeName(doc, o, namespace, old);
  const placed: Unsaved = { ...o, metadata: { ...o.metadata, name, ...(namespace && { namespace }) } };
  return name === old ? placed : relabelled(placed, old, name);
}

const OWN_PODS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** Labels that carry the old name carry the new one; where none does, one is added, or two workloads would fight over one set of pods. */
function relabelled(o: Unsaved, old: string, name: string): Unsaved {
  if (!OWN_PODS.has(o.kind)) return o;
  const spec = o['spec'] as JsonObject;
  const selector = (spec['selector'] ?? {}) as JsonObject;
  const labels = (selector['matchLabels'] ?? {}) as JsonObject;
  const own = Object.values(labels).includes(old);
  const swap = (l: unknown) => {
    const swapped = Object.fromEntries(Object.entries((l ?? {}) as JsonObject).map(([k, v]) => [k, v === old ? name : v]));
    return own ? swapped : { ...swapped, copy: name };
  };
  const template = spec['template'] as JsonObject;
  const metadata = (template['metadata'] ?? {}) as JsonObject;
  return {
    ...o,
    metadata: {
      ...o.metadata,
      ...(o.metadata.labels && {
        labels: Object.fromEntries(Object.entries(o.metadata.labels).map(([k, v]) => [k, v === old ? name : v])),
      }),
    },
    spec: {
      ...spec,
      selector: { ...selector, matchLabels: swap(labels) },
      template: { ...template, metadata: { ...metadata, labels: swap(metadata['labels']) } },
    },
  };
}
