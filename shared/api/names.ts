/**
 * What names, label keys and values, ports and keys may look like. Each check returns its complaints in Kubernetes' words,
 * none where the value is fine. Source: apimachinery's util/validation and api/validate/content.
 */
import { invalid, required, type FieldError } from './errors.ts';

/** The complaints about a value; empty where there are none. */
export type Complaints = readonly string[];

const FINE: Complaints = Object.freeze([]);

/** How many bytes a text takes in UTF-8: what Kubernetes counts when it bounds a length. */
export function byteLength(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 0x7f) n += c > 0x7ff && (c < 0xd800 || c > 0xdfff) ? 2 : 1;
  }
  return n;
}

/** "(e.g. 'a',  or 'b', regex used for validation is '…')" after a message. */
export function regexError(message: string, regex: string, ...examples: readonly string[]): string {
  return examples.length === 0
    ? `${message} (regex used for validation is '${regex}')`
    : `${message} (e.g. ${examples.map((e) => `'${e}', `).join(' or ')}regex used for validation is '${regex}')`;
}

export const maxLenError = (length: number, unit = 'characters'): string => `must be no more than ${length} ${unit}`;
export const inclusiveRangeError = (low: number, high: number): string => `must be between ${low} and ${high}, inclusive`;

/** A check by length and pattern; `complaint` makes the message of a value that does not match. */
function matching(pattern: string, max: number, complaint: (value: string) => string): (value: string) => Complaints {
  const regex = new RegExp(`^(?:${pattern})$`);
  return (value) => {
    const long = value.length > max || byteLength(value) > max;
    const fits = regex.test(value);
    return fits && !long ? FINE : [...(long ? [maxLenError(max)] : []), ...(fits ? [] : [complaint(value)])];
  };
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const UNDERSCORED = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const UNDERSCORED_SUBDOMAIN = `${UNDERSCORED}(\\.${UNDERSCORED})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN_REGEX = new RegExp(`^${SUBDOMAIN}$`);
const NO_COMPLAINT_LIMIT = Number.MAX_SAFE_INTEGER;

/** A DNS label: names of namespaces, containers, volumes. */
export const isDNS1123Label = matching(LABEL, 63, (v) =>
  SUBDOMAIN_REGEX.test(v)
    ? 'must not contain dots'
    : regexError(
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
        LABEL,
        'my-name',
        '123-abc',
      ),
);

/** A DNS subdomain: names of most objects. */
export const isDNS1123Subdomain = matching(SUBDOMAIN, 253, () =>
  regexError(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    SUBDOMAIN,
    'example.com',
  ),
);

export const isDNS1123SubdomainWithUnderscore = matching(UNDERSCORED_SUBDOMAIN, 253, () =>
  regexError(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
    UNDERSCORED_SUBDOMAIN,
    'example.com',
  ),
);

/** A DNS label that begins with a letter. */
export const isDNS1035Label = matching(LABEL_1035, 63, () =>
  regexError(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    LABEL_1035,
    'my-name',
    'abc-123',
  ),
);

export const isWildcardDNS1123Subdomain = matching(`\\*\\.${SUBDOMAIN}`, 253, () =>
  regexError(
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
    `\\*\\.${SUBDOMAIN}`,
    '*.example.com',
  ),
);

const KEY_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const KEY_NAME_REGEX = new RegExp(`^${KEY_NAME}$`);
const KEY_NAME_WORDS = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** A label key, 'example.com/name' or 'name': also what resource and condition names are checked as. */
export function isQualifiedName(value: string): Complaints {
  const complaints: string[] = [];
  const parts = value.split('/');
  const complaint = regexError(KEY_NAME_WORDS, KEY_NAME, 'MyName', 'my.name', '123-abc');
  if (parts.length > 2) return [`a valid label key ${complaint} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const name = parts.at(-1) as string;
  if (parts.length === 2) {
    if (parts[0] === '') complaints.push('prefix part must be non-empty');
    else
      for (const m of isDNS1123Subdomain(parts[0] as string))
        complaints.push(`prefix part ${m.replace(maxLenError(253), maxLenError(253, 'bytes'))}`);
  }
  if (name === '') complaints.push('name part must be non-empty');
  else if (byteLength(name) > 63) complaints.push(`name part ${maxLenError(63, 'bytes')}`);
  if (!KEY_NAME_REGEX.test(name)) complaints.push(`name part ${complaint}`);
  return complaints.length ? complaints : FINE;
}

const LABEL_VALUE = `(${KEY_NAME})?`;
const LABEL_VALUE_REGEX = new RegExp(`^${LABEL_VALUE}$`);

