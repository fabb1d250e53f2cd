/** Which kinds of the palette a few letters mean. */
import { GROUPS, type Addable, type Group } from '../model/kinds/addable.ts';

/** A group with what of it matches. */
export interface Shown {
  readonly group: Group;
  readonly items: readonly Addable[];
}

/** The groups that have something to offer, in order. */
export function matching(all: readonly Addable[], query: string): readonly Shown[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (a: Addable) => words.every((w) => `${a.label} ${a.kind} ${a.words ?? ''}`.toLowerCase().includes(w));
  return GROUPS.map((group) => ({ group, items: all.filter((a) => a.group === group && fits(a)) })).filter((g) => g.items.length > 0);
}
