import { expect, test } from 'vitest';
import type { ResourceClaim } from '../types.ts';
import { resourceClaims } from './resource-claim.ts';

test('a claim is for one device, and bears with taints of the value it gives', () => {
  const o = { spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'd', tolerations: [{ key: 'a', value: 'b' }, { operator: 'Exists' }] } }, { name: 's', exactly: { deviceClassName: 'd', allocationMode: 'All' } }] } } } as unknown as ResourceClaim;
  const made = resourceClaims.default?.(o);
  expect(made?.spec.devices?.requests?.map((r) => r.exactly)).toEqual([
    { deviceClassName: 'd', allocationMode: 'ExactCount', count: 1, tolerations: [{ key: 'a', value: 'b', operator: 'Equal' }, { operator: 'Exists' }] }, { deviceClassName: 'd', allocationMode: 'All' },
  ]);
  expect(resourceClaims.default?.(made!)).toBe(made);
});