export function isValidLabelValue(value: string): Complaints {
  const long = byteLength(value) > 63;
  const fits = LABEL_VALUE_REGEX.test(value);
  if (fits && !long) return FINE;
  return [
    ...(long ? [maxLenError(63, 'bytes')] : []),
    ...(fits
      ? []
      : [
          regexError(
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
            LABEL_VALUE,
            'MyValue',
            'my_value',
            '12345',
          ),
        ]),
  ];
}

export function isInRange(value: number, low: number, high: number): Complaints {
  return value >= low && value <= high ? FINE : [inclusiveRangeError(low, high)];
}

export const isValidPortNum = (port: number): Complaints => isInRange(port, 1, 65535);
export const isValidUserID = (id: number): Complaints => isInRange(id, 0, 0x7fffffff);
export const isValidGroupID = isValidUserID;

/** A named port, as IANA names services. */
export function isValidPortName(port: string): Complaints {
  const complaints: string[] = [];
  if (byteLength(port) > 15) complaints.push(maxLenError(15));
  if (!/^[-a-z0-9]+$/.test(port)) complaints.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(port)) complaints.push('must contain at least one letter (a-z)');
  if (port.includes('--')) complaints.push('must not contain consecutive hyphens');
  if (port.startsWith('-') || port.endsWith('-')) complaints.push('must not begin or end with a hyphen');
  return complaints.length ? complaints : FINE;
}

export const isValidPercent = matching('[0-9]+%', NO_COMPLAINT_LIMIT, () =>
  regexError("a valid percent string must be a numeric string followed by an ending '%'", '[0-9]+%', '1%', '93%'),
);
export const isHTTPHeaderName = matching('[-A-Za-z0-9]+', NO_COMPLAINT_LIMIT, () =>
  regexError("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', 'X-Header-Name'),
);

/** The name of an environment variable: anything printable but '='. */
export function isRelaxedEnvVarName(value: string): Complaints {
  if (value === '') return ['environment variable name must be non-empty'];
  return /^[ -<>-~]*$/.test(value)
    ? FINE
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

const configKey = matching('[-._a-zA-Z0-9]+', 253, () =>
  regexError(
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    '[-._a-zA-Z0-9]+',
    'key.name',
    'KEY_NAME',
    'key-name',
  ),
);

/** A key of a ConfigMap or Secret: it may become a file's name. */
export function isConfigMapKey(value: string): Complaints {
  const up =
    value === '.'
      ? "must not be '.'"
      : value === '..'
        ? "must not be '..'"
        : value.startsWith('..')
          ? "must not start with '..'"
          : undefined;
  return up === undefined ? configKey(value) : [...configKey(value), up];
}

/** A name that can be a part of a path: what RBAC's names may be. */
export function isPathSegmentName(name: string): Complaints {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return isPathSegmentPrefix(name);
}

export function isPathSegmentPrefix(name: string): Complaints {
  return ['/', '%'].filter((c) => name.includes(c)).map((c) => `may not contain '${c}'`);
}

/** A fully qualified name, 'a.b.c'. */
export function isFullyQualifiedName(path: string, name: string): readonly FieldError[] {
  if (name === '') return [required(path)];
  const complaints = isDNS1123Subdomain(name);
  if (complaints.length) return [invalid(path, name, complaints.join(','))];
  return name.split('.').length < 3 ? [invalid(path, name, 'should be a domain with at least three segments separated by dots')] : [];
}

/** A fully qualified domain name, 'a.b', with or without the last dot. */
export function isFullyQualifiedDomainName(path: string, name: string): readonly FieldError[] {
  if (name === '') return [required(path)];
  const domain = name.endsWith('.') ? name.slice(0, -1) : name;
  const complaints = isDNS1123Subdomain(domain);
  if (complaints.length) return [invalid(path, domain, complaints.join(','))];
  if (domain.split('.').length < 2) return [invalid(path, domain, 'should be a domain with at least two segments separated by dots')];
  const long = domain.split('.').find((l) => isDNS1123Label(l).length);
  return long === undefined ? [] : [invalid(path, long, isDNS1123Label(long).join(','))];
}

const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const HTTP_PATH_REGEX = new RegExp(`^${HTTP_PATH}$`);

/** A path below a domain, 'acme.io/foo'. */
export function isDomainPrefixedPath(path: string, value: string): readonly FieldError[] {
  if (value === '') return [required(path)];
  const slash = value.indexOf('/');
  const host = value.slice(0, slash);
  const rest = value.slice(slash + 1);
  if (slash < 1 || rest === '') return [invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  const errors = isDNS1123Subdomain(host).map((m) => invalid(path, host, m));
  return HTTP_PATH_REGEX.test(rest) ? errors : [...errors, invalid(path, rest, regexError('Invalid path', HTTP_PATH))];
}

/** A prefix of a generated name is checked as the name would be, but for its end, which the generated part follows. */
export function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}
