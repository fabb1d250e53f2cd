import type { MetricSpec, MetricTarget } from '#shared/kinds/generated/types.ts';
import { field, type CuratedForm } from './curated.ts';

export const horizontalPodAutoscaler: CuratedForm = {
  kind: 'HorizontalPodAutoscaler',
  sections: [
    {
      title: '',
      fields: [
        field('Scales', 'spec.scaleTargetRef', {
          summary: (r: { readonly kind: string; readonly name: string } | undefined) => (r ? `${r.kind} ${r.name}` : ''),
        }),
        field('At least', 'spec.minReplicas', { note: (v) => (v === undefined ? '1' : undefined) }),
        field('At most', 'spec.maxReplicas'),
        field('Metrics', 'spec.metrics', { summary: (v: readonly MetricSpec[] | undefined) => (v ?? []).map(metricText).join(', ') }),
        field('Behaviour', 'spec.behavior', { rare: true }),
      ],
    },
  ],
};

/** 'cpu 60%', 'requests_per_second 100'. */
export function metricText(m: MetricSpec): string {
  const source = m.resource ?? m.containerResource ?? m.pods ?? m.object ?? m.external;
  const name =
    m.resource?.name ??
    m.containerResource?.name ??
    m.pods?.metric?.name ??
    m.object?.metric?.name ??
    m.external?.metric?.name ??
    m.type ??
    '?';
  return `${name} ${targetText(source?.target)}`.trim();
}

function targetText(t: MetricTarget | undefined): string {
  return t?.averageUtilization !== undefined ? `${t.averageUtilization}%` : (t?.averageValue ?? t?.value ?? '');
}
