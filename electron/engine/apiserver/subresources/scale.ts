/** scale: how many replicas there are and should be, alike for every kind that has them. Source: pkg/registry/apps (ScaleREST), apiextensions' customresource/scale. */
import { badRequest, invalid, invalidObject, type FieldError } from '#shared/api/errors.ts';
import { at, withAt } from '#shared/api/json.ts';
import type { ApiObject, Draft } from '#shared/api/object.ts';
import { requirementsOf, formatRequirement } from '#shared/api/selector.ts';
import { AGE, column, NAME } from '#shared/kinds/columns.ts';
import type { LabelSelector } from '#shared/kinds/types.ts';
import { updateObject } from '../lifecycle/update.ts';
import { getObject } from '../request/read.ts';
import type { Resource } from '../resources.ts';
import type { SubresourceHandler } from './handler.ts';

interface ScaleBody extends Draft {
  readonly spec?: { readonly replicas?: number };
}

interface Scaled {
  readonly spec: { readonly replicas: number };
  readonly status: { readonly replicas: number };
}

const GROUP = { group: 'autoscaling', kind: 'Scale' };

export const scale: SubresourceHandler = {
  resource: '*',
  subresource: 'scale',
  columns: [
    NAME,
    column('Desired', 'ScaleSpec.replicas', (o) => (o as unknown as Scaled).spec.replicas, { type: 'integer' }),
    column('Available', 'ScaleStatus.replicas', (o) => (o as unknown as Scaled).status.replicas, { type: 'integer' }),
    AGE,
  ],
  get: (r) => scaleOf(r.resource, getObject(r.core, r.resource, r.namespace, r.name)),
  update(r, body: ScaleBody) {
    const { specReplicas = [] } = r.resource.definition.scale ?? {};
    const { name, namespace, resourceVersion, uid } = body.metadata ?? {};
    const replicas = body.spec?.replicas ?? 0;
    if (name && name !== r.name) throw badRequest(`the name of the object (${name}) does not match the name on the URL (${r.name})`);
    const errors: FieldError[] = replicas < 0 ? [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')] : [];
    if (errors.length) throw invalidObject(GROUP, r.name, errors);
    if (namespace && namespace !== r.namespace)
      throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
    const write = {
      user: r.user,
      resource: r.resource,
      namespace: r.namespace,
      name: r.name,
      subresource: 'scale',
      dryRun: r.dryRun ?? false,
      warn: r.warn,
      ...(r.fieldManager === undefined ? {} : { fieldManager: r.fieldManager }),
    };
    const stored = updateObject(r.core, write, (current) => {
      const { resourceVersion: _version, ...metadata } = current.metadata;
      const based = { ...current, metadata: { ...metadata, ...(resourceVersion ? { resourceVersion } : {}), ...(uid ? { uid } : {}) } };
      return withAt(based, specReplicas, replicas) as Draft;
    });
    return scaleOf(r.resource, stored);
  },
};

/** An object as a Scale. */
function scaleOf({ definition }: Resource, o: ApiObject): ApiObject {
  const { specReplicas = [], statusReplicas = [], selector } = definition.scale ?? {};
  const { name, namespace, uid, resourceVersion, creationTimestamp } = o.metadata;
  const text = selectorText(at(o, selector ?? ['spec', 'selector']));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace ? { namespace } : {}), uid, resourceVersion, creationTimestamp },
    spec: { replicas: Number(at(o, specReplicas) ?? 0) },
    status: { replicas: Number(at(o, statusReplicas) ?? 0), ...(text ? { selector: text } : {}) },
  } as unknown as ApiObject;
}

/** A custom resource keeps its selector as text, a ReplicationController as labels, all others as a LabelSelector. */
function selectorText(selector: unknown): string {
  if (typeof selector === 'string') return selector;
  if (typeof selector !== 'object' || selector === null) return '';
  const s = selector as LabelSelector;
  const requirements = requirementsOf(
    (s.matchLabels ?? s.matchExpressions) ? s : { matchLabels: selector as Readonly<Record<string, string>> },
  );
  return requirements.map(formatRequirement).sort().join(',');
}
