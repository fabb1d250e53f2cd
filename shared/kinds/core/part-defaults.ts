/** How defaults are filled into parts that are shared: what is complete already is returned as it is. */
import { withoutUndefined } from '#shared/api/json.ts';

/** The object with these fields; the same one where it has them all already. */
export function changed<T extends object>(o: T, fields: Partial<T>): T {
  for (const k in fields) if (fields[k] !== undefined && o[k] !== fields[k]) return { ...o, ...withoutUndefined(fields) };
  return o;
}

/** The list with each element completed; the same one where all were complete. */
export function each<L extends readonly unknown[] | undefined>(list: L, f: (x: NonNullable<L>[number]) => NonNullable<L>[number]): L {
  if (!list) return list;
  const all = list.map((x) => f(x as NonNullable<L>[number]));
  return all.every((x, i) => x === list[i]) ? list : (all as readonly unknown[] as L);
}

/** The object without a field; the same one where it has none. */
export function without<T extends object, K extends keyof T>(o: T, field: K): Omit<T, K> {
  if (o[field] === undefined) return o;
  const { [field]: _gone, ...rest } = o;
  return rest;
}
