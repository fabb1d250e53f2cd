/** Service accounts, roles and who is bound to them. Source: kubectl's describe package. */
import type { Role, RoleBinding, ServiceAccount } from '#shared/kinds/types.ts';
import { ruleRows } from '../rules.ts';
import { annotations, events, identity, joined, type Describer } from './text.ts';

export const serviceAccount: Describer<ServiceAccount> = (o, t, s) => {
  identity(o, t);
  t.fact(0, 'Image pull secrets', joined(o.imagePullSecrets?.map((x) => x.name)));
  t.fact(0, 'Mountable secrets', joined(o.secrets?.map((x) => x.name)));
  t.fact(0, 'Tokens', '<none>');
  events(t, s);
};

export const role: Describer<Role> = (o, t) => {
  t.fact(0, 'Name', o.metadata.name);
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.at(0, 'PolicyRule:');
  t.columns(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  for (const row of ruleRows(o.rules ?? [])) t.at(1, row);
};

export const binding: Describer<RoleBinding> = (o, t) => {
  t.fact(0, 'Name', o.metadata.name);
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.at(0, 'Role:');
  t.at(1, `Kind:\t${o.roleRef.kind}`);
  t.at(1, `Name:\t${o.roleRef.name}`);
  t.at(0, 'Subjects:');
  t.columns(1, 'Kind\tName\tNamespace');
  for (const s of o.subjects ?? []) t.at(1, `${s.kind}\t${s.name}\t${s.namespace ?? ''}`);
};
