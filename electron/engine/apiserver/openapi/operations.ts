/** The paths of a resource and what can be done on each, as OpenAPI documents list them. Source: apiserver's endpoints/installer.go. */
import type { Verb } from '#shared/kinds/definition.ts';
import type { Resource } from '../resources.ts';
import { spokenBy } from '../discovery/resource-list.ts';
import type { Schema, SchemaWriter } from './type-schema.ts';

/** One path of a document, with its parameters and operations. */
export type PathItem = { readonly [key: string]: unknown };

interface Parameter {
  readonly name: string;
  readonly description: string;
  readonly type: 'string' | 'boolean' | 'integer';
}

const DRY_RUN: Parameter = {
  name: 'dryRun',
  type: 'string',
  description:
    'When present, indicates that modifications should not be persisted. An invalid or unrecognized dryRun directive will result in an error response and no further processing of the request. Valid values are: - All: all dry run stages will be processed',
};
const FIELD_MANAGER: Parameter = {
  name: 'fieldManager',
  type: 'string',
  description:
    'fieldManager is a name associated with the actor or entity that is making these changes. The value must be less than or 128 characters long, and only contain printable characters, as defined by https://golang.org/pkg/unicode/#IsPrint.',
};
const FIELD_VALIDATION: Parameter = {
  name: 'fieldValidation',
  type: 'string',
  description:
    'fieldValidation instructs the server on how to handle objects in the request (POST/PUT/PATCH) containing unknown or duplicate fields. Valid values are: - Ignore - Warn - Strict',
};
const FORCE: Parameter = {
  name: 'force',
  type: 'boolean',
  description:
    'Force is going to "force" Apply requests. It means user will re-acquire conflicting fields owned by other people. Force flag must be unset for non-apply patch requests.',
};
const PRETTY: Parameter = { name: 'pretty', type: 'string', description: "If 'true', then the output is pretty printed." };
const LISTING: readonly Parameter[] = [
  { name: 'allowWatchBookmarks', type: 'boolean', description: 'allowWatchBookmarks requests watch events with type "BOOKMARK".' },
  { name: 'continue', type: 'string', description: 'The continue option should be set when retrieving more results from the server.' },
  {
    name: 'fieldSelector',
    type: 'string',
    description: 'A selector to restrict the list of returned objects by their fields. Defaults to everything.',
  },
  {
    name: 'labelSelector',
    type: 'string',
    description: 'A selector to restrict the list of returned objects by their labels. Defaults to everything.',
  },
  { name: 'limit', type: 'integer', description: 'limit is a maximum number of responses to return for a list call.' },
  {
    name: 'resourceVersion',
    type: 'string',
    description: 'resourceVersion sets a constraint on what resource versions a request may be served from.',
  },
  {
    name: 'resourceVersionMatch',
    type: 'string',
    description: 'resourceVersionMatch determines how resourceVersion is applied to list calls.',
  },
  { name: 'sendInitialEvents', type: 'boolean', description: '`sendInitialEvents=true` may be set together with `watch=true`.' },
  { name: 'timeoutSeconds', type: 'integer', description: 'Timeout for the list/watch call.' },
  {
    name: 'watch',
    type: 'boolean',
    description: 'Watch for changes to the described resources and return them as a stream of add, update, and remove notifications.',
  },
];
const DELETING: readonly Parameter[] = [
  DRY_RUN,
  { name: 'gracePeriodSeconds', type: 'integer', description: 'The duration in seconds before the object should be deleted.' },
  { name: 'orphanDependents', type: 'boolean', description: 'Deprecated: please use the PropagationPolicy.' },
  { name: 'propagationPolicy', type: 'string', description: 'Whether and how garbage collection will be performed.' },
];
const NAME: Parameter = { name: 'name', type: 'string', description: 'name of the object' };
const NAMESPACE: Parameter = {
  name: 'namespace',
  type: 'string',
  description: 'object name and auth scope, such as for teams and projects',
};

const PATCH_TYPES = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

/** What an operation takes and gives: references to models. */
interface Bodies {
  readonly one: Schema;
  readonly many: Schema;
}

interface About {
  readonly writer: SchemaWriter;
  readonly gvk: object;
  readonly tag: string;
  readonly what: string;
}

