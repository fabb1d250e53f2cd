/**
 * Fills Secrets that ask for a token of an account, and deletes those whose account is gone.
 * Source: pkg/controller/serviceaccount (tokens_controller.go).
 */
import { base64Text } from '#shared/api/base64.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { secrets } from '#shared/kinds/core/secret.ts';
import { serviceAccounts } from '#shared/kinds/core/service-account.ts';
import type { Secret } from '#shared/kinds/types.ts';
import { ISSUER, issueToken } from '../apiserver/authentication/service-account-token.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller } from './controller.ts';
import { AUTHORITY } from './root-ca-publisher.ts';

const TYPE = 'kubernetes.io/service-account-token';
const NAME = 'kubernetes.io/service-account.name';
const UID = 'kubernetes.io/service-account.uid';

/** Kubernetes' do not expire; these last as long as a design. */
const VALID_SECONDS = 100 * 365 * 86_400;

export function serviceAccountTokenController(): Controller {
  return {
    name: 'service-account-token-controller',
    watches: [
      {
        resource: 'core/secrets',
        keys: ({ ref, after }) => ((after as Secret | undefined)?.type === TYPE ? [localKey(ref.namespace, ref.name)] : []),
      },
      {
        resource: 'core/serviceaccounts',
        keys: ({ ref }, client) =>
          client
            .list(secrets, { namespace: ref.namespace })
            .filter((s) => s.type === TYPE && s.metadata.annotations?.[NAME] === ref.name)
            .map((s) => localKey(ref.namespace, s.metadata.name)),
      },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const secret = client.get(secrets, namespace, name);
      if (secret?.type === TYPE && !secret.metadata.deletionTimestamp) fill(secret, namespace, client);
    },
  };
}

function fill(secret: Secret, namespace: string, client: Client): void {
  const { annotations = {} } = secret.metadata;
  const name = annotations[NAME] ?? '';
  const account = client.get(serviceAccounts, namespace, name);
  if (!account || (annotations[UID] && annotations[UID] !== account.metadata.uid)) {
    client.delete(secrets, secret);
    return;
  }
  const data = secret.data ?? {};
  if (data['token'] && data['namespace'] && data['ca.crt'] && annotations[UID]) return;
  client.update(secrets, {
    ...secret,
    metadata: { ...secret.metadata, annotations: { ...annotations, [UID]: account.metadata.uid } },
    data: {
      ...data,
      'ca.crt': data['ca.crt'] || base64Text(AUTHORITY),
      namespace: data['namespace'] || base64Text(namespace),
      token:
        data['token'] ||
        base64Text(
          issueToken(client.core, account, [ISSUER], VALID_SECONDS, { secret: { name: secret.metadata.name, uid: secret.metadata.uid } }),
        ),
    },
  });
}
