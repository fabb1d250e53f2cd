/**
 * One request through the pipeline: who asks (and acts as whom), may they, what do they mean, and has it done. Everything
 * outside the process comes through here. Source: apiserver's filters.
 */
import { ApiError, statusOf } from '#shared/api/errors.ts';
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import { impersonate, wantedUser } from '../authentication/impersonation.ts';
import type { Attributes } from '../authorization/attributes.ts';
import { authorize } from '../authorization/authorizer.ts';
import { refusal } from '../authorization/refusal.ts';
import type { Core, User } from '../context.ts';
import { notAllowed } from './call.ts';
import { dispatch } from './dispatch.ts';
import { answerPath, knowsGroup, NO_PAGE, NOT_FOUND } from './paths.ts';
import { asked, routeOf, type Asked, type ResourceRoute } from './route.ts';
import type { Watch } from './watch.ts';

/** Answers a request that `user` makes. Never throws what is the asker's fault: that is an answer, too. */
export function handleRequest(core: Core, request: ApiRequest, user: User): ApiResponse | Watch {
  const warnings = new Set<string>();
  try {
    const answer = unlessKnown(
      request,
      handle(core, request, user, (text) => warnings.add(text)),
    );
    return 'watch' in answer ? answer : withWarnings(answer, warnings);
  } catch (e) {
    if (!(e instanceof ApiError)) throw e;
    const seconds = e.details?.retryAfterSeconds;
    const headers: ApiResponse['headers'] = seconds === undefined ? {} : { 'retry-after': String(seconds) };
    return withWarnings({ status: e.code, headers, body: statusOf(e) }, warnings);
  }
}

/** An answer with what the asker is warned of. Source: RFC 7234, "Warning". */
function withWarnings(answer: ApiResponse, warnings: ReadonlySet<string>): ApiResponse {
  if (!warnings.size) return answer;
  return { ...answer, headers: { ...answer.headers, warning: [...warnings].map((w) => `299 - ${JSON.stringify(w)}`).join(', ') } };
}

/** 304 for a document that the asker has already, by its tag. */
function unlessKnown({ method, headers }: ApiRequest, answer: ApiResponse | Watch): ApiResponse | Watch {
  if ('watch' in answer || method !== 'GET' || answer.status !== 200 || answer.headers?.['etag'] === undefined) return answer;
  const { etag } = answer.headers;
  const known = (headers?.['if-none-match'] ?? '').split(',').some((t) => t.trim() === etag);
  return known ? { status: 304, headers: answer.headers, body: '' } : answer; // who keeps documents puts these headers in the place of those it has
}

function handle(core: Core, request: ApiRequest, requestor: User, warn: (text: string) => void): ApiResponse | Watch {
  const where = asked(request.path);
  const route = routeOf(request.method, where);
  const headers = request.headers ?? {};
  const attributes: Attributes = route ? attributesOf(route, where) : { verb: request.method.toLowerCase(), path: where.path };
  const wanted = wantedUser(headers);
  const user = wanted ? impersonate(core, requestor, wanted, attributes) : requestor;
  const { allowed, reason } = authorize(core, user, attributes);
  if (!allowed) throw refusal(user, attributes, reason);
  if (!route) {
    const answer = answerPath(core, where, headers['accept'] ?? '');
    return request.method === 'GET' || request.method === 'HEAD' || answer.status === 404
      ? answer
      : { status: 405, body: statusOf(notAllowed()) };
  }
  const resource = core.resources.byPath(route.group, route.version, route.plural);
  if (!resource) return knowsGroup(core, route) ? { status: 404, body: NOT_FOUND } : NO_PAGE;
  const { verb, namespace, name, subresource } = route;
  return dispatch({ core, request, user, resource, verb, namespace, name, subresource, query: where.query, warn });
}

function attributesOf(r: ResourceRoute, { query }: Asked): Attributes {
  const named = r.name || (/^metadata\.name=([^,]+)$/.exec(query['fieldSelector'] ?? '')?.[1] ?? '');
  return {
    verb: r.verb,
    group: r.group,
    resource: r.plural,
    subresource: r.subresource,
    namespace: r.plural === 'namespaces' && r.name ? r.name : r.namespace,
    name: named,
  };
}
