/**
 * Bodies in Kubernetes' protobuf, which kubectl's own generators send: read into the JSON that would say the same.
 * messages.json holds the fields of every message: number, name and type; s string, i integer, b boolean, y bytes,
 * d double, [] list, {} map, else another message. Source: the generated.proto files of k8s.io/api and apimachinery;
 * "Kubernetes Protobuf encoding".
 */
import { badRequest } from '#shared/api/errors.ts';
import { base64Bytes, textOfBase64 } from '#shared/api/base64.ts';
import { groupOf, versionOf } from '#shared/api/object.ts';
import { formatMicroTime, formatTime } from '#shared/api/time.ts';
import { fieldOf } from '#shared/kinds/schema/schema.ts';
import messages from './messages.json' with { type: 'json' };
import { readMessage, WireError, type WireField } from './read-message.ts';

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

const MAGIC = 'k8s\u0000';
/** Deeper is no Kubernetes object. */
const DEEPEST = 64;

interface MessageField { readonly name: string; readonly many: '' | '[]' | '{}'; readonly type: string; readonly pkg: string }

const all = messages as Readonly<Record<string, Readonly<Record<string, string>>>>;
const known = new Map<string, ReadonlyMap<number, MessageField>>();

/** The value a body holds, whose bytes are characters of `bytes`. `typeFor` names the schema's type of a kind. Throws BadRequest. */
export function decodeProtobuf(bytes: string, typeFor: (apiVersion: string, kind: string) => string | undefined): object {
  if (!bytes.startsWith(MAGIC)) throw badRequest('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  try {
    const unknown = readMessage(bytes.slice(MAGIC.length)), about = text(unknown, 1), [apiVersion, kind] = [utf8Text(text(readMessage(about), 1)), utf8Text(text(readMessage(about), 2))];
    const pkg = packageOf(apiVersion, kind);
    if (!pkg) throw badRequest(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"`);
    return { apiVersion, kind, ...object(text(unknown, 2), pkg, kind, typeFor(apiVersion, kind) ?? kind, 0) };
  } catch (e) {
    if (e instanceof WireError) throw badRequest(e.message);
    throw e;
  }
}

const text = (fields: readonly WireField[], number: number): string => {
  const value = fields.findLast((f) => f.number === number)?.value;
  return typeof value === 'string' ? value : '';
};

/** Options are registered with every group, and are said in meta/v1. */
function packageOf(apiVersion: string, kind: string): string | undefined {
  const pkg = `${groupOf(apiVersion).split('.')[0] || 'core'}.${versionOf(apiVersion)}`;
  return [pkg, 'meta.v1'].find((p) => Object.hasOwn(all, p) && Object.hasOwn(all[p] as object, kind));
}

function fieldsOf(pkg: string, message: string): ReadonlyMap<number, MessageField> {
  const key = `${pkg}/${message}`, found = known.get(key);
  if (found) return found;
  const fields = new Map<number, MessageField>();
  for (const f of (all[pkg]?.[message] ?? '').split(' ')) {
    const [, number = '', name = '', many = '', there, type = ''] = /^(\d+)(\w+):(\[\]|\{\})?(?:([\w.]+)\/)?(\w+)$/.exec(f) ?? [];
    if (name) fields.set(Number(number), { name, many: many as MessageField['many'], type, pkg: there ?? pkg });
  }
  known.set(key, fields);
  return fields;
}

/** `schema` is the type in the schema whose fields these are: a message that it has no field for lies in it inline. */
function object(bytes: string, pkg: string, message: string, schema: string, depth: number): Record<string, unknown> {
  if (depth > DEEPEST) throw new WireError('proto: nested too deep');
  const out: Record<string, unknown> = {}, fields = fieldsOf(pkg, message);
  for (const { number, value } of readMessage(bytes)) {
    const f = fields.get(number);
    if (!f) continue;
    const known = fieldOf(schema, f.name), shape = known?.shape;
    if (!known && f.type.length > 1 && !f.many && isMessage(f)) {
      Object.assign(out, object(String(value), f.pkg, f.type, schema, depth + 1));
      continue;
    }
    const inner = shape?.kind === 'list' || shape?.kind === 'map' ? shape.items : shape, type = inner?.kind === 'object' ? inner.type : f.type;
    if (f.many === '[]') out[f.name] = [...(out[f.name] as unknown[] | undefined ?? []), one(f, value, type, depth)];
    else if (f.many === '{}') {
      const entry = readMessage(String(value)), given = entry.findLast((x) => x.number === 2)?.value ?? (f.type === 'i' || f.type === 'b' ? 0n : '');
      out[f.name] = Object.fromEntries([...Object.entries(out[f.name] as object | undefined ?? {}), [utf8Text(text(entry, 1)), one(f, given, type, depth)]]);
    } else {
      const read = one(f, value, type, depth), nothing = read === '' || read === 0 || read === false || read === null;
      // what is no pointer is always sent, and says nothing where it is zero
      if (!nothing || known?.presence === 'pointer') out[f.name] = read;
    }
  }
  return out;
}

const isMessage = ({ pkg, type }: MessageField): boolean => Object.hasOwn(all[pkg] ?? {}, type) && !(type in SPECIAL);

/** Messages that JSON writes as something else. */
const SPECIAL: Readonly<Record<string, (bytes: string) => unknown>> = {
  Time: (b) => time(b, formatTime),
  MicroTime: (b) => time(b, formatMicroTime),
  Duration: (b) => `${Number(readMessage(b).find((f) => f.number === 1)?.value ?? 0) / 1e9}s`,
  Quantity: (b) => utf8Text(text(readMessage(b), 1)),
  IntOrString: (b) => {
    const fields = readMessage(b), integer = (n: number) => Number(fields.findLast((f) => f.number === n)?.value ?? 0);
    return integer(1) === 1 ? utf8Text(text(fields, 3)) : integer(2);
  },
  RawExtension: (b) => json(text(readMessage(b), 1)),
  FieldsV1: (b) => json(text(readMessage(b), 1)),
  ExtraValue: (b) => readMessage(b).map((f) => utf8Text(String(f.value))),
};

function one(f: MessageField, value: bigint | string, schema: string, depth: number): unknown {
  if (typeof value === 'bigint') return f.type === 'b' ? value !== 0n : Number(value);
  switch (f.type) {
    case 's': return utf8Text(value);
    case 'y': return value === '' ? '' : base64Bytes(bytesOf(value));
    case 'd': return new DataView(new Uint8Array(bytesOf(value)).buffer).getFloat64(0, true);
    default: return Object.hasOwn(SPECIAL, f.type) ? SPECIAL[f.type]?.(value) : object(value, f.pkg, f.type, schema, depth + 1);
  }
}

const bytesOf = (bytes: string): readonly number[] => Array.from(bytes, (c) => c.charCodeAt(0));

/** null for the time that is none. */
function time(bytes: string, format: (ms: number) => string): string | null {
  const fields = readMessage(bytes), at = (n: number) => Number(fields.findLast((f) => f.number === n)?.value ?? 0);
  return fields.length ? format(at(1) * 1000 + at(2) / 1e6) : null;
}

function json(bytes: string): unknown {
  try {
    return bytes === '' ? null : JSON.parse(utf8Text(bytes)) as unknown;
  } catch {
    throw new WireError('invalid JSON in a protobuf message');
  }
}

/** The text of UTF-8 bytes. */
const utf8Text = (bytes: string): string => textOfBase64(base64Bytes(bytesOf(bytes)));
