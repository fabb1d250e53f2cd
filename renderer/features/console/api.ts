/** Asking the API, as kubectl does it. What it refuses is thrown as ApiFailure. */
import { isObject } from '#shared/api/json.ts';
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Status } from '#shared/kinds/generated/types.ts';
import { ApiFailure } from './failure.ts';
import type { ApiKind } from './kinds.ts';

/** Sends a request as it is. */
export type Send = (r: ApiRequest) => Promise<ApiResponse>;

/** A table as the server prints it. */
export interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority?: number; readonly type: string }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object?: ApiObject }[];
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
}

/** What a query may say; undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** How a patch is written. */
export type PatchType = 'merge' | 'strategic' | 'json' | 'apply';

const MEDIA: Readonly<Record<PatchType, string>> = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** The API with the headers of whom one acts as. */
export class Api {
  readonly #send: Send;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #warn: (text: string) => void;
  readonly #warned = new Set<string>();

  /** `warn` is told each warning of the server once. */
  constructor(send: Send, headers: Readonly<Record<string, string>> = {}, warn: (text: string) => void = () => {}) {
    this.#send = send;
    this.#headers = headers;
    this.#warn = warn;
  }

  /** The path of a resource, of an object of it, or of a part of that. */
  pathOf(k: ApiKind, namespace: string | undefined, name?: string, part?: string): string {
    const root = k.group ? `/apis/${k.apiVersion}` : `/api/${k.apiVersion}`;
    return `${root}${k.namespaced && namespace ? `/namespaces/${namespace}` : ''}/${k.plural}${name ? `/${encodeURIComponent(name)}` : ''}${part ? `/${part}` : ''}`;
  }

  get(k: ApiKind, namespace: string | undefined, name: string, part?: string): Promise<ApiObject> {
    return this.call('GET', this.pathOf(k, namespace, name, part)) as Promise<ApiObject>;
  }

  /** The object, or undefined where there is none. */
  async find(k: ApiKind, namespace: string | undefined, name: string): Promise<ApiObject | undefined> {
    try {
      return await this.get(k, namespace, name);
    } catch (e) {
      if (e instanceof ApiFailure && e.reason === 'NotFound') return undefined;
      throw e;
    }
  }

  /** The objects of a list, all of its pages, with the kind that items of a list leave out. */
  async list<T extends ApiObject = ApiObject>(k: ApiKind, namespace: string | undefined, query: Query = {}): Promise<readonly T[]> {
    const items: T[] = [];
    for await (const page of this.#pages<{ items?: readonly T[]; metadata?: Table['metadata'] }>(k, namespace, undefined, query))
      items.push(...(page.items ?? []));
    return items.map((o) => ({ ...o, apiVersion: k.apiVersion, kind: k.kind }));
  }

  /** What `kubectl get` shows, as the server prints it; all pages of it. */
  async table(k: ApiKind, namespace: string | undefined, name: string | undefined, query: Query = {}): Promise<Table> {
    let whole: Table | undefined;
    const rows: Table['rows'][number][] = [];
    for await (const page of this.#pages<Table>(k, namespace, name, query, {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
    })) {
      whole ??= page;
      rows.push(...page.rows);
    }
    return { ...(whole as Table), rows };
  }

  async *#pages<T extends { readonly metadata?: Table['metadata'] }>(
    k: ApiKind,
    namespace: string | undefined,
    name: string | undefined,
    query: Query,
    headers: Readonly<Record<string, string>> = {},
  ): AsyncGenerator<T> {
    let from: string | undefined;
    do {
      const page = (await this.call('GET', this.pathOf(k, namespace, name), undefined, { ...query, continue: from }, headers)) as T;
      yield page;
      from = page.metadata?.continue;
    } while (from);
  }

  create(k: ApiKind, namespace: string | undefined, body: object, query: Query = {}): Promise<ApiObject> {
    return this.call('POST', this.pathOf(k, namespace), body, { fieldManager: 'kubectl-create', ...query }) as Promise<ApiObject>;
  }

  update(k: ApiKind, namespace: string | undefined, name: string, body: object, query: Query = {}): Promise<ApiObject> {
    return this.call('PUT', this.pathOf(k, namespace, name), body, { fieldManager: 'kubectl', ...query }) as Promise<ApiObject>;
  }

  patch(
    k: ApiKind,
    namespace: string | undefined,
    name: string,
    body: object,
    type: PatchType,
    query: Query = {},
    part?: string,
  ): Promise<ApiObject> {
    return this.call(
      'PATCH',
      this.pathOf(k, namespace, name, part),
      body,
      { fieldManager: 'kubectl', ...query },
      { 'content-type': MEDIA[type] },
    ) as Promise<ApiObject>;
  }

  delete(k: ApiKind, namespace: string | undefined, name: string, options: object, query: Query = {}): Promise<ApiObject> {
    return this.call(
      'DELETE',
      this.pathOf(k, namespace, name),
      { kind: 'DeleteOptions', apiVersion: 'v1', ...options },
      query,
    ) as Promise<ApiObject>;
  }

  /** Any request; answers with its body. */
  async call(
    method: ApiRequest['method'],
    path: string,
    body?: object,
    query: Query = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const asked = Object.entries(query)
      .filter(([, v]) => v !== undefined && v !== '' && v !== false)
      .map(([k, v]) => `${k}=${encodeURIComponent(String(v))}`)
      .join('&');
    const answer = await this.#send({
      method,
      path: asked ? `${path}?${asked}` : path,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.#headers,
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const text of warningsOf(answer.headers?.['warning'])) {
      if (!this.#warned.has(text)) this.#warn(text);
      this.#warned.add(text);
    }
    const said: unknown =
      typeof answer.body === 'string' && /^\s*[{[]/.test(answer.body) && answer.status >= 400 ? JSON.parse(answer.body) : answer.body;
    const failed = answer.status >= 400 || (isObject(said) && said['kind'] === 'Status' && said['status'] === 'Failure'); // an eviction may say no with a 201
    if (!failed) return said;
    throw new ApiFailure(
      typeof said === 'object' && said !== null
        ? (said as Status)
        : { status: 'Failure', message: String(said as string), code: answer.status },
    );
  }
}

/** The texts of a Warning header: '299 - "text", 299 - "text"'. */
function warningsOf(header: string | undefined): readonly string[] {
  return [...(header ?? '').matchAll(/\d{3} \S+ ("(?:[^"\\]|\\.)*")/g)].map((m) => JSON.parse(m[1] as string) as string);
}
