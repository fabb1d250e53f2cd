/** IPv4 addresses as numbers. */

/** The number of an address: '10.0.0.1' is 167772161; undefined where the text is none. */
export function parseIPv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let n = 0;
  for (const p of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(p) || Number(p) > 255) return undefined;
    n = n * 256 + Number(p);
  }
  return n;
}

/** The address of a number. */
export function formatIPv4(n: number): string {
  return `${Math.floor(n / 0x100_0000) & 255}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;
}

/** A block of addresses. */
export interface Cidr {
  /** Its first address. */
  readonly base: number;
  readonly prefix: number;
  readonly size: number;
}

/** '10.0.0.0/24' as a block; undefined where the text is none. Bits beyond the prefix are dropped. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', bits = ''] = text.split('/');
  const n = parseIPv4(address);
  const prefix = Number(bits);
  if (n === undefined || !/^\d{1,2}$/.test(bits) || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  return { base: n - (n % size), prefix, size };
}

/** The text of a block. */
export const formatCidr = ({ base, prefix }: Pick<Cidr, 'base' | 'prefix'>): string => `${formatIPv4(base)}/${prefix}`;

/** Does the block hold the address? */
export const holdsAddress = ({ base, size }: Cidr, n: number): boolean => n >= base && n < base + size;
