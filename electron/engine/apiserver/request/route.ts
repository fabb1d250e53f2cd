/** What a method and a path ask for. Source: apiserver's endpoints/request/requestinfo.go. */
import type { ApiRequest } from '#shared/api/request.ts';
import type { Verb } from '#shared/kinds/definition.ts';

/** A request for a resource, or for a part of one. */
export interface ResourceRoute {
  readonly group: string;
  readonly version: string;
  readonly verb: Verb;
  readonly plural: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  /** What follows the subresource: pods/web/proxy/THIS. */
  readonly rest: string;
}

/** A path and its query, taken apart. */
export interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The parameters as they came, for those that may come more than once. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** Takes a path apart. Of a parameter that comes twice the first counts. */
export function asked(target: string): Asked {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  const parameters: [string, string][] = [];
  if (mark >= 0)
    for (const pair of target.slice(mark + 1).split('&')) {
      const equals = pair.indexOf('=');
      const [k, v] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      const name = unescaped(k);
      if (name === '') continue;
      parameters.push([name, unescaped(v)]);
      if (!(name in query)) query[name] = unescaped(v);
    }
  return { path, query, parameters };
}

/** Subresources of a namespace; anything else after a namespace's name is a resource in it. */
const OF_NAMESPACES: ReadonlySet<string> = new Set(['status', 'finalize']);

/** The resource that is asked for; undefined for a path that names none ('/version', '/apis/apps'). */
export function routeOf(method: ApiRequest['method'], { path, query }: Asked): ResourceRoute | undefined {
  const parts = path
    .split('/')
    .filter((p) => p !== '')
    .map(decoded);
  if (parts.some((p) => p === undefined)) return undefined;
  const [root, ...more] = parts as string[];
  if (root !== 'api' && root !== 'apis') return undefined;
  const [group, version] = root === 'api' ? ['', more[0]] : [more[0], more[1]];
  const after = more.slice(root === 'api' ? 1 : 2);
  if (group === undefined || version === undefined || !after.length) return undefined;
  const watching = after[0] === 'watch';
  if (watching) after.shift();
  const inNamespace = after[0] === 'namespaces' && after.length > 2 && !OF_NAMESPACES.has(after[2] as string);
  const namespace = inNamespace ? (after[1] as string) : '';
  const [plural = '', name = '', subresource = '', ...rest] = inNamespace ? after.slice(2) : after;
  if (plural === '') return undefined;
  return {
    group,
    version,
    plural,
    namespace,
    name,
    subresource,
    rest: rest.join('/'),
    verb: verbOf(method, name, watching || isTrue(query['watch'])),
  };
}

/** A part of a query; what is no escape stays as it is. */
function unescaped(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  return decoded(spaced) ?? spaced;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function verbOf(method: ApiRequest['method'], name: string, watch: boolean): Verb {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name ? 'delete' : 'deletecollection';
    default:
      return watch ? 'watch' : name ? 'get' : 'list';
  }
}

/** A parameter that is a truth value: absent, 'false' and '0' are not. Source: conversion of query parameters. */
export function isTrue(text: string | undefined): boolean {
  return text !== undefined && text.toLowerCase() !== 'false' && text !== '0';
}
