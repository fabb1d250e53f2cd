/** By what the entries of a list are known. Source: structured-merge-diff's typed/helpers.go. */
import { isObject } from '../json.ts';
import type { PathElement } from './field-set.ts';
import type { ListNode } from './merge-schema.ts';

/** The element of a list's entry; undefined where it has none: an entry without its key, a map in a set. */
export function elementOf(node: ListNode, item: unknown, index: number): PathElement | undefined {
  const { list } = node;
  if (list.type !== 'map')
    return list.type === 'atomic' ? `i:${index}` : typeof item === 'object' ? undefined : `v:${JSON.stringify(item)}`;
  if (!isObject(item)) return undefined;
  let text = '';
  for (const key of list.keys.length > 1 ? [...list.keys].sort() : list.keys) {
    const value = item[key] ?? node.keyDefault(key);
    if (value === undefined) return undefined;
    text += `${text ? ',' : ''}${JSON.stringify(key)}:${JSON.stringify(value)}`;
  }
  return `k:{${text}}`;
}

/** Why an entry of a list has no element. */
export function withoutElement(node: ListNode, item: unknown): string {
  const { list } = node;
  if (list.type !== 'map')
    return `associative list without keys has an element that's a ${Array.isArray(item) ? 'list' : item === null ? 'null' : 'map'} type`;
  if (!isObject(item)) return 'associative list with keys may not have non-map elements';
  const missing = list.keys.find((k) => (item[k] ?? node.keyDefault(k)) === undefined);
  return `associative list with keys has an element that omits key field ${JSON.stringify(missing)} (and doesn't have default value)`;
}

/** The entries of a list by their elements; of those that come twice the first. */
export function byElement(node: ListNode, list: readonly unknown[]): Map<PathElement, unknown> {
  const found = new Map<PathElement, unknown>();
  for (let i = 0; i < list.length; i++) {
    const element = elementOf(node, list[i], i);
    if (element !== undefined && !found.has(element)) found.set(element, list[i]);
  }
  return found;
}