/** Every path of a resource, by path. `bodies` are the models of the resource and of its list. */
export function pathsOf(r: Resource, bodies: Bodies, writer: SchemaWriter): ReadonlyMap<string, PathItem> {
  const { definition: d } = r;
  const root = r.group ? `/apis/${r.group}/${r.version}` : `/api/${r.version}`;
  const paths = new Map<string, PathItem>();
  const collection = `${root}/${d.namespaced ? 'namespaces/{namespace}/' : ''}${d.plural}`;
  const verbs = new Set<Verb>(d.verbs ?? ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']);
  const about = (kind: object, what: string): About => ({
    writer,
    gvk: kind,
    tag: `${r.group.replace(/\.k8s\.io$/, '') || 'core'}_${r.version}`,
    what,
  });
  const own = about({ group: r.group, version: r.version, kind: d.kind }, `${d.namespaced ? 'Namespaced' : ''}${d.kind}`);
  const scope = d.namespaced ? [NAMESPACE] : [];
  const isCustom = d.structural !== undefined;
  const write = (action: string, a: About, body: Schema): object =>
    operation(
      action,
      a,
      [DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION, ...(action === 'patch' ? [FORCE] : [])],
      body,
      action === 'patch' ? writer.referTo('io.k8s.apimachinery.pkg.apis.meta.v1.Patch') : body,
      isCustom,
    );
  paths.set(collection, {
    ...(verbs.has('list') ? { get: operation('list', own, LISTING, bodies.many) } : {}),
    ...(verbs.has('create') ? { post: write('post', own, bodies.one) } : {}),
    ...(verbs.has('deletecollection')
      ? {
          delete: operation(
            'deletecollection',
            own,
            [...LISTING.filter((p) => !p.name.includes('atch') || p.name === 'resourceVersionMatch'), ...DELETING],
            writer.ref('Status'),
            writer.ref('DeleteOptions'),
          ),
        }
      : {}),
    parameters: parameters([...scope, PRETTY], writer),
  });
  const one = `${collection}/{name}`;
  const item = [NAME, ...scope, PRETTY];
  if (['get', 'update', 'patch', 'delete'].some((v) => verbs.has(v as Verb)))
    paths.set(one, {
      ...(verbs.has('get') ? { get: operation('get', own, [], bodies.one) } : {}),
      ...(verbs.has('update') ? { put: write('put', own, bodies.one) } : {}),
      ...(verbs.has('patch') ? { patch: write('patch', own, bodies.one) } : {}),
      ...(verbs.has('delete') ? { delete: operation('delete', own, DELETING, writer.ref('Status'), writer.ref('DeleteOptions')) } : {}),
      parameters: parameters(item, writer),
    });
  for (const s of d.subresources ?? []) {
    const kind = spokenBy(r, s);
    const a = about(kind, `${own.what}${s.name[0]?.toUpperCase()}${s.name.slice(1)}`);
    const body =
      s.kind === undefined || s.kind === d.kind ? bodies.one : s.kind.endsWith('Options') ? { type: 'string' } : writer.ref(s.kind);
    paths.set(`${one}/${s.name}`, {
      ...(s.verbs.includes('get') ? { get: operation('get', a, [], body) } : {}),
      ...(s.verbs.includes('create') ? { post: write('post', a, body) } : {}),
      ...(s.verbs.includes('update') ? { put: write('put', a, body) } : {}),
      ...(s.verbs.includes('patch') ? { patch: write('patch', a, body) } : {}),
      parameters: parameters(item, writer),
    });
  }
  if (d.namespaced && verbs.has('list'))
    paths.set(`${root}/${d.plural}`, { get: operation('list', own, LISTING, bodies.many), parameters: parameters([PRETTY], writer) });
  return paths;
}

const ACTIONS: Readonly<Record<string, readonly [id: string, words: string]>> = {
  get: ['read', 'read the specified'],
  list: ['list', 'list or watch objects of kind'],
  post: ['create', 'create a'],
  put: ['replace', 'replace the specified'],
  patch: ['patch', 'partially update the specified'],
  delete: ['delete', 'delete a'],
  deletecollection: ['deleteCollection', 'delete collection of'],
};

function operation(
  action: string,
  { writer, gvk, tag, what }: About,
  query: readonly Parameter[],
  answer: Schema,
  body?: Schema,
  isCustom = false,
): object {
  const [id, words] = ACTIONS[action] as readonly [string, string];
  const { kind } = gvk as { kind: string };
  const patch = action === 'patch';
  const consumes = patch ? PATCH_TYPES.filter((t) => !isCustom || !t.includes('strategic')) : ['*/*'];
  const produces = ['application/json', 'application/yaml'];
  const common = { description: `${words} ${kind}`, operationId: `${id}${capital(tag)}${what}`, tags: [tag] };
  const extensions = { 'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': gvk };
  const codes = action === 'post' ? ['200', '201', '202'] : action === 'put' || patch ? ['200', '201'] : ['200'];
  const described = (code: string) => ({ '200': 'OK', '201': 'Created', '202': 'Accepted' })[code];
  if (writer.dialect === 2)
    return {
      ...common,
      consumes,
      produces,
      schemes: ['https'],
      parameters: [...(body ? [{ in: 'body', name: 'body', required: true, schema: body }] : []), ...parameters(query, writer)],
      responses: {
        ...Object.fromEntries(codes.map((c) => [c, { description: described(c), schema: answer }])),
        '401': { description: 'Unauthorized' },
      },
      ...extensions,
    };
  return {
    ...common,
    parameters: parameters(query, writer),
    ...(body ? { requestBody: { content: Object.fromEntries(consumes.map((t) => [t, { schema: body }])), required: true } } : {}),
    responses: {
      ...Object.fromEntries(
        codes.map((c) => [c, { description: described(c), content: Object.fromEntries(produces.map((t) => [t, { schema: answer }])) }]),
      ),
      '401': { description: 'Unauthorized' },
    },
    ...extensions,
  };
}

const capital = (tag: string) =>
  tag
    .split(/[_.]/)
    .map((w) => `${w[0]?.toUpperCase()}${w.slice(1)}`)
    .join('');

function parameters(list: readonly Parameter[], writer: SchemaWriter): readonly object[] {
  return list.map(({ name, description, type }) => {
    const inPath = name === 'name' || name === 'namespace';
    return {
      name,
      in: inPath ? 'path' : 'query',
      description,
      ...(inPath ? { required: true } : {}),
      ...(writer.dialect === 3 ? { schema: { type, uniqueItems: true } } : { type, uniqueItems: true }),
    };
  });
}
