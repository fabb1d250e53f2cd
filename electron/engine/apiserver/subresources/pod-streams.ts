/** exec, attach, portforward and proxy: there is no process behind a simulated container to speak with, and that is said. */
import { ApiError } from '#shared/api/errors.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { services } from '#shared/kinds/core/service.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { getObject } from '../request/read.ts';
import type { SubresourceHandler, SubresourceRequest } from './handler.ts';

function refuse(r: SubresourceRequest, what: string): never {
  getObject(r.core, r.resource, r.namespace, r.name); // what is not there is not found, as ever
  throw new ApiError(
    '',
    `${what} is not possible here: Drydock simulates what pods do, and nothing runs inside them. Their logs, events and status say what happens to them.`,
    undefined,
    501,
  );
}

const refusing = (resource: string, subresource: string, what: string): SubresourceHandler => ({
  resource,
  subresource,
  get: (r) => refuse(r, what),
  create: (r) => refuse(r, what),
});

export const podExec = refusing(resourceOf(pods), 'exec', 'kubectl exec');
export const podAttach = refusing(resourceOf(pods), 'attach', 'kubectl attach');
export const podPortForward = refusing(resourceOf(pods), 'portforward', 'kubectl port-forward');
export const podProxy = refusing(resourceOf(pods), 'proxy', 'A proxy to a pod');
export const serviceProxy = refusing(resourceOf(services), 'proxy', 'A proxy to a Service');
export const nodeProxy = refusing(resourceOf(nodes), 'proxy', 'A proxy to a node');
