/** The order of a list that a strategic merge patch has been merged into. Source: strategicpatch's normalizeElementOrder. */
import { equal, isObject, type JsonObject } from '../json.ts';
import { goValue } from './go-value.ts';
import { PatchError } from './patch-error.ts';

/** Of what kind a value is, as far as merging cares. */
export function kindOf(v: unknown): string {
  return Array.isArray(v) ? 'list' : isObject(v) ? 'map' : v === null ? 'null' : typeof v;
}

/** What an element is known by: its merge key, or itself where there is none. */
export function keyIn(x: unknown, mergeKey: string): unknown {
  return mergeKey && isObject(x) ? x[mergeKey] : x;
}

/** The list and the patch of it that are left once the elements which are directives have been obeyed. */
export interface ListPatch {
  readonly original: readonly JsonObject[];
  readonly patch: readonly JsonObject[];
}

/** Obeys the elements of `patch` that carry a directive: `delete` an entry, `replace` the whole list. */
export function elementsMerged(
  original: readonly JsonObject[],
  patch: readonly JsonObject[],
  mergeKey: string,
  directive: string,
): ListPatch {
  let kept = original;
  let replace = false;
  const rest: JsonObject[] = [];
  for (const x of patch) {
    const what = Object.hasOwn(x, directive) ? x[directive] : undefined;
    if (what === undefined || what === 'delete') {
      if (!Object.hasOwn(x, mergeKey)) throw new PatchError('odd', `map: ${goValue(x)} does not contain declared merge key: ${mergeKey}`);
      if (what === undefined) rest.push(x);
      else kept = kept.filter((o) => !equal(o[mergeKey], x[mergeKey]));
    } else if (what === 'replace') replace = true;
    else if (what === 'merge') throw new PatchError('odd', 'merging lists cannot yet be specified in the patch');
    else throw new PatchError('odd', `unknown patch type: ${goValue(what)} in map: ${goValue(x)}`);
  }
  return replace ? { original: [], patch: rest } : { original: kept, patch: rest };
}

/** The elements of `list` that `named` names, and those it does not. */
export function partitioned(
  list: readonly unknown[],
  named: readonly unknown[],
  mergeKey: string,
): readonly [named: readonly unknown[], others: readonly unknown[]] {
  const is = (x: unknown) => indexIn(named, x, mergeKey) >= 0;
  return [list.filter(is), list.filter((x) => !is(x))];
}

/** The patch's elements in its order and the others in theirs, woven so that both stand as they stood on the server where that can be. */
export function inOrder(
  named: readonly unknown[],
  others: readonly unknown[],
  order: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string,
): readonly unknown[] {
  const by = (list: readonly unknown[]) => (a: unknown, b: unknown) => indexIn(list, a, mergeKey) - indexIn(list, b, mergeKey);
  const left = [...others].sort(by(serverOrder));
  const right = [...named].sort(by(order));
  const out: unknown[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const l = i < left.length ? indexIn(serverOrder, left[i], mergeKey) : -1;
    const r = j < right.length ? indexIn(serverOrder, right[j], mergeKey) : -1;
    out.push(j >= right.length || (i < left.length && l >= 0 && r >= 0 && l < r) ? left[i++] : right[j++]);
  }
  return out;
}

function indexIn(list: readonly unknown[], x: unknown, mergeKey: string): number {
  return list.findIndex((y) => equal(keyIn(x, mergeKey), keyIn(y, mergeKey)));
}
