/**
 * The machine behind a Node: its size, what it keeps back for itself, how long it takes to start.
 * What the Node states of itself counts; the rest is that of a machine of middling size.
 */
import { formatQuantity, quantity, unitsOf, milliOf, milliQuantity } from '#shared/api/quantity.ts';
import type { Node } from '#shared/kinds/types.ts';
import { isFake } from './node-kind.ts';

/** The size of a machine that nothing is known of. */
const DEFAULT_CAPACITY: Readonly<Record<string, string>> = { cpu: '4', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110' };

/** What the kubelet keeps free before it evicts pods. Source: kubelet's defaults, evictionHard. */
const EVICT_BELOW_MEMORY = 100 * 1024 * 1024;
const EVICT_BELOW_DISK = 0.1;

/** Capacity, and what of it pods may have. A fake node is what it says it is. */
export function machineOf(node: Node): Pick<Node['status'], 'capacity' | 'allocatable'> {
  const { capacity: stated, allocatable: given } = node.status;
  const capacity =
    stated?.['cpu'] && stated['memory']
      ? stated
      : isFake(node)
        ? (stated ?? given ?? DEFAULT_CAPACITY)
        : { ...DEFAULT_CAPACITY, ...stated };
  const allocatable = given && Object.keys(given).length ? given : isFake(node) ? capacity : reserved(capacity);
  return { capacity, allocatable };
}

/** What is left to pods of a machine that reserves nothing but the eviction threshold. */
function reserved(capacity: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const allocatable: Record<string, string> = { ...capacity };
  if (capacity['cpu']) allocatable['cpu'] = formatQuantity(milliQuantity(milliOf(capacity['cpu'])));
  if (capacity['memory'])
    allocatable['memory'] = formatQuantity(quantity(Math.max(0, unitsOf(capacity['memory']) - EVICT_BELOW_MEMORY), 'BinarySI'));
  if (capacity['ephemeral-storage'])
    allocatable['ephemeral-storage'] = formatQuantity(
      quantity(Math.trunc(unitsOf(capacity['ephemeral-storage']) * (1 - EVICT_BELOW_DISK))),
    );
  return allocatable;
}
