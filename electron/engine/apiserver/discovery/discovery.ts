/** Discovery: which groups, versions and resources are served. Source: "The Kubernetes API", "Aggregated discovery". */
import { ApiError, statusOf } from '#shared/api/errors.ts';
import { base64Bytes, utf8 } from '#shared/api/base64.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import { sha256 } from '../authentication/hmac.ts';
import type { Core } from '../context.ts';
import { accepted, isJson } from './accept.ts';
import { servedGroups, type ServedGroup } from './groups.ts';
import { apiResource, apiResources, spokenBy, subresourcesOf } from './resource-list.ts';
import type { Resource } from '../resources.ts';

/** Where clients reach the server from. */
const ADDRESSES = [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1:6443' }];

/**
 * The answer to a GET of /api, /apis, /api/v1, /apis/G or /apis/G/V; undefined for any other path and for what is not
 * served. `accept` is the Accept header: /api and /apis answer with aggregated discovery to who asks for it.
 */
export function discover(core: Core, path: string, accept: string): ApiResponse | undefined {
  const [root, group = '', version, ...rest] = path.replace(/\?.*/s, '').split('/').filter(Boolean);
  if (rest.length || (root !== 'api' && root !== 'apis')) return undefined;
  const groups = servedGroups(core.resources);
  const isCore = root === 'api';
  const wanted = accepted(accept);
  if (!group) {
    for (const a of wanted) {
      if (!isJson(a)) continue;
      if (a.parameters['as'] === undefined)
        return {
          status: 200,
          body: isCore
            ? { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: ADDRESSES }
            : { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.filter((g) => g.name).map(groupEntry) },
        };
      const { as, g, v } = a.parameters;
      if (as === 'APIGroupDiscoveryList' && g === 'apidiscovery.k8s.io' && (v === 'v2' || v === 'v2beta1'))
        return aggregated(
          groups.filter((x) => (x.name === '') === isCore),
          v,
        );
    }
    return unacceptable();
  }
  const found = isCore ? groups.find((g) => g.name === '') : groups.find((g) => g.name === group && g.name);
  const of = isCore ? group : version;
  if (!found || (isCore && version !== undefined)) return undefined;
  if (of === undefined)
    return wanted.some(isJson) ? { status: 200, body: { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(found) } } : unacceptable();
  const served = found.versions.find((v) => v.version === of);
  if (!served) return undefined;
  if (!wanted.some(isJson)) return unacceptable();
  return {
    status: 200,
    body: {
      kind: 'APIResourceList',
      ...(isCore ? {} : { apiVersion: 'v1' }),
      groupVersion: isCore ? of : `${group}/${of}`,
      resources: [...served.resources].sort((a, b) => (a.definition.plural < b.definition.plural ? -1 : 1)).flatMap(apiResources),
    },
  };
}

function groupEntry({ name, versions }: ServedGroup): object {
  const entries = versions.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

function aggregated(groups: readonly ServedGroup[], version: string): ApiResponse {
  const body = {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map((g) => ({
      metadata: g.name ? { name: g.name } : {},
      versions: g.versions.map((v) => ({ version: v.version, resources: v.resources.map(discovered), freshness: 'Current' })),
    })),
  };
  const etag = `"${base64Bytes(sha256(utf8(JSON.stringify(body))))}"`;
  return {
    status: 200,
    headers: { 'content-type': `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`, etag, vary: 'Accept' },
    body,
  };
}

function discovered(r: Resource): object {
  const { name, singularName, namespaced, kind, verbs, shortNames, categories } = apiResource(r);
  return {
    resource: name,
    responseKind: { group: r.group, version: r.version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singularName,
    verbs,
    ...(shortNames ? { shortNames } : {}),
    ...(categories ? { categories } : {}),
    ...(r.definition.subresources?.length
      ? { subresources: subresourcesOf(r).map((s) => ({ subresource: s.name, responseKind: spokenBy(r, s), verbs: s.verbs })) }
      : {}),
  };
}

function unacceptable(): ApiResponse {
  const body = statusOf(new ApiError('NotAcceptable', 'only the following media types are accepted: application/json'));
  return { status: 406, body };
}
