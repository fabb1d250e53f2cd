/** The addresses and ports that Services are given. Source: kube-apiserver's flags and pkg/registry/core/service. */
import { serviceCIDRs } from '#shared/kinds/networking/service-cidr.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { ServiceCIDR } from '#shared/kinds/types.ts';
import type { Core } from '../apiserver/context.ts';
import { parseCidr, type Cidr } from './ipv4.ts';

/** Where Services live unless ServiceCIDR objects say otherwise. */
export const SERVICE_RANGE = '10.96.0.0/16';
/** Ports of nodes that Services may have. */
export const NODE_PORTS = { first: 30_000, last: 32_767 } as const;

/** The blocks that ServiceCIDR objects offer; the cluster's own where there are none. */
export function serviceRanges(core: Core): readonly (Cidr & { readonly text: string })[] {
  const offered = (core.store.list({ resource: resourceOf(serviceCIDRs) }) as readonly ServiceCIDR[])
    .filter((c) => !c.metadata.deletionTimestamp)
    .flatMap((c) => c.spec.cidrs ?? []);
  const ranges = [...new Set([SERVICE_RANGE, ...offered])].flatMap((text) => {
    const cidr = parseCidr(text);
    return cidr ? [{ ...cidr, text }] : [];
  });
  return ranges;
}
