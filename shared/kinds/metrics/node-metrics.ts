/** NodeMetrics: what nodes use, computed when it is asked for. Source: metrics-server, pkg/api. */
import { column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { NodeMetrics } from './types.ts';

export const nodeMetrics = defineKind<NodeMetrics>({
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind: 'NodeMetrics',
  plural: 'nodes',
  singular: '',
  namespaced: false,
  verbs: ['get', 'list'],
  columns: [
    NAME,
    column('cpu', '', ({ usage }) => usage?.['cpu'] ?? ''),
    column('memory', '', ({ usage }) => usage?.['memory'] ?? ''),
    column('Window', '', ({ window }) => window ?? ''),
  ],
});
