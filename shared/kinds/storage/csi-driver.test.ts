import { expect, test } from 'vitest';
import { podDisruptionBudgets } from '../policy/pod-disruption-budget.ts';
import type { CSIDriver } from '../types.ts';
import { csiDrivers } from './csi-driver.ts';

const driver = (name: string): CSIDriver => csiDrivers.default?.({ apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name, uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' }, spec: {} }) as CSIDriver;

test('drivers are called as plugins call themselves, budgets as anybody likes', () => {
  expect([csiDrivers.validateName?.('Ebs_', false), csiDrivers.validate?.(driver('Ebs.CSI')), csiDrivers.validate?.(driver('ebs_'))?.map((e) => e.field)]).toEqual([[], [], ['name']]);
  expect([podDisruptionBudgets.validateName?.('My_Budget', false), podDisruptionBudgets.validateName?.('a/b', false)]).toEqual([[], ["may not contain '/'"]]);
});
