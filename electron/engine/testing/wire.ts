/** Requests as they come over the wire, to a cluster that is new for each test. */
import { beforeEach } from 'vitest';
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import type { User } from '../apiserver/context.ts';
import type { Watch } from '../apiserver/request/watch.ts';
import type { Cluster } from '../cluster.ts';
import { TestCluster } from './test-cluster.ts';

/** Who may everything. */
export const ADMIN: User = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
/** The ConfigMaps of a namespace. */
export const MAPS = '/api/v1/namespaces/default/configmaps';
/** To be answered with a table. */
export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
/** To be answered with the metadata of a list. */
export const METADATA = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';

/** A ConfigMap. */
export const map = (name: string, labels: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
});

/** What is in a list. */
export const names = (r: ApiResponse) => (r.body as { items: { metadata: { name: string } }[] }).items.map((i) => i.metadata.name);

/** The wire of a file's tests: before each of them it leads to another cluster. */
export function wire() {
  let cluster: Cluster;
  beforeEach(() => {
    ({ cluster } = new TestCluster());
  });

  /** What a request is answered with. */
  function ask(
    method: ApiRequest['method'],
    path: string,
    body?: object | string,
    headers: Record<string, string> = {},
    user = ADMIN,
  ): ApiResponse & { body: any } {
    return cluster.request({ method, path, headers, ...(body === undefined ? {} : { body }) }, user) as ApiResponse;
  }

  /** Listens to a watch; what it says is read off `events`. */
  function watch(path: string, headers: Record<string, string> = {}) {
    const events: { type: string; object: any }[] = [];
    let ended = false;
    const watching = (cluster.request({ method: 'GET', path, headers }, ADMIN) as Watch).start(
      (line) => {
        events.push(JSON.parse(typeof line === 'string' ? line : line()) as never);
      },
      () => {
        ended = true;
      },
    );
    return {
      watching,
      events,
      get ended() {
        return ended;
      },
      get told() {
        return events.map((e) => `${e.type} ${e.object.metadata.name ?? ''}`.trim());
      },
    };
  }

  return { ask, watch };
}
