/**
 * One request through the pipeline: who asks (and acts as whom), may they, what do they mean, do it, and in which form is
 * it answered. Everything outside the process comes through here. Source: apiserver's filters and endpoints/handlers.
 */
import { ApiError, badRequest, notFound, qualified, quoted, statusOf } from '#shared/api/errors.ts';
import type { ApiObject, Draft } from '#shared/api/object.ts';
import { groupOf, versionOf } from '#shared/api/object.ts';
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import type { Verb } from '#shared/kinds/definition.ts';
import { impersonate, wantedUser } from '../authentication/impersonation.ts';
import type { Attributes } from '../authorization/attributes.ts';
import { authorize } from '../authorization/authorizer.ts';
import { refusal } from '../authorization/refusal.ts';
import type { Core, User } from '../context.ts';
import type { Resource } from '../resources.ts';
import { expected } from '../served-version.ts';
import type { SubresourceHandler, SubresourceRequest } from '../subresources/handler.ts';
import { subresourceHandlers } from '../subresources/index.ts';
import { stringify } from 'yaml';
import { readObject } from './body.ts';
import { listOptions, writeQuery } from './options.ts';
import { answerPath, knowsGroup, NO_PAGE, NOT_FOUND } from './paths.ts';
import { checkVersion, getObject, listObjects } from './read.ts';
import { represent, representationOf, representList, type Representation } from './representation.ts';
import { asked, routeOf, type Asked, type ResourceRoute } from './route.ts';
import { selectionOf } from './selection.ts';
import type { Included } from './table.ts';
import { watchObjects, type Watch } from './watch.ts';
import { create, managerOf, patch, remove, removeAll, update, type Target, type Written } from './write.ts';

/** Answers a request that `user` makes. Never throws what is the asker's fault: that is an answer, too. */
export function handleRequest(core: Core, request: ApiRequest, user: User): ApiResponse | Watch {
  const warnings: string[] = [];
  try {
    const answer = unlessKnown(
      request,
      handle(core, request, user, (text) => {
        if (!warnings.includes(text)) warnings.push(text);
      }),
    );
    return 'watch' in answer || !warnings.length
      ? answer
      : { ...answer, headers: { ...answer.headers, warning: warnings.map((w) => `299 - ${JSON.stringify(w)}`).join(', ') } };
  } catch (e) {
    if (!(e instanceof ApiError)) throw e;
    const seconds = e.details?.retryAfterSeconds;
    return {
      status: e.code,
      headers: {
        ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
        ...(warnings.length ? { warning: warnings.map((w) => `299 - ${JSON.stringify(w)}`).join(', ') } : {}),
      },
      body: statusOf(e),
    };
  }
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
  const accept = headers['accept'] ?? '';
  if (!route) {
    const answer = answerPath(core, where, accept);
    return request.method === 'GET' || request.method === 'HEAD' || answer.status === 404
      ? answer
      : { status: 405, body: statusOf(notAllowed()) };
  }
  const resource = core.resources.byPath(route.group, route.version, route.plural);
  if (!resource) return knowsGroup(core, route) ? { status: 404, body: NOT_FOUND } : NO_PAGE;
  return new Handling(core, request, where, route, resource, user, warn).run();
}

