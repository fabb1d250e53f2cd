/**
 * What is written of a pod by itself: its ephemeral containers, and what its containers ask for (pods/resize). The rules
 * are the kind's own. Source: pkg/registry/core/pod/storage (EphemeralContainersREST, ResizeREST).
 */
import { notFound } from '#shared/api/errors.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { updateObject } from '../lifecycle/update.ts';
import type { SubresourceHandler } from './handler.ts';

const PODS = resourceOf(pods);

function part(subresource: string): SubresourceHandler {
  return {
    resource: PODS,
    subresource,
    get(r) {
      const pod = r.core.store.get({ resource: PODS, namespace: r.namespace, name: r.name });
      if (!pod) throw notFound(r.resource.about, r.name);
      return pod;
    },
    update: (r, body) => updateObject(r.core, { ...r, subresource }, () => body),
  };
}

/** GET, PUT and PATCH …/pods/NAME/ephemeralcontainers. */
export const podEphemeralContainers = part('ephemeralcontainers');

/** GET, PUT and PATCH …/pods/NAME/resize. */
export const podResize = part('resize');
