/** Managers that write to one cluster, objects for them to write, and which fields are whose. */
import { TestCluster } from './test-cluster.ts';
import { createObject } from '../apiserver/lifecycle/create.ts';
import { updateObject } from '../apiserver/lifecycle/update.ts';
import type { Write } from '../apiserver/lifecycle/write.ts';
import { patchObject, type PatchOptions, type PatchType } from '../apiserver/patch/patch-object.ts';

type Options = PatchOptions & { subresource?: string; path?: string; dryRun?: boolean };

/** A cluster without loops, and writes to it by anybody. `path` is group/version/plural. */
export function world() {
  const c = new TestCluster({ loops: [] });
  const { core } = c.cluster;
  const write = (manager: string, { path = 'apps/v1/deployments', subresource = '', dryRun = false }: Options, name: string): Write => {
    const [g, v, plural] = path.split('/') as [string, string, string];
    return {
      user: { name: 'admin', groups: ['system:masters'] },
      resource: core.resources.byPath(g, v, plural)!,
      namespace: 'default',
      name,
      subresource,
      fieldManager: manager,
      dryRun,
    };
  };
  const send = (type: PatchType, manager: string, body: any, options: Options = {}) =>
    patchObject(core, write(manager, options, body.metadata?.name ?? 'd'), type, body, {
      ...(type === 'apply' ? { fieldManager: manager } : {}),
      ...options,
    }).object as any;
  return {
    c,
    core,
    send,
    create: (manager: string, body: any, o: Options = {}) => createObject(core, write(manager, o, ''), body) as any,
    update: (manager: string, name: string, change: (o: any) => any, o: Options = {}) =>
      updateObject(core, write(manager, o, name), change) as any,
    apply: (manager: string, body: any, o: Options = {}) => send('apply', manager, body, o),
  };
}

/** A ConfigMap called c; CM says where it lies. */
export const config = (data: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', ...metadata },
  data,
});
export const CM = { path: '/v1/configmaps' };
/** A Deployment called d. */
export const deployment = (spec: object = {}, containers: object[] = [{ name: 'app', image: 'nginx:1' }]) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: { selector: { matchLabels: { app: 'd' } }, template: { metadata: { labels: { app: 'd' } }, spec: { containers } }, ...spec },
});
/** What each manager manages, by manager, operation and subresource. */
export const fields = (o: any): Record<string, unknown> =>
  Object.fromEntries(
    (o.metadata.managedFields ?? []).map((e: any) => [
      `${e.manager} ${e.operation}${e.subresource ? `/${e.subresource}` : ''}`,
      e.fieldsV1,
    ]),
  );
