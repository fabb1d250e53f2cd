/** The inverse of a change, as it has to be made on the cluster as it is by now. */
import type { ApiObject } from '#shared/api/object.ts';
import { carry } from '#shared/api/carry.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';

/** Metadata that a person writes; the rest is the server's. */
const AUTHORED_METADATA = ['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences'] as const;

/** Annotations by which controllers remember what they did. */
const REMEMBERED = /^(pv\.kubernetes\.io|volume\.(beta\.)?kubernetes\.io|deployment\.kubernetes\.io|deprecated\.daemonset)\//;

/**
 * An object without what the server filled in about this one copy of it (uid, versions, times, status, what bound it),
 * fit to be created anew.
 */
export function fresh(o: ApiObject): ApiObject {
  const metadata: Record<string, unknown> = {};
  for (const k of AUTHORED_METADATA) if (o.metadata[k] !== undefined) metadata[k] = o.metadata[k];
  if (o.metadata.annotations) {
    const kept = Object.entries(o.metadata.annotations).filter(([k]) => !REMEMBERED.test(k));
    metadata['annotations'] = kept.length > 0 ? Object.fromEntries(kept) : undefined;
  }
  const { status: _, ...rest } = { status: undefined, ...o };
  return { ...unbound(rest as ApiObject), metadata } as unknown as ApiObject;
}

type Spec = Readonly<Record<string, unknown>>;

/** A claim lets go of the volume it was bound to, a pod of its node, a job of the selector made from its uid. */
function unbound(o: ApiObject): ApiObject {
  const { spec } = o as { spec?: Spec };
  if (!spec) return o;
  switch (o.kind) {
    case 'PersistentVolumeClaim':
      return { ...o, spec: { ...spec, volumeName: undefined } } as ApiObject;
    case 'Pod':
      return { ...o, spec: { ...spec, nodeName: undefined } } as ApiObject;
    case 'Job':
      return spec['manualSelector'] === true
        ? o
        : ({ ...o, spec: { ...spec, selector: undefined, template: withoutJobLabels(spec['template'] as Spec) } } as ApiObject);
    default:
      return o;
  }
}

function withoutJobLabels(template: Spec): Spec {
  const metadata = template['metadata'] as { labels?: Readonly<Record<string, string>> } | undefined;
  const labels = Object.entries(metadata?.labels ?? {}).filter(([k]) => !/^(batch\.kubernetes\.io\/)?(controller-uid|job-name)$/.test(k));
  return { ...template, metadata: { ...metadata, labels: Object.fromEntries(labels) } };
}

/**
 * What takes `change` back, given the object as it is now (undefined where it is gone). What others wrote meanwhile stays,
 * status is never touched. Undefined where there is nothing left to take back.
 */
export function inverse(change: ObjectChange, current: ApiObject | undefined): ObjectChange | undefined {
  const { before, after } = change;
  if (!before) return current && { before: current };
  if (!after) return current && current.metadata.deletionTimestamp === undefined ? undefined : { after: fresh(before) };
  if (!current) return undefined;
  const back = carry(authoredPart(current), authoredPart(after), authoredPart(before)) as ApiObject;
  const { status } = current as { status?: unknown };
  const result = {
    ...back,
    metadata: { ...current.metadata, labels: back.metadata.labels, annotations: back.metadata.annotations },
    ...(status !== undefined && { status }),
  };
  return { before: current, after: result as ApiObject };
}

/** What a person can have changed: everything but status, and of the metadata labels and annotations. */
function authoredPart(o: ApiObject): unknown {
  const { status: _, metadata, ...rest } = { status: undefined, ...o };
  return { ...rest, metadata: { labels: metadata.labels, annotations: metadata.annotations } };
}
