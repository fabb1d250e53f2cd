import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../api/json.ts';
import type { ApiObject } from '../../api/object.ts';
import type { KindDefinition } from '../definition.ts';
import { daemonSets } from './daemon-set.ts';
import { deployments } from './deployment.ts';
import { replicaSets } from './replica-set.ts';
import { statefulSets } from './stateful-set.ts';

const labels = { app: 'web' };
const spec = {
  selector: { matchLabels: labels },
  template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'nginx' }] } },
};
function made<T extends ApiObject>(k: KindDefinition<T>, more: object = {}): T {
  const o = deepFreeze({
    apiVersion: k.apiVersion,
    kind: k.kind,
    metadata: { name: 'web', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', generation: 1 },
    spec: { ...spec, ...more },
    status: {},
  }) as unknown as T;
  return deepFreeze(k.prepareCreate?.(k.default?.(o) ?? o) ?? o);
}
const fields = (errors: readonly { field: string; detail: string }[] | undefined) => errors?.map((e) => `${e.field}: ${e.detail}`);

describe('workloads', () => {
  test('a Deployment counts its annotations, keeps its selector, and needs room to roll', () => {
    const d = made(deployments);
    const annotated = { ...d, metadata: { ...d.metadata, annotations: { a: 'b' } } };
    expect(deployments.prepareUpdate?.(annotated, d).metadata.generation).toBe(2);
    expect(
      fields(
        deployments.validateUpdate?.(
          { ...d, spec: { ...d.spec, selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } } },
          d,
        ),
      ),
    ).toEqual(['spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Exists"}]}: field is immutable']);
    expect(
      fields(deployments.validate?.(made(deployments, { strategy: { rollingUpdate: { maxSurge: '0%', maxUnavailable: '120%' } } }))),
    ).toEqual(['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "120%": must not be greater than 100%']);
  });

  test('a status says nothing impossible', () => {
    const d = made(deployments);
    expect(
      fields(
        deployments.validateStatusUpdate?.(
          { ...d, status: { replicas: 1, readyReplicas: 1, availableReplicas: 2 } },
          { ...d, status: { collisionCount: 1 } },
        ),
      ),
    ).toEqual([
      'status.availableReplicas: Invalid value: 2: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas',
      'status.collisionCount: Invalid value: 0: cannot be decremented',
    ]);
  });

  test('a DaemonSet counts its templates in an annotation and surges or takes away', () => {
    const d = made(daemonSets);
    const other = { ...d, spec: { ...d.spec, template: { ...d.spec.template, metadata: { labels: { ...labels, v: '2' } } } } };
    expect([d, daemonSets.prepareUpdate?.(other, d)].map((o) => o?.metadata.annotations)).toEqual([
      { 'deprecated.daemonset.template.generation': '1' },
      { 'deprecated.daemonset.template.generation': '2' },
    ]);
    expect(fields(daemonSets.validate?.(made(daemonSets, { updateStrategy: { rollingUpdate: { maxSurge: 1 } } })))).toEqual([
      'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero',
    ]);
  });

  test('of ReplicaSets and DaemonSets that are changed, what is wrong is told twice', () => {
    for (const k of [replicaSets, daemonSets] as const) {
      const o = made<ApiObject & { readonly spec: object }>(k as unknown as KindDefinition<ApiObject & { readonly spec: object }>);
      expect(k.validateUpdate?.({ ...o, spec: { ...o.spec, minReadySeconds: -1 } } as never, o as never).map((e) => e.field)).toEqual([
        'spec.minReadySeconds',
        'spec.minReadySeconds',
      ]);
    }
  });

  test('a StatefulSet may change what it is told it may', () => {
    const s = made(statefulSets, { serviceName: 'web' });
    expect(
      statefulSets.validateUpdate?.(
        { ...s, spec: { ...s.spec, replicas: 3, minReadySeconds: 5, revisionHistoryLimit: 2, ordinals: { start: 1 } } },
        s,
      ),
    ).toEqual([]);
    expect(fields(statefulSets.validateUpdate?.({ ...s, spec: { ...s.spec, podManagementPolicy: 'Parallel' } }, s))).toEqual([
      expect.stringMatching(/^spec: Forbidden: updates to statefulset spec/),
    ]);
    expect(statefulSets.validateName?.('a.b', false)).toEqual(['must not contain dots']);
  });

  test("a StatefulSet's pods may mount its claims; template, claims and the service's name are checked when it is made", () => {
    const mounting = (name: string) => ({
      metadata: { labels },
      spec: { containers: [{ name: 'app', image: 'nginx', volumeMounts: [{ name, mountPath: '/data' }] }] },
    });
    const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
    expect(statefulSets.validate?.(made(statefulSets, { template: mounting('data'), volumeClaimTemplates: [claim] }))).toEqual([]);
    const wrong = made(statefulSets, {
      serviceName: 'a.b',
      template: mounting('logs'),
      volumeClaimTemplates: [{ ...claim, spec: { resources: claim.spec.resources } }],
    });
    expect(statefulSets.validate?.(wrong).map((e) => e.field)).toEqual([
      'spec.volumeClaimTemplates[0].spec.accessModes',
      'spec.serviceName',
      'spec.template.spec.containers[0].volumeMounts[0].name',
    ]);
    expect(statefulSets.validateUpdate?.(made(statefulSets, { ...wrong.spec, replicas: 3 }), wrong)).toEqual([]);
  });
});
