import { describe, expect, it } from 'vitest';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import { apiServices } from '#shared/kinds/apiregistration/api-service.ts';
import { flowSchemas } from '#shared/kinds/flowcontrol/flow-schema.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const things = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

describe('API services', () => {
  it('are there for all that is built in, and come and go with custom resources', () => {
    const c = new TestCluster().settle();
    const names = (of: TestCluster) => of.list(apiServices).map((s) => s.metadata.name);
    expect(names(c)).toContain('v2.autoscaling');
    expect(c.get(apiServices, 'v1.').spec).toEqual({ version: 'v1', groupPriorityMinimum: 18_000, versionPriority: 1 });
    c.apply(things).settle();
    expect(c.get(apiServices, 'v1.example.com').metadata.labels).toEqual({ 'kube-aggregator.kubernetes.io/automanaged': 'true' });
    const again = c.expectQuiet().delete(customResourceDefinitions, 'things.example.com').settle();
    expect(names(again)).not.toContain('v1.example.com');
  });

  it('have their flow schemas', () => {
    expect(new TestCluster().list(flowSchemas)).toHaveLength(13);
  });
});
