/** Quantities, addresses, URLs, versions and named formats. Source: apiserver's cel/library. */
import { formatAddress, formatBlock, holds, parseAddress, parseBlock, type Address, type Block } from '../../api/addresses.ts';
import { quoted } from '../../api/errors.ts';
import {
  isDNS1035Label,
  isDNS1123Label,
  isDNS1123Subdomain,
  isQualifiedName,
  isValidLabelValue,
  type Complaints,
} from '../../api/names.ts';
import {
  addQuantity,
  compareQuantity,
  parseQuantity,
  quantity,
  QuantityError,
  subtractQuantity,
  type Quantity,
} from '../../api/quantity.ts';
import { fn, method, type Overload } from '../overload.ts';
import { EvaluationError, ListValue, MapValue, NONE, OpaqueValue, OptionalValue, type Value } from '../value.ts';
import { parseInstant } from './times.ts';
import { compareVersions, normalized, parseVersion, versionText, type Version } from './semver.ts';
import { parseURL, type ParsedURL } from './url.ts';

/** The value of a text, or what is wrong with it. */
function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (e) {
    if (e instanceof EvaluationError) return undefined;
    throw e;
  }
}
const can = (read: () => unknown) => tried(read) !== undefined;

const wrapped = (q: Quantity) => new OpaqueValue('kubernetes.Quantity', String(q.nano), q);
const inside = (v: OpaqueValue) => v.data as Quantity;
const GIGA = 1_000_000_000n;
const MAX_INT = 2n ** 63n - 1n;

function quantityOf(text: string): OpaqueValue {
  try {
    return wrapped(parseQuantity(text));
  } catch (e) {
    if (e instanceof QuantityError) throw new EvaluationError(e.message);
    throw e;
  }
}

function integerOf(q: Quantity): bigint | undefined {
  const n = q.nano / GIGA;
  return q.nano % GIGA === 0n && n < MAX_INT && n > -MAX_INT ? n : undefined;
}

function asInteger(v: OpaqueValue): bigint {
  const n = integerOf(inside(v));
  if (n === undefined) throw new EvaluationError('cannot convert value to integer');
  return n;
}

const Q = 'kubernetes.Quantity';
const order = (a: OpaqueValue, b: OpaqueValue) => compareQuantity(inside(a), inside(b));
const QUANTITIES: readonly Overload[] = [
  fn(`quantity(string): ${Q}`, quantityOf),
  fn('isQuantity(string): bool', (s: string) => can(() => quantityOf(s))),
  method(`${Q}.sign(): int`, (v: OpaqueValue) => BigInt(order(v, wrapped(quantity(0))))),
  fn(`sign(${Q}): int`, (v: OpaqueValue) => BigInt(order(v, wrapped(quantity(0))))),
  method(`${Q}.isGreaterThan(${Q}): bool`, (a: OpaqueValue, b: OpaqueValue) => order(a, b) > 0),
  method(`${Q}.isLessThan(${Q}): bool`, (a: OpaqueValue, b: OpaqueValue) => order(a, b) < 0),
  method(`${Q}.compareTo(${Q}): int`, (a: OpaqueValue, b: OpaqueValue) => BigInt(order(a, b))),
  method(`${Q}.asApproximateFloat(): double`, (v: OpaqueValue) => Number(inside(v).nano) / 1e9),
  method(`${Q}.asInteger(): int`, asInteger),
  method(`${Q}.isInteger(): bool`, (v: OpaqueValue) => integerOf(inside(v)) !== undefined),
  method(`${Q}.add(${Q}): ${Q}`, (a: OpaqueValue, b: OpaqueValue) => wrapped(addQuantity(inside(a), inside(b)))),
  method(`${Q}.add(int): ${Q}`, (a: OpaqueValue, n: bigint) => wrapped(addQuantity(inside(a), quantity(n)))),
  method(`${Q}.sub(${Q}): ${Q}`, (a: OpaqueValue, b: OpaqueValue) => wrapped(subtractQuantity(inside(a), inside(b)))),
  method(`${Q}.sub(int): ${Q}`, (a: OpaqueValue, n: bigint) => wrapped(subtractQuantity(inside(a), quantity(n)))),
];

function addressIn(text: string, what: string): Address {
  const zone = text.indexOf('%');
  if (zone > 0 && parseAddress(text.slice(0, zone))?.family === 'IPv6')
    throw new EvaluationError(`IP address ${quoted(text)} with zone value is not allowed`);
  const a = parseAddress(text);
  if (!a || a.leadingZeros) throw new EvaluationError(`${what}${addressFault(text)}`);
  if (a.mapped) throw new EvaluationError(`IPv4-mapped IPv6 address ${quoted(text)} is not allowed`);
  return a;
}

