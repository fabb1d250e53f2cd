/** ServiceAccount. Source: registry/core/serviceaccount. */
import { equal } from '../../api/json.ts';
import { AGE, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { ServiceAccount } from '../types.ts';

const MOUNTABLE = 'kubernetes.io/enforce-mountable-secrets';

export const serviceAccounts = defineKind<ServiceAccount>({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  namespaced: true,
  metadataChecks: 'UM',
  subresources: [{ name: 'token', kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', verbs: ['create'] }],
  prepareCreate: withNamesOnly,
  prepareUpdate: withNamesOnly,
  warnings: (next, previous) =>
    next.metadata.annotations?.[MOUNTABLE] !== undefined && previous?.metadata.annotations?.[MOUNTABLE] === undefined
      ? [`metadata.annotations[${MOUNTABLE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`]
      : [],
  columns: [NAME, AGE],
});

/** Of a referenced secret only its name counts. */
function withNamesOnly(o: ServiceAccount): ServiceAccount {
  const secrets = o.secrets?.map((s) => (s.name === undefined ? {} : { name: s.name }));
  return !secrets || equal(secrets, o.secrets) ? o : { ...o, secrets };
}
