/** Which addresses of a node's block its pods have. Derived from the pods; follows the store. Source: CNI's host-local plugin. */
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Change } from '../store/store.ts';
import { formatIPv4, parseCidr, parseIPv4 } from './ipv4.ts';
import { pods } from '#shared/kinds/core/pod.ts';

/** The first two addresses of a block are its own and its gateway's. */
const FIRST = 2;

const addressOf = (p: Pod | undefined): number | undefined =>
  p?.spec.nodeName && p.status.podIP && !p.spec.hostNetwork && p.status.phase !== 'Succeeded' && p.status.phase !== 'Failed'
    ? parseIPv4(p.status.podIP)
    : undefined;

export class PodAddresses {
  readonly #taken = new Map<number, number>();
  /** Where to begin to look, by block: below it nothing is free. */
  readonly #from = new Map<number, number>();
  readonly #sizes = new Set<number>();

  constructor(client: Client) {
    for (const p of client.list(pods)) this.#mark(p, 1);
    client.core.store.observe(({ ref, before, after }: Change) => {
      if (ref.resource !== 'core/pods' || (before as Pod | undefined)?.status === (after as Pod | undefined)?.status) return;
      this.#mark(before as Pod | undefined, -1);
      this.#mark(after as Pod | undefined, 1);
    });
  }

  #mark(p: Pod | undefined, sign: 1 | -1): void {
    const n = addressOf(p);
    if (n === undefined) return;
    const left = (this.#taken.get(n) ?? 0) + sign;
    if (left > 0) this.#taken.set(n, left);
    else {
      this.#taken.delete(n);
      for (const size of this.#sizes) {
        const base = n - (n % size);
        const from = this.#from.get(base);
        if (from !== undefined && n < from) this.#from.set(base, n);
      }
    }
  }

  /** The lowest free address of a block ('10.128.3.0/24'); undefined once it is full. */
  next(podCIDR: string): string | undefined {
    const cidr = parseCidr(podCIDR);
    if (!cidr) return undefined;
    this.#sizes.add(cidr.size);
    for (let n = this.#from.get(cidr.base) ?? cidr.base + FIRST; n < cidr.base + cidr.size - 1; n++) {
      if (this.#taken.has(n)) continue;
      this.#from.set(cidr.base, n);
      return formatIPv4(n);
    }
    return undefined;
  }
}
