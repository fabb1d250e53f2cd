import type { IngressRule, IngressTLS } from '#shared/kinds/generated/types.ts';
import { field, namesOf, type CuratedForm } from './curated.ts';

export const ingress: CuratedForm = {
  kind: 'Ingress',
  sections: [
    {
      title: '',
      fields: [
        field('Class', 'spec.ingressClassName', { options: namesOf('networking.k8s.io/ingressclasses', false) }),
        field('Rules', 'spec.rules', { summary: (v: readonly IngressRule[] | undefined) => (v ?? []).map(ruleText).join('; ') }),
        field('TLS', 'spec.tls', {
          summary: (v: readonly IngressTLS[] | undefined) =>
            (v ?? []).map((t) => `${(t.hosts ?? []).join(' ') || 'every host'} with ${t.secretName ?? 'the default'}`).join(', '),
        }),
        field('Otherwise', 'spec.defaultBackend', { rare: true }),
      ],
    },
  ],
};

function ruleText(r: IngressRule): string {
  return `${r.host ?? 'any host'} ${(r.http?.paths ?? []).map((p) => `${p.path ?? '/'} → ${p.backend?.service?.name ?? '?'}`).join(', ')}`.trim();
}
