/** get and list, with pages that hold together: every page shows the instant of the first. Source: apiserver's storage/etcd3 (store.go, continue.go). */
import { base64Text } from '#shared/api/base64.ts';
import { ApiError, badRequest, notFound } from '#shared/api/errors.ts';
import { DecodeError } from '#shared/api/decode/error.ts';
import { parseJson, quotedByte } from '#shared/api/decode/parse.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Core } from '../context.ts';
import type { Resource } from '../resources.ts';
import { versionIn, type ListOptions, type Query } from './options.ts';
import type { ListMeta } from './representation.ts';
import type { Selection } from './selection.ts';

/** Holds a read back that asks for what is still to come. Throws Timeout, and a plain error where what it asks for is no version. */
export function checkVersion(core: Core, { resourceVersion }: Query): void {
  if (!resourceVersion) return;
  const asked = versionIn(resourceVersion);
  if (asked > core.store.revision) throw tooLarge(asked, core.store.revision);
}

/** An object, or 404. */
export function getObject(core: Core, r: Resource, namespace: string, name: string): ApiObject {
  const o = core.store.get({ resource: r.id, namespace, name });
  if (!o) throw notFound(r.about, name);
  return o;
}

/** Objects, and what is said of the list. */
export interface Listed {
  readonly items: readonly ApiObject[];
  readonly metadata: ListMeta;
}

/** Lists a resource, of one namespace where that is given. */
export function listObjects(core: Core, r: Resource, namespace: string, selection: Selection, options: ListOptions): Listed {
  const token = options.continue ? readToken(options.continue) : undefined;
  const newest = core.store.revision;
  if (token && options.resourceVersion !== undefined && options.resourceVersion !== 0)
    throw badRequest('specifying resource version is not allowed when using continue');
  const at = token?.revision ?? (options.match === 'Exact' ? options.resourceVersion : undefined);
  if ((options.resourceVersion ?? 0) > newest) throw tooLarge(options.resourceVersion as number, newest);
  const where = { resource: r.id, ...(namespace ? { namespace } : {}) };
  const one =
    selection.name !== undefined && (namespace || !r.definition.namespaced) && at === undefined
      ? core.store.get({ resource: r.id, namespace, name: selection.name })
      : undefined;
  const all =
    selection.name !== undefined && (namespace || !r.definition.namespaced) && at === undefined
      ? one
        ? [one]
        : []
      : at === undefined || at === newest
        ? core.store.list(where)
        : core.store.listAt(where, at);
  const revision = String(at ?? newest);
  const metadata = { resourceVersion: revision };
  if (!options.limit && !token) return { items: selection.all ? all : all.filter((o) => selection.matches(o)), metadata };

  const items: ApiObject[] = [];
  const most = options.limit || Infinity;
  let i = token ? firstAfter(all, token.after) : 0;
  for (; i < all.length && items.length < most; i++) if (selection.matches(all[i] as ApiObject)) items.push(all[i] as ApiObject);
  const more = selection.all ? i < all.length : all.slice(i).some((o) => selection.matches(o));
  if (!more) return { items, metadata };
  return {
    items,
    metadata: {
      ...metadata,
      continue: writeToken(Number(revision), keyOf(all[i - 1] as ApiObject)),
      ...(selection.all ? { remainingItemCount: all.length - i } : {}),
    },
  };
}

const keyOf = ({ metadata: { namespace, name } }: ApiObject): string => (namespace ? `${namespace}/${name}` : name);

/** Objects lie in the order of their keys. */
function firstAfter(all: readonly ApiObject[], key: string): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyOf(all[middle] as ApiObject) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function writeToken(revision: number, after: string): string {
  return base64Text(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` }))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function readToken(token: string): { readonly revision: number; readonly after: string } {
  const invalid = (why: string): never => {
    throw badRequest(`invalid continue token: continue key is not valid: ${why}`);
  };
  const bad = /[^A-Za-z0-9_-]/.exec(token);
  if (bad ?? token.length % 4 === 1) return invalid(`illegal base64 data at input byte ${bad?.index ?? token.length - 1}`);
  const bytes = bytesOf(token);
  const first = bytes.charCodeAt(0);
  // Go reads bytes, and names the one it cannot read as if it were a character
  if (first > 126) return invalid(`invalid character ${quotedByte(first)} looking for beginning of value`);
  let value: unknown;
  try {
    value = parseJson(bytes).value;
  } catch (e) {
    if (e instanceof DecodeError) return invalid(e.message);
    throw e;
  }
  const { v, rv, start } = value as { v?: unknown; rv?: unknown; start?: unknown };
  if (v !== 'meta.k8s.io/v1') return invalid('server does not recognize this encoded version ""');
  if (typeof rv !== 'number' || rv === 0) return invalid('incorrect encoded start resourceVersion');
  if (typeof start !== 'string' || start === '') return invalid('encoded start key empty');
  return { revision: rv, after: start.replace(/\u0000$/, '') };
}

/** The bytes of a base64url text, a character each. */
function bytesOf(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  let out = '';
  let bits = 0;
  let held = 0;
  for (const c of text) {
    held = (held << 6) | alphabet.indexOf(c);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += String.fromCharCode((held >> bits) & 255);
    }
  }
  return out;
}

/** 504: a revision that is still to come. */
export function tooLarge(asked: number, newest: number): ApiError {
  return new ApiError('Timeout', `Too large resource version: ${asked}, current: ${newest}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
