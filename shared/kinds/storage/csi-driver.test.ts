import { expect, test } from 'vitest';
import { runtimeClasses } from '../node/runtime-class.ts';
import { podDisruptionBudgets } from '../policy/pod-disruption-budget.ts';
import type { CSIDriver, RuntimeClass, StorageClass } from '../types.ts';
import { csiDrivers } from './csi-driver.ts';
import { storageClasses } from './storage-class.ts';

const driver = (name: string): CSIDriver =>
  csiDrivers.default?.({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    metadata: { name, uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: {},
  }) as CSIDriver;

test('drivers are called as plugins call themselves, budgets as anybody likes', () => {
  expect([
    csiDrivers.validateName?.('Ebs_', false),
    csiDrivers.validate?.(driver('Ebs.CSI')),
    csiDrivers.validate?.(driver('ebs_'))?.map((e) => e.field),
  ]).toEqual([[], [], ['name']]);
  expect([podDisruptionBudgets.validateName?.('My_Budget', false), podDisruptionBudgets.validateName?.('a/b', false)]).toEqual([
    [],
    ["may not contain '/'"],
  ]);
});

test('classes that select nodes by labels of old are warned of', () => {
  expect(
    runtimeClasses.warnings?.({
      scheduling: { nodeSelector: { 'beta.kubernetes.io/os': 'linux', disk: 'ssd' } },
    } as unknown as RuntimeClass),
  ).toEqual(['scheduling.nodeSelector: deprecated since v1.14; use "kubernetes.io/os" instead']);
  expect(
    storageClasses.warnings?.({
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'failure-domain.beta.kubernetes.io/zone', values: ['a'] }] }],
    } as unknown as StorageClass),
  ).toEqual(['allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.17; use "topology.kubernetes.io/zone" instead']);
});
