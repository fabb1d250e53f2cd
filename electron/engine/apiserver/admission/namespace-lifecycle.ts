/**
 * Nothing is made in a namespace that is not there or is going, and some namespaces may not go.
 * Source: apiserver's plugin/namespace/lifecycle.
 */
import { ApiError, forbidden, notFound } from '#shared/api/errors.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Namespace } from '#shared/kinds/types.ts';
import type { AdmissionPlugin } from '../context.ts';
import { refusedEarly } from './refusal.ts';

const NAMESPACES = resourceOf(namespaces);

const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  admit(c, o, _previous, core) {
    const { namespace } = c;
    if (!namespace || !c.resource.definition.namespaced) return o;
    const found = core.store.get({ resource: NAMESPACES, namespace: '', name: namespace }) as Namespace | undefined;
    if (!found) throw notFound({ group: '', plural: 'namespaces', kind: 'Namespace' }, namespace);
    if (c.operation !== 'CREATE' || found.status.phase !== 'Terminating') return o;
    const { message, details } = refusedEarly(
      c,
      o,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
    );
    throw new ApiError('Forbidden', message, {
      ...details,
      causes: [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }],
    });
  },
  validate(c, o) {
    if (c.operation === 'DELETE' && c.resource.id === NAMESPACES && IMMORTAL.has(o.metadata.name))
      throw forbidden(c.resource.about, o.metadata.name, 'this namespace may not be deleted');
  },
};
