/** The OpenAPI endpoints: /openapi/v3 and its documents by group and version, /openapi/v2. Source: kube-openapi's handler3, handler. */
import { ApiError, statusOf } from '#shared/api/errors.ts';
import { fnv1a } from '#shared/api/hash.ts';
import { canonical, memoByIdentity } from '#shared/api/json.ts';
import { KUBERNETES_VERSION } from '#shared/api/kubernetes-version.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import type { Core } from '../context.ts';
import { accepted, isJson } from '../discovery/accept.ts';
import { servedGroups } from '../discovery/groups.ts';
import type { Resource, Resources } from '../resources.ts';
import { document } from './documents.ts';

/** Grows when documents of the same resources come to be written otherwise: clients keep what they fetched by its hash. */
const EDITION = 3;

const V2_PROTOBUF = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

/**
 * Version 2 for clients that read nothing but protobuf (client-go): swagger "2.0", the title and the version, no models.
 * They ask for it only about kinds that version 3 does not have, and leave what they then do not find to the server.
 */
const V2_HEADER = `\n\x032.0\x12\x15\n\nKubernetes\x12\x07${KUBERNETES_VERSION}`;

/** A group and version's resources, under the name its document has: 'api/v1', 'apis/apps/v1'. */
interface Part {
  readonly name: string;
  readonly hash: string;
  readonly resources: readonly Resource[];
}

interface Written {
  readonly changes: number;
  readonly parts: readonly Part[];
  readonly documents: Map<string, object>;
}

const written = new WeakMap<Resources, Written>();

/**
 * The answer to a GET below /openapi; undefined for any other path and for groups that are not served. `accept` is the
 * Accept header (JSON; who asks for protobuf alone is refused, or in version 2 gets little), `query` what follows the '?'. Documents are kept
 * until what is served changes.
 */
export function describeApi(
  core: Core,
  path: string,
  accept: string,
  query: string | Readonly<Record<string, string>> = '',
): ApiResponse | undefined {
  const [root, edition, ...rest] = path.replace(/\?.*/s, '').split('/').filter(Boolean);
  if (root !== 'openapi' || (edition !== 'v2' && edition !== 'v3') || (edition === 'v2' && rest.length)) return undefined;
  const api = current(core.resources);
  const part = edition === 'v3' && rest.length ? api.parts.find((p) => p.name === rest.join('/')) : undefined;
  if (edition === 'v3' && rest.length && !part) return undefined;
  const types = accepted(accept);
  if (edition === 'v2' && types[0]?.type === V2_PROTOBUF)
    return { status: 200, headers: { 'content-type': V2_PROTOBUF.replace('@', '.'), vary: 'Accept' }, body: V2_HEADER };
  if (!types.some((a) => isJson(a) && a.parameters['as'] === undefined))
    return { status: 406, body: statusOf(new ApiError('NotAcceptable', `only the following media types are accepted: application/json`)) };
  if (edition === 'v2')
    return {
      status: 200,
      headers: { etag: `"${hashed(api.parts.map((p) => p.hash).join())}"`, vary: 'Accept' },
      body: once(api, 'v2', () =>
        document(
          2,
          api.parts.flatMap((p) => p.resources),
        ),
      ),
    };
  if (!part)
    return {
      status: 200,
      headers: { vary: 'Accept' },
      body: { paths: Object.fromEntries(api.parts.map((p) => [p.name, { serverRelativeURL: urlOf(p) }])) },
    };
  const asked = typeof query === 'string' ? /(?:^|[?&])hash=([^&]*)/.exec(query)?.[1] : query['hash'];
  if (asked && asked !== part.hash) return { status: 301, headers: { location: urlOf(part) }, body: '' };
  return {
    status: 200,
    headers: { etag: `"${part.hash}"`, vary: 'Accept', ...(asked ? { 'cache-control': 'public, immutable' } : {}) },
    body: once(api, part.name, () => document(3, part.resources)),
  };
}

const urlOf = (p: Part) => `/openapi/v3/${p.name}?hash=${p.hash}`;

function current(resources: Resources): Written {
  const known = written.get(resources);
  if (known?.changes === resources.changes) return known;
  const parts = servedGroups(resources).flatMap((g) =>
    g.versions.map(({ version, resources: list }): Part => ({
      name: g.name ? `apis/${g.name}/${version}` : `api/${version}`,
      hash: hashed(`${EDITION} ${g.name}/${version} ${list.map((r) => marks(r.definition)).join()}`),
      resources: list,
    })),
  );
  const documents = new Map<string, object>();
  for (const p of parts)
    if (known?.parts.find((k) => k.name === p.name)?.hash === p.hash) {
      const d = known.documents.get(p.name);
      if (d) documents.set(p.name, d);
    }
  const now = { changes: resources.changes, parts, documents };
  written.set(resources, now);
  return now;
}

function once(api: Written, name: string, make: () => object): object {
  let d = api.documents.get(name);
  if (!d) api.documents.set(name, (d = make()));
  return d;
}

/** All that a kind's part of a document follows from. */
const marks = memoByIdentity((d: KindDefinition): string =>
  canonical([
    d.plural,
    d.kind,
    d.namespaced,
    d.verbs ?? [],
    d.subresources ?? [],
    d.structural ?? 0,
    (d.served ?? []).map((s) => s.structural ?? s.apiVersion),
  ]),
);

/** 32 digits that tell texts apart. */
function hashed(text: string): string {
  return [1, 2, 3, 4]
    .map((seed) =>
      fnv1a(text, fnv1a(String(seed)))
        .toString(16)
        .toUpperCase()
        .padStart(8, '0'),
    )
    .join('');
}