const notAllowed = () => new ApiError('MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

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

/** One request for a resource. */
class Handling {
  readonly #core: Core;
  readonly #request: ApiRequest;
  readonly #where: Asked;
  readonly #route: ResourceRoute;
  readonly #resource: Resource;
  readonly #user: User;
  readonly #warn: (text: string) => void;

  constructor(
    core: Core,
    request: ApiRequest,
    where: Asked,
    route: ResourceRoute,
    resource: Resource,
    user: User,
    warn: (text: string) => void,
  ) {
    this.#core = core;
    this.#request = request;
    this.#where = where;
    this.#route = route;
    this.#resource = resource;
    this.#user = user;
    this.#warn = warn;
  }

  run(): ApiResponse | Watch {
    const { subresource, verb, name, namespace } = this.#route;
    const { definition } = this.#resource;
    const part = definition.subresources?.find((s) => s.name === subresource);
    const custom = definition.structural !== undefined;
    const acrossNamespaces = definition.namespaced && !namespace;
    if (namespace && !definition.namespaced) return custom ? NO_PAGE : { status: 404, body: NOT_FOUND };
    if (acrossNamespaces && (name || (custom && verb !== 'list' && verb !== 'watch')))
      return custom ? NO_PAGE : { status: 404, body: NOT_FOUND };
    if (subresource && !part) {
      if (custom) throw notFound(this.#resource.about, name);
      return { status: 404, body: NOT_FOUND };
    }
    if (acrossNamespaces && verb !== 'list' && verb !== 'watch') throw notAllowed();
    if (this.#request.method === 'OPTIONS' || this.#request.method === 'HEAD') throw notAllowed();
    if (part && !part.verbs.includes(verb))
      throw custom
        ? new ApiError('MethodNotAllowed', `${verb} is not supported on resources of kind ${quoted(qualified(this.#resource.about))}`, {
            ...(this.#resource.group ? { group: this.#resource.group } : {}),
            kind: definition.plural,
          })
        : notAllowed();
    if (!subresource && definition.verbs && !definition.verbs.includes(verb) && !(verb === 'watch' && definition.verbs.includes('list')))
      throw notAllowed();
    if ((verb === 'update' || verb === 'patch') && !name) throw notAllowed();
    if ((verb === 'create') !== (this.#request.method === 'POST') || (verb === 'create' && name && !subresource)) throw notAllowed();
    if (definition.deprecation && !subresource) this.#warn(definition.deprecation);
    const handler = handlerOf(this.#resource, subresource);
    if (handler) return this.#delegate(handler, verb);
    if (subresource && subresource !== 'status') throw notAllowed();
    return this.#serve(verb);
  }

  #serve(verb: Verb): ApiResponse | Watch {
    const { namespace, name } = this.#route;
    const core = this.#core;
    const resource = this.#resource;
    const form = representationOf(this.#request.headers?.['accept'] ?? '');
    const { query } = this.#where;
    switch (verb) {
      case 'get':
        checkVersion(core, query);
        return this.#object(200, getObject(core, resource, namespace, name), form);
      case 'list': {
        const { items, metadata } = listObjects(core, resource, namespace, selectionOf(resource, query), listOptions(query, false));
        return this.#answer(200, representList(core, resource, form, items, metadata, this.#included(form)), form);
      }
      case 'watch':
        return watchObjects({
          core,
          resource,
          namespace,
          selection: selectionOf(resource, query, name),
          options: listOptions(query, true),
          form,
          included: this.#included(form),
        });
      case 'create':
        return this.#written(create(core, this.#target()), form);
      case 'update':
        return this.#written(update(core, this.#target()), form);
      case 'patch': {
        const { status, object } = patch(core, this.#target());
        return this.#answer(status, form.as === 'Object' ? object : represent(core, resource, form, object, this.#included(form)), form);
      }
      case 'delete': {
        const answer = remove(core, this.#target());
        return 'object' in answer ? this.#written(answer, form) : this.#answer(answer.status, answer.body as object, form);
      }
      case 'deletecollection': {
        const gone = removeAll(core, this.#target(), selectionOf(resource, query));
        return this.#answer(
          200,
          representList(core, resource, form, gone, { resourceVersion: String(core.store.revision) }, this.#included(form)),
          form,
        );
      }
    }
  }

  /** What is served by a part of its own: a subresource, or a kind that is not stored. */
  #delegate(handler: SubresourceHandler, verb: Verb): ApiResponse {
    const { subresource } = this.#route;
    const { definition } = this.#resource;
    const part = definition.subresources?.find((s) => s.name === subresource);
    const options =
      verb === 'create'
        ? writeQuery(this.#where.query, 'CreateOptions')
        : verb === 'update'
          ? writeQuery(this.#where.query, 'UpdateOptions')
          : undefined;
    const form = representationOf(this.#request.headers?.['accept'] ?? '');
    const r: SubresourceRequest = {
      core: this.#core,
      user: this.#user,
      resource: this.#resource,
      namespace: this.#route.namespace,
      name: this.#route.name,
      query: this.#where.query,
      warn: this.#warn,
      dryRun: options?.dryRun ?? false,
      fieldManager: managerOf({ query: this.#where.query, request: this.#request }),
    };
    const own = expected(this.#resource);
    const apiVersion = part?.apiVersion ?? (own.group ? `${own.group}/${own.version}` : own.version);
    const into = part?.kind ? { group: groupOf(apiVersion), version: versionOf(apiVersion), kind: part.kind, type: part.kind } : own;
    const body = (): Draft => readObject(this.#core, this.#request, into, options?.fieldValidation ?? 'Warn', this.#warn);
    let answer: ApiObject | ApiResponse;
    let status = 200;
    if (verb === 'get' && handler.get) answer = handler.get(r);
    else if (verb === 'list' && handler.list)
      return this.#answer(
        200,
        representList(
          this.#core,
          this.#resource,
          form,
          handler.list(r).filter((o) => selectionOf(this.#resource, this.#where.query).matches(o)),
          { resourceVersion: '' },
          this.#included(form),
        ),
        form,
      );
    else if (verb === 'create' && handler.create) {
      answer = handler.create(r, needsBody(subresource) ? body() : ({} as Draft));
      status = 201;
    } else if (verb === 'update' && handler.update) answer = handler.update(r, body());
    else if (verb === 'patch' && handler.update) return this.#written(patch(this.#core, this.#target()), form);
    else throw notAllowed();
    if ('status' in answer && 'body' in answer && !('kind' in answer)) return answer;
    if (form.as === 'Table' && handler.columns)
      return this.#answer(
        status,
        represent(this.#core, printedBy(this.#resource, handler.columns), form, answer as ApiObject, this.#included(form)),
        form,
      );
    return form.as === 'Object' || subresource ? this.#answer(status, answer, form) : this.#object(status, answer as ApiObject, form);
  }

  #target(): Target {
    const { namespace, name, subresource } = this.#route;
    return {
      resource: this.#resource,
      namespace,
      name,
      subresource,
      user: this.#user,
      query: this.#where.query,
      request: this.#request,
      warn: this.#warn,
    };
  }

  #included(form: Representation): Included {
    if (form.as !== 'Table') return 'Metadata';
    const asked = this.#where.query['includeObject'] || 'Metadata';
    if (asked !== 'None' && asked !== 'Object' && asked !== 'Metadata')
      throw badRequest(
        `Unable to convert to Table as requested: includeObject: Invalid value: ${quoted(asked)}: must be 'Metadata', 'Object', 'None', or empty`,
      );
    return asked;
  }

  #written({ status, object }: Written, form: Representation): ApiResponse {
    return this.#object(status, object, form);
  }

  #object(status: number, o: ApiObject, form: Representation): ApiResponse {
    return this.#answer(status, represent(this.#core, this.#resource, form, o, this.#included(form)), form);
  }

  #answer(status: number, body: object, form: Representation): ApiResponse {
    return form.yaml ? { status, headers: { 'content-type': 'application/yaml' }, body: stringify(body, YAML) } : { status, body };
  }
}

/** YAML as Go writes it: keys in order, lists under their names, what 1.1 would read as something else in quotes. */
const YAML = { aliasDuplicateObjects: false, sortMapEntries: true, indentSeq: false, lineWidth: 0, version: '1.1' } as const;

/** These are asked for by their query alone. */
const needsBody = (subresource: string): boolean => !['exec', 'attach', 'portforward', 'proxy', 'log'].includes(subresource);

/** The same resource with columns of its own, whatever the version. */
function printedBy(r: Resource, columns: NonNullable<SubresourceHandler['columns']>): Resource {
  const { served: _served, ...definition } = r.definition;
  return { ...r, definition: { ...definition, columns } };
}

function handlerOf(r: Resource, subresource: string): SubresourceHandler | undefined {
  return (
    subresourceHandlers.find((h) => h.subresource === subresource && h.resource === r.id) ??
    (subresource ? subresourceHandlers.find((h) => h.subresource === subresource && h.resource === '*') : undefined)
  );
}
