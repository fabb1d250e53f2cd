/** Amounts given as a number or as a percentage. Source: apimachinery's util/intstr. */

/** The amount: a number as it is, '25%' of `total` rounded up or down. 0 where the text is no percentage. */
export function scaledValue(value: number | string | undefined, total: number, rounding: 'up' | 'down'): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value);
  if (!percent) return 0;
  const exact = (Number(percent[1]) * total) / 100;
  return rounding === 'up' ? Math.ceil(exact) : Math.floor(exact);
}
