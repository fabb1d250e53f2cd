import { expect, test } from 'vitest';
import { deepFreeze } from '../../api/json.ts';
import type { EndpointSubset } from '../generated/types.ts';
import type { Endpoints } from '../types.ts';
import { endpoints } from './endpoints.ts';

const kept = (...subsets: readonly EndpointSubset[]) =>
  endpoints.prepareCreate!(deepFreeze({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'e' }, subsets }) as unknown as Endpoints)
    .subsets;
const at = (...ips: readonly string[]) => ips.map((ip) => ({ ip }));
const port = (n: number) => ({ port: n, protocol: 'TCP', name: `p${n}` });

test('ports that the same addresses have are kept together, addresses in order', () => {
  expect(
    kept({ addresses: at('10.0.0.2', '10.0.0.1'), ports: [port(1)] }, { addresses: at('10.0.0.1', '10.0.0.2'), ports: [port(2)] }),
  ).toEqual([{ addresses: at('10.0.0.1', '10.0.0.2'), ports: [port(1), port(2)] }]);
  expect(kept({ addresses: at('10.0.0.1'), ports: [port(1)] }, { addresses: at('10.0.0.2'), ports: [port(1)] })).toEqual([
    { addresses: at('10.0.0.1', '10.0.0.2'), ports: [port(1)] },
  ]);
});
test('an address that is not ready anywhere is not ready; what has no ports is kept', () => {
  expect(kept({ addresses: at('10.0.0.1'), notReadyAddresses: at('10.0.0.1') })).toEqual([{ notReadyAddresses: at('10.0.0.1') }]);
});
test('what is in order, or wrong, stays as it is', () => {
  for (const subset of [{ addresses: at('10.0.0.1', '10.0.0.2'), ports: [port(1)] }, { addresses: at('b', 'a') }])
    expect(kept(subset)![0]).toBe(subset);
});
