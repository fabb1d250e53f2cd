/** Which part serves a request for a resource, if any: what is refused before anything is done. */
import { ApiError, notFound, qualified, quoted } from '#shared/api/errors.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import { notAllowed, type Call } from './call.ts';
import { delegate, handlerOf } from './delegate.ts';
import { NO_PAGE, NOT_FOUND } from './paths.ts';
import { serveStored } from './stored.ts';
import type { Watch } from './watch.ts';

/** Has the call served. Throws MethodNotAllowed, and NotFound for a part that a custom resource has not. */
export function dispatch(call: Call): ApiResponse | Watch {
  const { resource, subresource, verb, name, namespace } = call;
  const { method } = call.request;
  const { definition, about } = resource;
  const part = definition.subresources?.find((s) => s.name === subresource);
  const custom = definition.structural !== undefined;
  const nowhere = custom ? NO_PAGE : { status: 404, body: NOT_FOUND };
  const acrossNamespaces = definition.namespaced && !namespace;
  const reads = verb === 'list' || verb === 'watch';
  if (namespace && !definition.namespaced) return nowhere;
  if (acrossNamespaces && (name || (custom && !reads))) return nowhere;
  if (subresource && !part) {
    if (custom) throw notFound(about, name);
    return nowhere;
  }
  if (acrossNamespaces && !reads) throw notAllowed();
  if (method === 'OPTIONS' || method === 'HEAD') throw notAllowed();
  if (part && !part.verbs.includes(verb)) throw custom ? notSupportedBy(call) : notAllowed();
  if (!subresource && definition.verbs && !definition.verbs.includes(verb === 'watch' ? 'list' : verb)) throw notAllowed();
  if ((verb === 'update' || verb === 'patch') && !name) throw notAllowed();
  if ((verb === 'create') !== (method === 'POST') || (verb === 'create' && name && !subresource)) throw notAllowed();
  if (definition.deprecation && !subresource) call.warn(definition.deprecation);
  const handler = handlerOf(resource, subresource);
  if (handler) return delegate(handler, call);
  if (subresource && subresource !== 'status') throw notAllowed();
  return serveStored(call);
}

/** What a custom resource says to a verb that its subresource does not have. */
function notSupportedBy({ resource: { about, group, definition }, verb }: Call): ApiError {
  return new ApiError('MethodNotAllowed', `${verb} is not supported on resources of kind ${quoted(qualified(about))}`, {
    ...(group ? { group } : {}),
    kind: definition.plural,
  });
}
