/** PodMetrics: what pods use, computed when it is asked for. Source: metrics-server, pkg/api. */
import { formatQuantity, parseQuantity, addQuantity, quantity } from '../../api/quantity.ts';
import { column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { PodMetrics } from './types.ts';

export const podMetrics = defineKind<PodMetrics>({
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind: 'PodMetrics',
  plural: 'pods',
  singular: '',
  namespaced: true,
  verbs: ['get', 'list'],
  columns: [
    NAME,
    column('cpu', '', (o) => sum(o, 'cpu')),
    column('memory', '', (o) => sum(o, 'memory')),
    column('Window', '', ({ window }) => window ?? ''),
  ],
});

const sum = ({ containers }: PodMetrics, resource: string): string =>
  formatQuantity((containers ?? []).reduce((all, c) => addQuantity(all, parseQuantity(c.usage?.[resource] ?? '0')), quantity(0)));
