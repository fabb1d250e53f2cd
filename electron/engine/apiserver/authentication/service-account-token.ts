/**
 * The tokens of service accounts: JSON web tokens, signed with the cluster's key. A token is never stored, so which key it
 * is leaves the log as it is. Source: pkg/serviceaccount (claims.go, jwt.go).
 */
import { base64Bytes, textOfBase64, utf8 } from '#shared/api/base64.ts';
import { quoted } from '#shared/api/errors.ts';
import { isObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { parseTime } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { secrets } from '#shared/kinds/core/secret.ts';
import { serviceAccounts } from '#shared/kinds/core/service-account.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { ServiceAccount } from '#shared/kinds/types.ts';
import { wallMs, type Core, type User } from '../context.ts';
import { quotedList } from '../authorization/policy-rule.ts';
import { hmacSha256 } from './hmac.ts';
import { authenticated, serviceAccountGroups, serviceAccountUsername } from './users.ts';

/** Who issues the tokens, and whom they are for unless somebody else is named. */
export const ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** A clock may be off by this much, and a deleted object still vouches for its token for as long. */
const LEEWAY_MS = 60_000;

/** What an object is referred to by in a token. */
interface Named {
  readonly name: string;
  readonly uid: string;
}

/** What a token is bound to beside its account. */
export interface Bound {
  readonly pod?: Named;
  readonly node?: Named;
  readonly secret?: Named;
}

interface Claims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly nbf: number;
  readonly iss: string;
  readonly jti: string;
  readonly sub: string;
  readonly 'kubernetes.io': Bound & { readonly namespace: string; readonly serviceaccount: Named };
}

/** What a token turns out to be: who it is of, or why it is refused. */
export type Authentication = { readonly user: User; readonly audiences: readonly string[] } | { readonly error: string };

const encoded = (bytes: readonly number[]) => base64Bytes(bytes).replace(/=+$/, '').replace(/\+/g, '-').replace(/\//g, '_');
const part = (value: object) => encoded(utf8(JSON.stringify(value)));
const decoded = (text: string) => textOfBase64(text.replace(/-/g, '+').replace(/_/g, '/'));
const signature = (core: Core, text: string) => encoded(hmacSha256(core.tokenKey, text));

/** A token for an account, good from now on for `seconds`. */
export function issueToken(core: Core, account: ServiceAccount, audiences: readonly string[], seconds: number, bound: Bound = {}): string {
  const now = Math.floor(wallMs(core) / 1000);
  const { name, uid, namespace = '' } = account.metadata;
  const claims: Claims = {
    aud: audiences,
    exp: now + seconds,
    iat: now,
    iss: ISSUER,
    jti: core.random.fork(`token:${uid}:${core.store.nextRevision}:${core.clock.now}`).uuid(),
    'kubernetes.io': { namespace, ...bound, serviceaccount: { name, uid } },
    nbf: now,
    sub: serviceAccountUsername(namespace, name),
  };
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${signature(core, text)}`;
}

/** Whose token it is. `wanted` are the audiences it must be for one of; the API's own unless given. */
export function authenticateToken(core: Core, token: string, wanted: readonly string[] = [ISSUER]): Authentication {
  const parts = token.split('.');
  const claims = parts.length === 3 ? claimsOf(parts[1] as string) : undefined;
  if (!claims || claims.iss !== ISSUER || !same(signature(core, `${parts[0]}.${parts[1]}`), parts[2] as string))
    return { error: 'invalid bearer token' };
  const audiences = claims.aud.filter((a) => wanted.includes(a));
  if (!audiences.length)
    return {
      error: `[invalid bearer token, token audiences ${quotedList(claims.aud)} is invalid for the target audiences ${quotedList(wanted)}]`,
    };
  const wrong = complaint(core, claims);
  return wrong ? { error: `[invalid bearer token, ${wrong}]` } : { user: userOf(claims), audiences };
}

function claimsOf(text: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(decoded(text));
    return isObject(value) && Array.isArray(value['aud']) && isObject(value['kubernetes.io']) ? (value as unknown as Claims) : undefined;
  } catch {
    return undefined;
  }
}

/** Compares in a time that does not depend on where the texts differ. */
function same(a: string, b: string): boolean {
  let differ = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) differ |= a.charCodeAt(i) ^ b.charCodeAt(i % Math.max(b.length, 1));
  return differ === 0;
}

/** Why a token that was signed here is good no more. */
function complaint(
  core: Core,
  { exp, nbf, iat, 'kubernetes.io': { namespace, serviceaccount: account, pod, node, secret } }: Claims,
): string | undefined {
  const now = wallMs(core);
  if (now - LEEWAY_MS > exp * 1000) return 'service account token has expired';
  if (now + LEEWAY_MS < nbf * 1000) return 'service account token is not valid yet';
  if (now + LEEWAY_MS < iat * 1000) return 'service account token is issued in the future';
  const find = (kind: Parameters<typeof resourceOf>[0], within: string, name: string) =>
    core.store.get({ resource: resourceOf(kind), namespace: within, name });
  const gone = (o: ApiObject) => (parseTime(o.metadata.deletionTimestamp) ?? Infinity) < now - LEEWAY_MS;

  const live = find(serviceAccounts, namespace, account.name);
  if (!live) return `serviceaccounts ${quoted(account.name)} not found`;
  if (live.metadata.uid !== account.uid) return `service account UID (${live.metadata.uid}) does not match claim (${account.uid})`;
  if (gone(live)) return `service account ${namespace}/${account.name} has been deleted`;
  for (const [what, ref, o] of [
    ['secret', secret, secret && find(secrets, namespace, secret.name)],
    ['pod', pod, pod && find(pods, namespace, pod.name)],
    ['node', pod ? undefined : node, node && find(nodes, '', node.name)],
  ] as const) {
    if (!ref) continue;
    if (!o || gone(o)) return 'service account token has been invalidated';
    if (o.metadata.uid !== ref.uid) return `${what} UID (${o.metadata.uid}) does not match service account ${what} ref claim (${ref.uid})`;
  }
  return undefined;
}

function userOf({ jti, 'kubernetes.io': { namespace, serviceaccount: account, pod, node } }: Claims): User {
  const extra: Record<string, readonly string[]> = {};
  const put = (key: string, value: string | undefined) => {
    if (value) extra[`authentication.kubernetes.io/${key}`] = [value];
  };
  put('credential-id', `JTI=${jti}`);
  put('node-name', node?.name);
  put('node-uid', node?.uid);
  put('pod-name', pod?.name);
  put('pod-uid', pod?.uid);
  return authenticated({
    name: serviceAccountUsername(namespace, account.name),
    uid: account.uid,
    groups: serviceAccountGroups(namespace),
    extra,
  });
}
