/** Widgets: a custom resource to test with, its definition, and what is said against it. */
import { ApiError } from '#shared/api/errors.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import { TestCluster } from './test-cluster.ts';

/** What a Widget may say. */
export const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 9 },
        colour: { type: 'string', enum: ['red', 'blue'], default: 'red' },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        port: { 'x-kubernetes-int-or-string': true },
        tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
      },
    },
    status: { type: 'object', properties: { phase: { type: 'string' } } },
  },
};

/** A version with this schema; v1 is the one that is stored. */
export const version = (name: string, more: object = {}) => ({
  name,
  served: true,
  storage: name === 'v1',
  schema: { openAPIV3Schema: schema },
  subresources: { status: {} },
  additionalPrinterColumns: [
    { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
  ],
  ...more,
});

/** The definition of a kind in example.com. */
export const definition = (plural: string, kind: string, more: object = {}, versions: readonly object[] = [version('v1')]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.example.com` },
  spec: { group: 'example.com', scope: 'Namespaced', names: { plural, kind, shortNames: ['wi'], ...more }, versions },
});

/** A Widget. */
export const widget = (spec: object, name = 'w') => ({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name }, spec });

/** The kind as the cluster serves it. */
export const kindOf = (c: TestCluster, plural = 'widgets') =>
  c.cluster.core.resources.byId(`example.com/${plural}`)?.definition as KindDefinition;

/** A cluster that serves Widgets. */
export const start = (...more: readonly object[]) =>
  new TestCluster().apply(definition('widgets', 'Widget') as never, ...(more as never[])).advance('1s');

/** What the API says against it; nothing where it does not. */
export const refusal = (run: () => unknown): string => {
  try {
    run();
    return '';
  } catch (e) {
    if (e instanceof ApiError) return e.message;
    throw e;
  }
};
