/** componentstatuses: how the control plane's parts are, found out when it is asked. Source: pkg/registry/core/componentstatus. */
import { notFound } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { componentStatuses } from '#shared/kinds/core/component-status.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { SubresourceHandler } from './handler.ts';

/** The parts there are; here they are well as long as they answer. */
const PARTS = ['controller-manager', 'etcd-0', 'scheduler'];

function statusOf(name: string): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'ComponentStatus',
    metadata: { name },
    conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
  } as unknown as ApiObject;
}

export const componentStatusHandler: SubresourceHandler = {
  resource: resourceOf(componentStatuses),
  subresource: '',
  get(r) {
    if (!PARTS.includes(r.name)) throw notFound(r.resource.about, r.name);
    return statusOf(r.name);
  },
  list: () => PARTS.map(statusOf),
};
