/** Doubles as texts, in Go's way. Source: strconv.FormatFloat. */

/** The shortest text of a double: 1.5, 1e+06, NaN, +Inf (Go's %g). */
export function doubleText(n: number): string {
  if (Number.isNaN(n)) return 'NaN';
  if (!Number.isFinite(n)) return n > 0 ? '+Inf' : '-Inf';
  if (n === 0) return Object.is(n, -0) ? '-0' : '0';
  const [mantissa, exponent] = n.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  return power < -4 || power >= 6 ? withExponent(mantissa, power) : plainText(n);
}

/** '1.5' and 3 as '1.5e+03'. */
function withExponent(mantissa: string, power: number): string {
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** A double without an exponent. */
export function plainText(n: number): string {
  const text = String(n);
  if (!text.includes('e')) return text;
  const [mantissa = '', exponent = '0'] = text.replace('-', '').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const out =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : digits.length <= point
        ? digits.padEnd(point, '0')
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return n < 0 ? `-${out}` : out;
}

/** A number as Go prints it: whole ones are integers there. */
export const doubleOrInteger = (n: number): string => (Number.isInteger(n) && Math.abs(n) < 2 ** 63 ? BigInt(n).toString() : doubleText(n));
