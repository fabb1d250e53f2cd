import { expect, test } from 'vitest';
import type { ResourceClaim } from '../types.ts';
import { resourceClaims } from './resource-claim.ts';

test('a claim is for one device, and bears with taints of the value it gives', () => {
  const o = {
    spec: {
      devices: {
        requests: [
          { name: 'r', exactly: { deviceClassName: 'd', tolerations: [{ key: 'a', value: 'b' }, { operator: 'Exists' }] } },
          { name: 's', exactly: { deviceClassName: 'd', allocationMode: 'All' } },
        ],
      },
    },
  } as unknown as ResourceClaim;
  const made = resourceClaims.default?.(o);
  expect(made?.spec.devices?.requests?.map((r) => r.exactly)).toEqual([
    {
      deviceClassName: 'd',
      allocationMode: 'ExactCount',
      count: 1,
      tolerations: [{ key: 'a', value: 'b', operator: 'Equal' }, { operator: 'Exists' }],
    },
    { deviceClassName: 'd', allocationMode: 'All' },
  ]);
  expect(resourceClaims.default?.(made!)).toBe(made);
});

test('a claim names what it asks for, and what it ties together', () => {
  const one = { deviceClassName: 'd', allocationMode: 'ExactCount', count: 1 };
  const o = {
    spec: {
      devices: {
        requests: [
          { name: 'r', exactly: { ...one, selectors: [{}] } },
          { name: 'r' },
          { name: 's', firstAvailable: [{ ...one, name: 't' }] },
        ],
        constraints: [{ requests: ['r', 's/t', 'q'], matchAttribute: 'a.b/c' }, {}],
        config: [{ requests: ['r'] }],
      },
    },
  } as unknown as ResourceClaim;
  expect(resourceClaims.validate?.(o).map((e) => `${e.field.slice('spec.devices.'.length)}: ${e.detail.slice(0, 40)}`)).toEqual([
    'requests[0].exactly.selectors[0].cel: Required value',
    'requests[1]: Required value: exactly one of `exactly`',
    'requests[1]: Duplicate value: "r"',
    'constraints[0].requests[2]: Invalid value: "q": must be the name of ',
    'constraints[1]: Required value: exactly one of "matchAtt',
    'config[0].opaque: Required value',
  ]);
});
