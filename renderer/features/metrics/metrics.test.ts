import { expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { subjectOf } from './metrics.svelte.ts';

const autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', namespace: 'shop', uid: 'u' },
  spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
} as unknown as ApiObject;
const selected = (primary: string | undefined) =>
  subjectOf({ selection: { primary }, cluster: { peek: () => autoscaler } } as unknown as Parameters<typeof subjectOf>[0]);

test('what is charted is what is selected where it has pods, what an autoscaler scales, else everything', () => {
  expect(
    ['apps/deployments/shop/web', 'core/nodes//n1', 'autoscaling/horizontalpodautoscalers/shop/web', 'core/secrets/shop/s', undefined].map(
      selected,
    ),
  ).toEqual(['apps/deployments/shop/web', 'core/nodes//n1', 'apps/deployments/shop/web', undefined, undefined]);
});
