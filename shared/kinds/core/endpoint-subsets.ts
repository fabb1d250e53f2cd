/**
 * The subsets of Endpoints as Kubernetes keeps them: ports that the same addresses have are together, addresses in order,
 * each once. Source: pkg/api/endpoints RepackSubsets; it orders ports by their hashes, here they stay as they are given.
 */
import { equal, memoByIdentity } from '../../api/json.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset } from '../generated/types.ts';

const keyOf = (a: EndpointAddress) => `${a.ip}\n${a.targetRef?.uid ?? ''}`;

const portKey = (p: EndpointPort | undefined) => JSON.stringify([p?.name, p?.port, p?.protocol, p?.appProtocol]);

/** Whether addresses are in order, each once: most are, and thousands of them are written often. */
function isPacked({ addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset): boolean {
  const ascends = (list: readonly EndpointAddress[]) => list.every((a, i) => i === 0 || keyOf(list[i - 1] as EndpointAddress) < keyOf(a));
  if (new Set(ports.map(portKey)).size < ports.length || !ascends(addresses) || !ascends(notReadyAddresses)) return false;
  const ready = new Set(notReadyAddresses.length ? addresses.map(keyOf) : []);
  return !notReadyAddresses.some((a) => ready.has(keyOf(a)));
}

/** The same list where it is in order already. */
export const repackedSubsets: (subsets: readonly EndpointSubset[]) => readonly EndpointSubset[] = memoByIdentity((subsets) => {
  if (subsets.length === 1 && isPacked(subsets[0] as EndpointSubset)) return subsets;
  const known = new Map<string, EndpointAddress>();
  const offers = new Map<string, { readonly port: EndpointPort | undefined; readonly ready: Map<string, boolean> }>();
  for (const { addresses = [], notReadyAddresses = [], ports } of subsets)
    for (const port of ports?.length ? ports : [undefined]) {
      const key = portKey(port);
      const { ready } = offers.get(key) ?? { ready: new Map<string, boolean>() };
      offers.set(key, { port, ready });
      for (const [list, isReady] of [
        [addresses, true],
        [notReadyAddresses, false],
      ] as const)
        for (const a of list) {
          if (!known.has(keyOf(a))) known.set(keyOf(a), a);
          if (ready.get(keyOf(a)) !== false) ready.set(keyOf(a), isReady);
        }
    }
  const groups = new Map<string, { readonly ports: EndpointPort[]; readonly ready: ReadonlyMap<string, boolean> }>();
  for (const { port, ready } of offers.values()) {
    const key = JSON.stringify([...ready].sort(([a], [b]) => (a < b ? -1 : 1)));
    const group = groups.get(key) ?? { ports: [], ready };
    groups.set(key, group);
    if (port) group.ports.push(port);
  }
  const packed = [...groups.values()].map(({ ports, ready }): EndpointSubset => {
    const of = (wanted: boolean) =>
      [...ready]
        .filter(([, is]) => is === wanted)
        .map(([key]) => key)
        .sort()
        .map((key) => known.get(key) as EndpointAddress);
    const addresses = of(true);
    const notReadyAddresses = of(false);
    return {
      ...(addresses.length ? { addresses } : {}),
      ...(notReadyAddresses.length ? { notReadyAddresses } : {}),
      ...(ports.length ? { ports } : {}),
    };
  });
  return equal(packed, subsets) ? subsets : packed;
});
