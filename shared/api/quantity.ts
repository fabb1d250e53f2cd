/**
 * Kubernetes quantities: '250m', '1.5Gi', '1e3'. Exact, in BigInt.
 * Source: apimachinery's resource.Quantity. Finer than a billionth is rounded up, as there; larger than 2^63-1 is capped.
 */

/** How a quantity is written back: with Ki Mi Gi, with k M G, or with an exponent. */
export type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** An exact amount. `nano` is the value in billionths. */
export interface Quantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

/** Why a text is not a quantity, in Kubernetes' words. */
export class QuantityError extends Error {}

const GIGA = 1_000_000_000n;
const LARGEST = ((1n << 63n) - 1n) * GIGA;
const FORM = /^([+-]?)(\d*)(?:\.(\d*))?((?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?)$/;
const ROUGHLY = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const DECIMAL: readonly string[] = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY: readonly string[] = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Division that rounds away from zero, as Kubernetes rounds what it cannot hold. */
function divideUp(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b === 0n ? q : a < 0n ? q - 1n : q + 1n;
}

function read(text: string): Quantity {
  const m = FORM.exec(text);
  if (!m || (m[2] === '' && (m[3] ?? '') === '')) {
    if (text === '' || !ROUGHLY.test(text))
      throw new QuantityError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    throw new QuantityError(
      /^[+-]?\d*\.?\d*[^0-9.]/.test(text) ? "unable to parse quantity's suffix" : 'unable to parse numeric part of quantity',
    );
  }
  const fraction = m[3] ?? '';
  const suffix = m[4] as string;
  const digits = BigInt(m[2] + fraction);
  let scaled: bigint;
  let format: QuantityFormat = 'DecimalSI';
  if (suffix.length === 2 && suffix[1] === 'i') {
    format = 'BinarySI';
    scaled = divideUp(digits * (1n << BigInt(10 * BINARY.indexOf(suffix))) * GIGA, 10n ** BigInt(fraction.length));
  } else {
    let exponent = 9 - fraction.length;
    if (/^[eE][+-]?\d/.test(suffix)) {
      format = 'DecimalExponent';
      exponent += Math.max(-1000, Math.min(1000, Number(suffix.slice(1))));
    } else exponent += 3 * (DECIMAL.indexOf(suffix) - 3);
    scaled = exponent >= 0 ? digits * 10n ** BigInt(exponent) : divideUp(digits, 10n ** BigInt(-exponent));
  }
  if (scaled > LARGEST) scaled = LARGEST;
  return { nano: m[1] === '-' ? -scaled : scaled, format };
}

const known = new Map<string, Quantity>();

/** Reads a quantity. Throws QuantityError with Kubernetes' wording. */
export function parseQuantity(text: string | number): Quantity {
  const key = typeof text === 'number' ? String(text) : text;
  let q = known.get(key);
  if (!q) {
    q = Object.freeze(read(key));
    if (known.size > 20_000) known.clear();
    known.set(key, q);
  }
  return q;
}

/** A whole amount, for example of bytes. */
export function quantity(value: number | bigint, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nano: BigInt(value) * GIGA, format };
}

/** An amount in thousandths, for example of cpus. */
export function milliQuantity(value: number | bigint, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nano: BigInt(value) * 1_000_000n, format };
}

/** The canonical text: no fraction, the largest suffix that loses nothing. This is how the server writes quantities back. */
export function formatQuantity(q: Quantity): string {
  const { nano } = q;
  if (nano === 0n) return '0';
  const whole = nano % GIGA === 0n;
  const magnitude = nano < 0n ? -nano : nano;
  if (q.format === 'BinarySI' && whole && magnitude >= 1024n * GIGA) {
    let n = nano / GIGA;
    let k = 0;
    while (k < 6 && n % 1024n === 0n) {
      n /= 1024n;
      k++;
    }
    return `${n}${BINARY[k]}`;
  }
  let n = nano;
  let thousands = -3;
  while (n % 1000n === 0n && thousands < 6) {
    n /= 1000n;
    thousands++;
  }
  if (q.format === 'DecimalExponent') return thousands === 0 ? `${n}` : `${n}e${3 * thousands}`;
  return `${n}${DECIMAL[thousands + 3]}`;
}

/** The value in thousandths, rounded up: what the scheduler counts cpu in. */
export function milliOf(text: string | number | undefined): number {
  return text === undefined ? 0 : Number(divideUp(parseQuantity(text).nano, 1_000_000n));
}

/** The value in units, rounded up: bytes of memory, pods, devices. */
export function unitsOf(text: string | number | undefined): number {
  return text === undefined ? 0 : Number(divideUp(parseQuantity(text).nano, GIGA));
}

/** Sum; the format of the first that is not zero. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** Difference, in the format of the first. */
export function subtractQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano - b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** Negative, zero or positive, as a is less than, equal to or more than b. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  return a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;
}

/** The canonical text of a text: '1000m' is '1'. */
export function canonicalQuantity(text: string | number): string {
  return formatQuantity(parseQuantity(text));
}
