/** The formats of texts that a schema may ask for; others are not looked at. Source: kube-openapi's strfmt, apiextensions' formats.go. */
import { parseAddress, parseBlock } from '../../api/addresses.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../api/names.ts';

const matches = (pattern: RegExp) => (text: string) => pattern.test(text);
const TIME = /^\d{4}-(\d{2})-(\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]\d{2}:?\d{2})$/;
const isDate = (text: string) => {
  const d = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return d !== null && Number(d[2]) >= 1 && Number(d[2]) <= 12 && Number(d[3]) >= 1 && Number(d[3]) <= daysOf(Number(d[1]), Number(d[2]));
};

function daysOf(year: number, month: number): number {
  return month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const UUID = (version: string) => matches(new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$`, 'i'));
const uuid4 = matches(/^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i);
const uuid5 = matches(/^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i);

const FORMATS: ReadonlyMap<string, (text: string) => boolean> = new Map(
  Object.entries({
    'date-time': (t: string) => TIME.test(t) && isDate(t.slice(0, 10)),
    datetime: (t: string) => TIME.test(t) && isDate(t.slice(0, 10)),
    date: isDate,
    duration: matches(
      /^[+-]?(?:\d+(?:\.\d*)?\s*(?:ns|us|µs|ms|s|m|h|d|w|nanoseconds?|microseconds?|milliseconds?|seconds?|minutes?|hours?|days?|weeks?)\s*)+$|^0$/,
    ),
    email: matches(/^[^\s@<>()[\]\\,;:"]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/i),
    hostname: (t: string) =>
      t.length <= 255 && matches(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\.?$/)(t),
    ipv4: (t: string) => parseAddress(t) !== undefined && !t.includes(':'),
    ipv6: (t: string) => parseAddress(t) !== undefined && t.includes(':'),
    cidr: (t: string) => parseBlock(t) !== undefined,
    mac: matches(/^([0-9a-f]{2}[:-]){5}([0-9a-f]{2})$|^([0-9a-f]{2}[:-]){7}([0-9a-f]{2})$|^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/i),
    uri: matches(/^([a-z][a-z0-9+.-]*:[^\s]*|\/[^\s]*)$/i),
    uuid: UUID('[0-9a-f]'),
    uuid3: UUID('3'),
    uuid4,
    uuid5,
    byte: matches(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
    bsonobjectid: matches(/^[0-9a-f]{24}$/i),
    hexcolor: matches(/^#?([0-9a-f]{3}|[0-9a-f]{6})$/i),
    ssn: matches(/^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
    password: () => true,
    rgbcolor: matches(
      /^rgb\(\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*,\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*,\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*\)$/,
    ),
    'k8s-short-name': (t: string) => isDNS1123Label(t).length === 0,
    'k8s-long-name': (t: string) => isDNS1123Subdomain(t).length === 0,
  }),
);

/** Whether a text has a format; true for a format that is not known. */
export function hasFormat(text: string, format: string): boolean {
  return FORMATS.get(format)?.(text) ?? true;
}

/** Whether a format is known for a type ('' for one that is not said). */
export function isKnownFormat(format: string, type: string): boolean {
  switch (type) {
    case '':
    case 'string':
      return FORMATS.has(format) || UNCHECKED.has(format) || FORMATS.has(format.replaceAll('-', ''));
    case 'integer':
      return format === 'int32' || format === 'int64';
    case 'number':
      return format === 'float' || format === 'double';
    default:
      return false;
  }
}

/** Known, but not looked at here: numbers of books and cards. */
const UNCHECKED: ReadonlySet<string> = new Set(['isbn', 'isbn10', 'isbn13', 'creditcard']);
