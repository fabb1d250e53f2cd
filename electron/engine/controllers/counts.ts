/** The counts of a status as the API writes them: those that are zero are left out. */
export function nonZero<T extends Readonly<Record<string, number | undefined>>>(counts: T): { readonly [K in keyof T]?: number } {
  const out: Record<string, number> = {};
  for (const [k, n] of Object.entries(counts)) if (n) out[k] = n;
  return out as { readonly [K in keyof T]?: number };
}
