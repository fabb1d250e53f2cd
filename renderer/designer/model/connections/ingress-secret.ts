import type { Ingress } from '#shared/kinds/types.ts';
import { changes } from '../design.ts';
import type { Connection } from './connection.ts';

/** An ingress ends TLS with the certificate of a secret, for all its hosts: in the place of one that is not there. */
export const ingressSecret: Connection = {
  id: 'ingress-secret',
  fits: (from, to) => from.kind === 'Ingress' && to.kind === 'Secret',
  connect(from, to, doc) {
    const ingress = from as Ingress;
    const { name, namespace } = to.metadata;
    const tls = ingress.spec.tls ?? [];
    if (tls.some((t) => t.secretName === name)) return [];
    const broken = tls.findIndex((t) => t.secretName === undefined || !doc.get(`core/secrets/${namespace}/${t.secretName}`));
    const hosts = [...new Set((ingress.spec.rules ?? []).flatMap((r) => r.host ?? []))];
    const next =
      broken >= 0
        ? tls.map((t, i) => (i === broken ? { ...t, secretName: name } : t))
        : [...tls, { ...(hosts.length > 0 && { hosts }), secretName: name }];
    return changes(from, { ...ingress, spec: { ...ingress.spec, tls: next } } as Ingress);
  },
};
