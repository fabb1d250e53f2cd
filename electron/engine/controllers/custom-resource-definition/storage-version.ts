/**
 * Writes the objects of a definition anew when the version they are stored in changes, so that one version is stored at a
 * time. In Kubernetes an older version stays until somebody migrates it; its readers cannot tell.
 */
import { resourceId, splitLocalKey } from '#shared/api/ref.ts';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import type { ControllerFactory } from '../controller.ts';
import { forEach } from '../watch-rules.ts';

export const customResourceStorageVersion: ControllerFactory = () => ({
  name: 'storage-version-migrator',
  watches: [forEach(customResourceDefinitions)],
  reconcile(key, client) {
    const d = client.get(customResourceDefinitions, '', splitLocalKey(key).name);
    const kind = d && client.core.resources.byId(resourceId(d.spec.group, d.spec.names.plural))?.definition;
    if (!kind?.structural) return;
    for (const o of client.list(kind)) if (o.apiVersion !== kind.apiVersion) client.update(kind, o);
  },
});
