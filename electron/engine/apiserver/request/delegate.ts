/** Requests for what has a handler of its own: a subresource, or a kind that is not stored. */
import { groupOf, versionOf, type ApiObject, type Draft } from '#shared/api/object.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import type { Resource } from '../resources.ts';
import { expected } from '../served-version.ts';
import type { SubresourceHandler, SubresourceRequest } from '../subresources/handler.ts';
import { subresourceHandlers } from '../subresources/index.ts';
import { answer, answerList, answerObject } from './answer.ts';
import { readObject } from './body.ts';
import { notAllowed, type Call } from './call.ts';
import { writeQuery, type WriteQuery } from './options.ts';
import { representationOf } from './representation.ts';
import { selectionOf } from './selection.ts';
import { managerOf, patch } from './write.ts';

/** The handler of a subresource, or with '' of a kind that is not stored; undefined where there is none. */
export function handlerOf(r: Resource, subresource: string): SubresourceHandler | undefined {
  return (
    subresourceHandlers.find((h) => h.subresource === subresource && h.resource === r.id) ??
    (subresource ? subresourceHandlers.find((h) => h.subresource === subresource && h.resource === '*') : undefined)
  );
}

/** Has the handler do what the call asks for. */
export function delegate(handler: SubresourceHandler, call: Call): ApiResponse {
  const { core, resource, subresource, verb } = call;
  const options = optionsOf(call);
  const form = representationOf(call.request.headers?.['accept'] ?? '');
  const r: SubresourceRequest = {
    core,
    user: call.user,
    resource,
    namespace: call.namespace,
    name: call.name,
    query: call.query,
    warn: call.warn,
    dryRun: options?.dryRun ?? false,
    fieldManager: managerOf(call),
  };
  if (verb === 'list' && handler.list) {
    const items = handler.list(r).filter((o) => selectionOf(resource, call.query).matches(o));
    return answerList(call, items, { resourceVersion: '' }, form);
  }
  if (verb === 'patch' && handler.update) {
    const { status, object } = patch(core, call);
    return answerObject(call, status, object, form);
  }
  const given = handled(handler, call, r, options);
  if ('status' in given && 'body' in given && !('kind' in given)) return given;
  const status = verb === 'create' ? 201 : 200;
  if (form.as === 'Table' && handler.columns)
    return answerObject({ ...call, resource: printedBy(resource, handler.columns) }, status, given as ApiObject, form);
  return form.as === 'Object' || subresource ? answer(status, given, form) : answerObject(call, status, given as ApiObject, form);
}

function optionsOf({ verb, query }: Call): WriteQuery | undefined {
  if (verb === 'create') return writeQuery(query, 'CreateOptions');
  return verb === 'update' ? writeQuery(query, 'UpdateOptions') : undefined;
}

function handled(handler: SubresourceHandler, call: Call, r: SubresourceRequest, options: WriteQuery | undefined): ApiObject | ApiResponse {
  switch (call.verb) {
    case 'get':
      if (handler.get) return handler.get(r);
      break;
    case 'create':
      if (handler.create) return handler.create(r, BY_QUERY.has(call.subresource) ? ({} as Draft) : bodyOf(call, options));
      break;
    case 'update':
      if (handler.update) return handler.update(r, bodyOf(call, options));
      break;
    default:
  }
  throw notAllowed();
}

/** These are asked for by their query alone. */
const BY_QUERY: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'proxy', 'log']);

/** The object that is sent: of the subresource's own kind where it has one. */
function bodyOf({ core, request, resource, subresource, warn }: Call, options: WriteQuery | undefined): Draft {
  const part = resource.definition.subresources?.find((s) => s.name === subresource);
  const own = expected(resource);
  const apiVersion = part?.apiVersion ?? (own.group ? `${own.group}/${own.version}` : own.version);
  const into = part?.kind ? { group: groupOf(apiVersion), version: versionOf(apiVersion), kind: part.kind, type: part.kind } : own;
  return readObject(core, request, into, options?.fieldValidation ?? 'Warn', warn);
}

/** The same resource with columns of its own, whatever the version. */
function printedBy(r: Resource, columns: NonNullable<SubresourceHandler['columns']>): Resource {
  const { served: _served, ...definition } = r.definition;
  return { ...r, definition: { ...definition, columns } };
}