/** Go's netip words, for the commonest faults. */
function addressFault(text: string): string {
  const why = text.includes(':')
    ? 'unexpected character'
    : /^[0-9.]+$/.test(text)
      ? text.split('.').some((p) => p.length > 1 && p.startsWith('0'))
        ? 'IPv4 field has octet with leading zero'
        : text.split('.').some((p) => Number(p) > 255)
          ? 'IPv4 field has value >255'
          : text.split('.').length > 4
            ? 'IPv4 address too long'
            : 'IPv4 address too short'
      : text.includes('.')
        ? 'unexpected character'
        : 'unable to parse IP';
  return why === 'unexpected character' && !text.includes(':')
    ? `ParseAddr(${quoted(text)}): unexpected character (at ${quoted(/[^0-9.].*$/s.exec(text)?.[0] ?? '')})`
    : `ParseAddr(${quoted(text)}): ${why}`;
}

const IP = 'net.IP';
const CIDR = 'net.CIDR';
const address = (a: Address) => new OpaqueValue(IP, formatAddress(a), a);
const ip = (v: OpaqueValue) => v.data as Address;
const ipOf = (text: string) => address(addressIn(text, `IP Address ${quoted(text)} parse error during conversion from string: `));

function blockOf(text: string): OpaqueValue {
  const b = parseBlock(text);
  const twice = 'network address parse error during conversion from string: ';
  if (b?.address.mapped) throw new EvaluationError(`${twice}IPv4-mapped IPv6 address ${quoted(text)} is not allowed`);
  if (!b || b.leadingZeros || b.address.leadingZeros) {
    const [host = '', bits] = text.split('/');
    const a = parseAddress(host);
    throw new EvaluationError(
      `${twice}${twice}netip.ParsePrefix(${quoted(text)}): ${bits === undefined ? "no '/'" : !a || a.leadingZeros ? addressFault(host) : /^\d+$/.test(bits) && !(bits.length > 1 && bits.startsWith('0')) ? 'prefix length out of range' : `bad bits after slash: ${quoted(bits)}`}`,
    );
  }
  return block(b);
}

const block = (b: Block) => new OpaqueValue(CIDR, `${formatAddress(b.address)}/${b.prefix}`, b);
const net = (v: OpaqueValue) => v.data as Block;
const among = (blocks: readonly string[]) => {
  const known = blocks.map((b) => parseBlock(b) as Block);
  return (v: OpaqueValue) => known.some((b) => holds(b, ip(v)));
};
const isLoopback = among(['127.0.0.0/8', '::1/128']);
const isMulticast = among(['224.0.0.0/4', 'ff00::/8']);
const isLinkLocal = among(['169.254.0.0/16', 'fe80::/10']);
const isUnspecified = among(['0.0.0.0/32', '::/128']);
const isBroadcast = among(['255.255.255.255/32']);
const containsBlock = (a: OpaqueValue, b: OpaqueValue) => net(a).prefix <= net(b).prefix && holds(net(a), net(b).address);

const ADDRESSES: readonly Overload[] = [
  fn(`ip(string): ${IP}`, ipOf),
  fn('isIP(string): bool', (s: string) => can(() => ipOf(s))),
  fn('ip.isCanonical(string): bool', (s: string) => ipOf(s).id === s),
  fn(`string(${IP}): string`, (v: OpaqueValue) => v.id),
  method(`${IP}.family(): int`, (v: OpaqueValue) => (ip(v).family === 'IPv4' ? 4n : 6n)),
  method(`${IP}.isUnspecified(): bool`, isUnspecified),
  method(`${IP}.isLoopback(): bool`, isLoopback),
  method(`${IP}.isLinkLocalMulticast(): bool`, among(['224.0.0.0/24', 'ff02::/16'])),
  method(`${IP}.isLinkLocalUnicast(): bool`, isLinkLocal),
  method(
    `${IP}.isGlobalUnicast(): bool`,
    (v: OpaqueValue) => !isLoopback(v) && !isMulticast(v) && !isLinkLocal(v) && !isUnspecified(v) && !isBroadcast(v),
  ),
  fn(`cidr(string): ${CIDR}`, blockOf),
  fn('isCIDR(string): bool', (s: string) => can(() => blockOf(s))),
  fn(`string(${CIDR}): string`, (v: OpaqueValue) => v.id),
  method(`${CIDR}.ip(): ${IP}`, (v: OpaqueValue) => address(net(v).address)),
  method(`${CIDR}.prefixLength(): int`, (v: OpaqueValue) => BigInt(net(v).prefix)),
  method(`${CIDR}.masked(): ${CIDR}`, (v: OpaqueValue) => blockOf(formatBlock(net(v)))),
  method(`${CIDR}.containsIP(string): bool`, (v: OpaqueValue, s: string) => holds(net(v), ip(ipOf(s)))),
  method(`${CIDR}.containsIP(${IP}): bool`, (v: OpaqueValue, a: OpaqueValue) => holds(net(v), ip(a))),
  method(`${CIDR}.containsCIDR(string): bool`, (v: OpaqueValue, s: string) => containsBlock(v, blockOf(s))),
  method(`${CIDR}.containsCIDR(${CIDR}): bool`, containsBlock),
];

