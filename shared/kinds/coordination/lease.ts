/** Lease. */
import { defineKind } from '../definition.ts';
import type { Lease } from '../types.ts';

export const leases = defineKind<Lease>({
  apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases', namespaced: true,
});
