/** Deletes the objects of a definition that is being deleted, then lets it go. Source: apiextensions' controller/finalizer. */
import { groupOf, isTerminating } from '#shared/api/object.ts';
import { localKey, resourceId, splitLocalKey } from '#shared/api/ref.ts';
import { CLEANUP_FINALIZER, customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import { ANY, type ControllerFactory } from '../controller.ts';
import { forEach } from '../watch-rules.ts';
import type { Client } from '../../apiserver/client.ts';
import { conditionIs, withDefinitionCondition } from './conditions.ts';

export const customResourceDefinitionFinalizer: ControllerFactory = () => ({
  name: 'crd-finalizer',
  watches: [
    forEach(customResourceDefinitions),
    {
      // the last object that goes lets its definition go
      resource: ANY,
      keys({ ref, after }, client) {
        const d = after ? undefined : definitionOf(ref.resource, client);
        return d && isTerminating(d) ? [localKey('', d.metadata.name)] : [];
      },
    },
  ],
  reconcile(key, client) {
    const d = client.get(customResourceDefinitions, '', splitLocalKey(key).name);
    if (!d || !isTerminating(d) || !d.metadata.finalizers?.includes(CLEANUP_FINALIZER)) return;
    const kind = client.core.resources.byId(resourceId(d.spec.group, d.spec.names.plural))?.definition;
    const established = conditionIs(d, 'Established', 'True') && kind?.structural !== undefined;
    if (established) {
      if (!conditionIs(d, 'Terminating', 'True') || !d.status.conditions?.some((c) => c.reason === 'InstanceDeletionInProgress'))
        client.updateStatus(
          customResourceDefinitions,
          withDefinitionCondition(
            d,
            {
              type: 'Terminating',
              status: 'True',
              reason: 'InstanceDeletionInProgress',
              message: 'CustomResource deletion is in progress',
            },
            client.timestamp,
          ),
        );
      for (const o of client.list(kind)) if (!isTerminating(o)) client.delete(kind, o, { preconditions: { uid: o.metadata.uid } });
      if (client.list(kind).length) return;
    }
    const current = client.get(customResourceDefinitions, '', d.metadata.name) ?? d;
    const told = withDefinitionCondition(
      current,
      established
        ? { type: 'Terminating', status: 'False', reason: 'InstanceDeletionCompleted', message: 'removed all instances' }
        : { type: 'Terminating', status: 'False', reason: 'NeverEstablished', message: 'resource was never established' },
      client.timestamp,
    );
    const written = client.updateStatus(customResourceDefinitions, told);
    client.update(customResourceDefinitions, {
      ...written,
      metadata: { ...written.metadata, finalizers: written.metadata.finalizers?.filter((f) => f !== CLEANUP_FINALIZER) ?? [] },
    });
  },
});

/** The definition of a custom resource, by the store's name for the resource. */
function definitionOf(resource: string, client: Client): CustomResourceDefinition | undefined {
  const kind = client.core.resources.byId(resource)?.definition;
  return kind?.structural ? client.get(customResourceDefinitions, '', `${kind.plural}.${groupOf(kind.apiVersion)}`) : undefined;
}