const URL = 'kubernetes.URL';
const parsed = (v: OpaqueValue) => v.data as ParsedURL;
const urlOf = (text: string) => {
  const u = parseURL(text);
  return new OpaqueValue(URL, text, u);
};
const URLS: readonly Overload[] = [
  fn(`url(string): ${URL}`, urlOf),
  fn('isURL(string): bool', (s: string) => can(() => urlOf(s))),
  method(`${URL}.getScheme(): string`, (v: OpaqueValue) => parsed(v).scheme),
  method(`${URL}.getHost(): string`, (v: OpaqueValue) => parsed(v).host),
  method(`${URL}.getHostname(): string`, (v: OpaqueValue) => parsed(v).hostname),
  method(`${URL}.getPort(): string`, (v: OpaqueValue) => parsed(v).port),
  method(`${URL}.getEscapedPath(): string`, (v: OpaqueValue) => parsed(v).path),
  method(
    `${URL}.getQuery(): map(string, list(string))`,
    (v: OpaqueValue) => new MapValue(new Map<string, Value>([...parsed(v).query].map(([k, values]) => [k, new ListValue(values)]))),
  ),
];

const V = 'kubernetes.Semver';
const version = (v: OpaqueValue) => v.data as Version;
const semver = (text: string, normalise = false) => {
  const v = parseVersion(normalise ? normalized(text) : text);
  return new OpaqueValue(V, versionText(v), v);
};
const versions = (a: OpaqueValue, b: OpaqueValue) => compareVersions(version(a), version(b));
const SEMVERS: readonly Overload[] = [
  fn(`semver(string): ${V}`, (s: string) => semver(s)),
  fn(`semver(string, bool): ${V}`, semver),
  fn('isSemver(string): bool', (s: string) => can(() => semver(s))),
  fn('isSemver(string, bool): bool', (s: string, normalise: boolean) => can(() => semver(s, normalise))),
  method(`${V}.isGreaterThan(${V}): bool`, (a: OpaqueValue, b: OpaqueValue) => versions(a, b) > 0),
  method(`${V}.isLessThan(${V}): bool`, (a: OpaqueValue, b: OpaqueValue) => versions(a, b) < 0),
  method(`${V}.compareTo(${V}): int`, (a: OpaqueValue, b: OpaqueValue) => BigInt(versions(a, b))),
  method(`${V}.major(): int`, (v: OpaqueValue) => version(v).major),
  method(`${V}.minor(): int`, (v: OpaqueValue) => version(v).minor),
  method(`${V}.patch(): int`, (v: OpaqueValue) => version(v).patch),
];

const asPrefix = (check: (s: string) => Complaints) => (s: string) => check(s.replace(/-$/, 'a'));
const matching =
  (fits: (s: string) => boolean, words: string) =>
  (s: string): Complaints =>
    fits(s) ? [] : [words];
const DATE = /^\d{4}-\d\d-\d\d$/;
const isURI = (s: string): Complaints => {
  try {
    parseURL(s);
    return [];
  } catch (e) {
    return [(e as Error).message.replace('URL parse error during conversion from string: ', '')];
  }
};
const FORMATS: Readonly<Record<string, (s: string) => Complaints>> = {
  dns1123Label: isDNS1123Label,
  dns1123Subdomain: isDNS1123Subdomain,
  dns1035Label: isDNS1035Label,
  qualifiedName: isQualifiedName,
  dns1123LabelPrefix: asPrefix(isDNS1123Label),
  dns1123SubdomainPrefix: asPrefix(isDNS1123Subdomain),
  dns1035LabelPrefix: asPrefix(isDNS1035Label),
  labelValue: isValidLabelValue,
  uri: isURI,
  uuid: matching((s) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(s), 'does not match the UUID format'),
  byte: matching((s) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(s), 'invalid base64'),
  date: matching((s) => DATE.test(s) && parseInstant(`${s}T00:00:00Z`) !== undefined, 'invalid date'),
  datetime: matching((s) => parseInstant(s) !== undefined, 'invalid datetime'),
};

const F = 'kubernetes.NamedFormat';
const format = (name: string) => new OpaqueValue(F, name, FORMATS[name]);
const NAMED: readonly Overload[] = [
  ...Object.keys(FORMATS).map((name) => fn(`format.${name}(): ${F}`, () => format(name))),
  fn(`format.named(string): optional(${F})`, (name: string) => (Object.hasOwn(FORMATS, name) ? new OptionalValue(format(name)) : NONE)),
  method(`${F}.validate(string): optional(list(string))`, (f: OpaqueValue, s: string) => {
    const wrong = (f.data as (text: string) => Complaints)(s);
    return wrong.length ? new OptionalValue(new ListValue(wrong)) : NONE;
  }),
];

export const KUBERNETES: readonly Overload[] = [...QUANTITIES, ...ADDRESSES, ...URLS, ...SEMVERS, ...NAMED];
