/**
 * IP addresses and CIDRs: reading, canonical text, and what is said of those that are wrong.
 * Source: apimachinery's util/validation ip.go, Go's net and net/netip.
 */
import { invalid, type FieldError } from './errors.ts';

/** An address. IPv4 addresses inside IPv6 ('::ffff:10.0.0.1') count as IPv4, as in Go. */
export interface Address {
  readonly family: 'IPv4' | 'IPv6';
  readonly value: bigint;
  /** Written as IPv6 though it is IPv4. */
  readonly mapped: boolean;
  /** Written with zeros before a number, which some read as octal. */
  readonly leadingZeros: boolean;
}

/** A block of addresses. */
export interface Block {
  /** The address as written; its bits beyond the prefix may be set. */
  readonly address: Address;
  readonly prefix: number;
  readonly leadingZeros: boolean;
}

const MAPPED = 0xffff_0000_0000n;

/** Reads an address as leniently as Kubernetes does; undefined where it is none. */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIPv6(text) : parseIPv4(text);
}

function parseIPv4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const p of parts) {
    if (!/^0*\d{1,3}$/.test(p) || Number(p) > 255) return undefined;
    value = value * 256n + BigInt(Number(p));
  }
  return { family: 'IPv4', value, mapped: false, leadingZeros: parts.some((p) => p.length > 1 && p.startsWith('0')) };
}

function parseIPv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const dotted =
    /^(.*:)([^:]*\.[^:]*)$/.exec(halves.at(-1) as string) ??
    (/^[^:]*\.[^:]*$/.test(halves.at(-1) as string) && halves.length === 2 ? ['', '', halves.at(-1) as string] : undefined);
  const v4 = dotted ? parseIPv4(dotted[2] as string) : undefined;
  if (dotted && !v4) return undefined;
  const tail = v4 ? (dotted?.[1] as string).replace(/:$/, '') : (halves.at(-1) as string);
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const head = halves.length === 2 ? groups(halves[0] as string) : [];
  const rest = groups(tail);
  const bytes = v4 ? 2 : 0;
  const missing = 8 - bytes - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let value = 0n;
  for (const g of [...head, ...Array<string>(Math.max(missing, 0)).fill('0'), ...rest]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(g)) return undefined;
    value = (value << 16n) | BigInt(`0x${g}`);
  }
  if (v4) value = (value << 32n) | v4.value;
  const mapped = value >> 32n === MAPPED >> 32n;
  return {
    family: mapped ? 'IPv4' : 'IPv6',
    value: mapped ? value & 0xffff_ffffn : value,
    mapped,
    leadingZeros: v4?.leadingZeros ?? false,
  };
}

/** The canonical text (RFC 5952). */
export function formatAddress({ family, value }: Pick<Address, 'family' | 'value'>): string {
  if (family === 'IPv4') return [24n, 16n, 8n, 0n].map((s) => (value >> s) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  let longest = { from: -1, length: 1 };
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && groups[i + n] === '0') n++;
    if (n > longest.length) longest = { from: i, length: n };
  }
  return longest.from < 0
    ? groups.join(':')
    : `${groups.slice(0, longest.from).join(':')}::${groups.slice(longest.from + longest.length).join(':')}`;
}

/** Reads a CIDR leniently; undefined where it is none. */
export function parseBlock(text: string): Block | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const bits = text.slice(slash + 1);
  if (!address || !/^\d+$/.test(bits)) return undefined;
  const prefix = Number(bits);
  const width = address.family === 'IPv4' && !address.mapped ? 32 : 128;
  return prefix > width ? undefined : { address, prefix, leadingZeros: bits.length > 1 && bits.startsWith('0') };
}

/** The first address of a block. */
export function firstOf(b: Block): bigint {
  const host = BigInt(widthOf(b) - prefixOf(b));
  return (b.address.value >> host) << host;
}

/** The canonical text of a block: bits beyond the prefix are cleared. */
export const formatBlock = (b: Block): string => `${formatAddress({ family: b.address.family, value: firstOf(b) })}/${prefixOf(b)}`;

const widthOf = (b: Block) => (b.address.family === 'IPv4' ? 32 : 128);
const prefixOf = (b: Block) => (b.address.mapped ? Math.max(0, b.prefix - 96) : b.prefix);

/** Does a block hold an address? */
export function holds(b: Block, a: Pick<Address, 'family' | 'value'>): boolean {
  if (a.family !== b.address.family) return false;
  const host = BigInt(widthOf(b) - prefixOf(b));
  return a.value >> host === b.address.value >> host;
}

/** An address in a field that once took anything: what is no address, has leading zeros or is mapped is refused. */
export function validateLegacyIP(text: string, path: string, old: readonly string[] = []): readonly FieldError[] {
  if (old.includes(text)) return [];
  const a = parseAddress(text);
  if (!a) return [invalid(path, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  return [
    ...(a.leadingZeros ? [invalid(path, text, 'must not have leading 0s')] : []),
    ...(a.mapped && !a.leadingZeros ? [invalid(path, text, 'must not be an IPv4-mapped IPv6 address')] : []),
  ];
}

/** An address that must be canonical too. */
export function validateIP(text: string, path: string): readonly FieldError[] {
  const errors = validateLegacyIP(text, path);
  const canonical = errors.length ? text : formatAddress(parseAddress(text) as Address);
  return canonical === text ? errors : [invalid(path, text, `must be in canonical form (${JSON.stringify(canonical)})`)];
}

/** A CIDR in a field that once took anything. */
export function validateLegacyCIDR(text: string, path: string, old: readonly string[] = []): readonly FieldError[] {
  if (old.includes(text)) return [];
  const b = parseBlock(text);
  if (!b) return [invalid(path, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
  if (b.leadingZeros || b.address.leadingZeros) return [invalid(path, text, 'must not have leading 0s in IP or prefix length')];
  if (b.address.mapped) return [invalid(path, text, 'must not have an IPv4-mapped IPv6 address')];
  return firstOf(b) === b.address.value ? [] : [invalid(path, text, 'must not have bits set beyond the prefix length')];
}

/** A CIDR that must be canonical too. */
export function validateCIDR(text: string, path: string): readonly FieldError[] {
  const errors = validateLegacyCIDR(text, path);
  const canonical = errors.length ? text : formatBlock(parseBlock(text) as Block);
  return canonical === text ? errors : [invalid(path, text, `must be in canonical form (${JSON.stringify(canonical)})`)];
}

const block = (text: string) => parseBlock(text) as Block;
const LOOPBACK = ['127.0.0.0/8', '::1/128'].map(block);
const LINK_LOCAL = ['169.254.0.0/16', 'fe80::/10'].map(block);
const LINK_LOCAL_MULTICAST = ['224.0.0.0/24', 'ff02::/16'].map(block);

/** An address where traffic is sent to: not unspecified, loopback or link-local. */
export function validateEndpointIP(text: string, path: string): readonly FieldError[] {
  const a = parseAddress(text);
  if (!a) return [invalid(path, text, 'must be a valid IP address')];
  const within = (blocks: readonly Block[]) => blocks.some((b) => holds(b, a));
  return [
    ...(a.value === 0n ? [invalid(path, text, `may not be unspecified (${text})`)] : []),
    ...(within(LOOPBACK) ? [invalid(path, text, 'may not be in the loopback range (127.0.0.0/8, ::1/128)')] : []),
    ...(within(LINK_LOCAL) ? [invalid(path, text, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)')] : []),
    ...(within(LINK_LOCAL_MULTICAST)
      ? [invalid(path, text, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')]
      : []),
  ];
}
