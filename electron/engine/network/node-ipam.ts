/**
 * Gives every node a block of addresses for its pods. Source: pkg/controller/nodeipam (range allocator).
 * What is taken is read off the nodes; a block has room for twice the pods the node may run, and at least 256 addresses.
 */
import { nodes } from '#shared/kinds/core/node.ts';
import { unitsOf } from '#shared/api/quantity.ts';
import type { Node } from '#shared/kinds/types.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller } from '../controllers/controller.ts';
import { forEach } from '../controllers/watch-rules.ts';
import type { Change } from '../store/store.ts';
import { formatCidr, formatIPv4, parseCidr, type Cidr } from './ipv4.ts';

/** Where pods live: 10.128.0.0 to 10.255.255.255, apart from the addresses of Services. */
const CLUSTER: Cidr = { base: 0x0a80_0000, prefix: 9, size: 2 ** 23 };
/** Where nodes live: 172.16.0.0 and on, one address for each unit of the pods' range. */
const NODES_BASE = 0xac10_0000;
const UNIT = 256;
const UNITS = CLUSTER.size / UNIT;

/** The units that a block covers; none outside the range. */
function unitsCovered({ base, size }: Cidr): readonly number[] {
  const first = Math.floor((base - CLUSTER.base) / UNIT);
  const count = Math.max(1, Math.ceil(size / UNIT));
  return first < 0 || first >= UNITS ? [] : Array.from({ length: count }, (_, i) => first + i);
}

const cidrOf = (n: Node): Cidr | undefined => (n.spec.podCIDR ? parseCidr(n.spec.podCIDR) : undefined);

/** The node's own address, which follows from its block: the nth block belongs to the nth address. */
export function nodeAddress(node: Node): string | undefined {
  const cidr = cidrOf(node);
  if (!cidr) return undefined;
  const unit = unitsCovered(cidr)[0];
  return formatIPv4(unit === undefined ? NODES_BASE + UNITS + (cidr.base % 0x8000) : NODES_BASE + unit + 2);
}

export function nodeIpam(client: Client): Controller {
  const taken = new Set<number>();
  const mark = (n: Node | undefined, on: boolean): void => {
    const cidr = n && cidrOf(n);
    if (cidr)
      for (const u of unitsCovered(cidr))
        if (on) taken.add(u);
        else taken.delete(u);
  };
  for (const n of client.list(nodes)) mark(n, true);
  client.core.store.observe(({ ref, before, after }: Change) => {
    if (ref.resource !== 'core/nodes' || (before as Node | undefined)?.spec === (after as Node | undefined)?.spec) return;
    mark(before as Node | undefined, false);
    mark(after as Node | undefined, true);
  });

  const free = (count: number): number | undefined => {
    for (let u = 0; u + count <= UNITS; u += count) {
      let ok = true;
      for (let i = u; i < u + count && ok; i++) ok = !taken.has(i);
      if (ok) return u;
    }
    return undefined;
  };

  return {
    name: 'node-ipam-controller',
    watches: [forEach(nodes)],
    reconcile(key, c) {
      const node = c.get(nodes, '', splitLocalKey(key).name);
      if (!node || node.spec.podCIDR || node.metadata.deletionTimestamp) return;
      const wanted = Math.min(2 * unitsOf(node.status.capacity?.['pods'] ?? '110'), CLUSTER.size / 16);
      const count = 2 ** Math.max(0, Math.ceil(Math.log2(wanted / UNIT)));
      const unit = free(count);
      if (unit === undefined) return;
      const podCIDR = formatCidr({ base: CLUSTER.base + unit * UNIT, prefix: 24 - Math.log2(count) });
      c.update(nodes, { ...node, spec: { ...node.spec, podCIDR, podCIDRs: [podCIDR] } });
    },
  };
}
