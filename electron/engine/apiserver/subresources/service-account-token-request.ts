/** POST …/serviceaccounts/NAME/token. Source: pkg/registry/core/serviceaccount/storage/token.go. */
import { badRequest, conflict, invalid, invalidObject, notFound, type About, type FieldError } from '#shared/api/errors.ts';
import type { ApiObject, Draft } from '#shared/api/object.ts';
import { formatTime } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { secrets } from '#shared/kinds/core/secret.ts';
import { serviceAccounts } from '#shared/kinds/core/service-account.ts';
import { resourceOf, type KindDefinition } from '#shared/kinds/definition.ts';
import type { TokenRequestSpec } from '#shared/kinds/generated/types.ts';
import type { Pod, ServiceAccount } from '#shared/kinds/types.ts';
import { ISSUER, issueToken, type Bound } from '../authentication/service-account-token.ts';
import { timestamp, wallMs } from '../context.ts';
import { created, type SubresourceHandler, type SubresourceRequest } from './handler.ts';

const GROUP = 'authentication.k8s.io';
const KIND = { apiVersion: `${GROUP}/v1`, kind: 'TokenRequest' };
const ABOUT: About = { group: GROUP, plural: 'TokenRequest', kind: 'TokenRequest' };
const HOUR = 3600;
const SHORTEST = 600;
const LONGEST = 2 ** 32;

export const serviceAccountTokenRequest: SubresourceHandler = {
  resource: resourceOf(serviceAccounts),
  subresource: 'token',
  create(r, body: Draft & { readonly spec?: TokenRequestSpec }) {
    const { metadata = {}, spec = {} } = body;
    const { core, namespace, name } = r;
    if (metadata.name && metadata.name !== name)
      throw wrong(name, [invalid('metadata.name', metadata.name, 'must match the service account name if specified')]);
    if (metadata.namespace && metadata.namespace !== namespace)
      throw wrong(name, [invalid('metadata.namespace', metadata.namespace, 'must match the service account namespace if specified')]);
    const account = find(r, serviceAccounts, name) as ServiceAccount;
    const { uid } = account.metadata;
    if (metadata.uid && metadata.uid !== uid)
      throw conflict(ABOUT, name, `the UID in the token request (${metadata.uid}) does not match the UID of the service account (${uid})`);

    const audiences = spec.audiences?.length ? spec.audiences : [ISSUER];
    const seconds = spec.expirationSeconds ?? HOUR;
    if (seconds < SHORTEST)
      throw wrong('', [invalid('spec.expirationSeconds', seconds, 'may not specify a duration less than 10 minutes')]);
    if (seconds > LONGEST)
      throw wrong('', [invalid('spec.expirationSeconds', seconds, 'may not specify a duration larger than 2^32 seconds')]);
    const bound = boundTo(r, spec.boundObjectRef);
    return created(KIND, {
      metadata: { ...metadata, name, namespace, uid, creationTimestamp: timestamp(core) },
      spec: { audiences, expirationSeconds: seconds, boundObjectRef: spec.boundObjectRef ?? null },
      status: {
        token: issueToken(core, account, audiences, seconds, bound),
        expirationTimestamp: formatTime(wallMs(core) + seconds * 1000),
      },
    });
  },
};

const wrong = (name: string, errors: readonly FieldError[]) => invalidObject(ABOUT, name, errors);

function find<T extends ApiObject>(r: SubresourceRequest, kind: KindDefinition<T>, name: string): ApiObject {
  const o = r.core.store.get({ resource: resourceOf(kind), namespace: kind.namespaced ? r.namespace : '', name });
  if (!o) throw notFound({ group: '', plural: kind.plural, kind: kind.kind }, name);
  return o;
}

/** What the token dies with: a pod that runs as the account, a secret or a node. */
function boundTo(r: SubresourceRequest, ref: TokenRequestSpec['boundObjectRef']): Bound {
  if (!ref) return {};
  const { kind = '', apiVersion = '', name = '' } = ref;
  const [group, version] = apiVersion.includes('/') ? (apiVersion.split('/') as [string, string]) : ['', apiVersion];
  const definition = group ? undefined : ({ Pod: pods, Secret: secrets, Node: nodes }[kind] as KindDefinition | undefined);
  if (!definition) throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  const o = find(r, definition, name);
  const named = { name, uid: o.metadata.uid };
  const nodeName = kind === 'Pod' ? (o as Pod).spec.nodeName : undefined;
  if (kind === 'Pod' && (o as Pod).spec.serviceAccountName !== r.name)
    throw badRequest(`cannot bind token for serviceaccount ${JSON.stringify(r.name)} to pod running with different serviceaccount name.`);
  if (ref.uid && ref.uid !== named.uid)
    throw conflict(
      { group: '', plural: kind, kind },
      name,
      `the UID in the bound object reference (${ref.uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  const node = nodeName ? r.core.store.get({ resource: resourceOf(nodes), namespace: '', name: nodeName }) : undefined;
  return kind === 'Pod'
    ? { pod: named, ...(nodeName ? { node: { name: nodeName, uid: node?.metadata.uid ?? '' } } : {}) }
    : kind === 'Secret'
      ? { secret: named }
      : { node: named };
}
