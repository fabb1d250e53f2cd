import { expect, test } from 'vitest';
import type { NetworkPolicy } from '../types.ts';
import { networkPolicies } from './network-policy.ts';

test('blocks of addresses that are written otherwise than they are kept are warned of', () => {
  const o = {
    spec: {
      podSelector: {},
      egress: [{ to: [{ ipBlock: { cidr: 'FD00::/64', except: ['fd00:0::/80'] } }] }],
      ingress: [{ from: [{ podSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8' } }] }],
    },
  } as unknown as NetworkPolicy;
  expect(networkPolicies.warnings?.(o)).toEqual([
    'spec.egress[0].to[0].ipBlock.cidr: IPv6 CIDR value "FD00::/64" should be in RFC 5952 canonical format ("fd00::/64")',
    'spec.egress[0].to[0].ipBlock.except[0]: IPv6 CIDR value "fd00:0::/80" should be in RFC 5952 canonical format ("fd00::/80")',
  ]);
});
