/**
 * Bodies in Kubernetes' protobuf, which kubectl's own generators send: read into the JSON that would say the same, so that
 * all that comes after is one way. Source: apimachinery's protobuf serializer; "Kubernetes Protobuf encoding".
 */
import { base64Bytes } from '#shared/api/base64.ts';
import { ExactNumber } from '#shared/api/decode/number.ts';
import { badRequest, SCHEME } from '#shared/api/errors.ts';
import { versionOf } from '#shared/api/object.ts';
import { fieldOf } from '#shared/kinds/schema/schema.ts';
import { bytesOf, JSON_FORMS, text, utf8Text } from './json-forms.ts';
import { messageFields, packageOf, type MessageField } from './messages.ts';
import { readMessage, readVarints, WireError, type WireField } from './read-message.ts';

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

const MAGIC = 'k8s\u0000';
/** Deeper is no Kubernetes object. */
const DEEPEST = 200;

/** What a body is to be, and is where it does not say what. */
export interface ExpectedMessage {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The value a body holds, whose bytes are characters of `bytes`. `typeFor` names the schema's type of a kind. Throws BadRequest. */
export function decodeProtobuf(
  bytes: string,
  expected: ExpectedMessage,
  typeFor: (apiVersion: string, kind: string) => string | undefined,
): object {
  const { said, content } = envelope(bytes, expected);
  const apiVersion = said.apiVersion || expected.apiVersion;
  const kind = said.kind || expected.kind;
  const cannot = (why: string) =>
    badRequest(`${kind} in version ${JSON.stringify(versionOf(apiVersion))} cannot be handled as a ${expected.kind}: ${why}`);
  const pkg = packageOf(apiVersion, kind);
  if (!pkg) throw cannot(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "${SCHEME}"`);
  try {
    return { apiVersion, kind, ...object(content, pkg, kind, typeFor(apiVersion, kind) ?? kind, 0) };
  } catch (e) {
    if (e instanceof WireError) throw cannot(e.message);
    throw e;
  }
}

/** What is around every object: what it is, and its bytes. */
function envelope(bytes: string, { kind }: ExpectedMessage): { readonly said: ExpectedMessage; readonly content: string } {
  const unrecognized = (why: string) =>
    badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summary(bytes)})`);
  if (bytes === '') throw unrecognized('empty data');
  if (!bytes.startsWith(MAGIC))
    throw unrecognized('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  try {
    const unknown = readMessage(bytes.slice(MAGIC.length));
    const about = readMessage(text(unknown, 1));
    return { said: { apiVersion: utf8Text(text(about, 1)), kind: utf8Text(text(about, 2)) }, content: text(unknown, 2) };
  } catch (e) {
    if (e instanceof WireError) throw unrecognized(e.message);
    throw e;
  }
}

/** The beginning of a body in hexadecimal. */
function summary(bytes: string): string {
  const MOST = 30;
  return bytes === ''
    ? '<empty>'
    : `${bytesOf(bytes.slice(0, MOST))
        .map((b) => b.toString(16).padStart(2, '0'))
        .join('')}${bytes.length > MOST ? ' ...' : ''}`;
}

/** `schema` is the type in the schema whose fields these are. What the table or the schema does not know is passed over. */
function object(bytes: string, pkg: string, message: string, schema: string, depth: number): Record<string, unknown> {
  if (depth > DEEPEST) throw new WireError('proto: nested too deep');
  const out: Record<string, unknown> = {};
  const maps = new Map<string, [string, unknown][]>();
  const fields = messageFields(pkg, message);
  for (const wire of readMessage(bytes)) {
    const f = fields.get(wire.number);
    if (!f) continue;
    if (f.name === '') {
      Object.assign(out, object(bytesIn(f, wire), f.pkg, f.type, schema, depth + 1));
      continue;
    }
    const known = fieldOf(schema, f.name);
    const shape = known?.shape;
    if (!known) continue;
    const inner = shape?.kind === 'list' || shape?.kind === 'map' ? shape.items : shape;
    const type = inner?.kind === 'object' ? inner.type : f.type;
    if (f.many === '[]') {
      const list = (out[f.name] ??= []) as unknown[];
      if (f.type === 'i' && typeof wire.value === 'string') for (const v of readVarints(wire.value)) list.push(integer(v));
      else list.push(one(f, wire, type, depth));
    } else if (f.many === '{}') {
      const entry = readMessage(bytesIn(f, wire));
      const entries = maps.get(f.name) ?? [];
      const value =
        entry.findLast((x) => x.number === 2) ??
        ({ number: 2, ...(f.type === 'i' || f.type === 'b' ? { wire: 0, value: 0n } : { wire: 2, value: '' }) } satisfies WireField);
      maps.set(f.name, entries);
      entries.push([utf8Text(text(entry, 1)), one(f, value, type, depth)]);
    } else {
      const read = one(f, wire, type, depth);
      const zero = read === null || (f.type.length === 1 && (read === '' || read === 0 || read === false));
      // what is no pointer is always sent, and says nothing where it is zero
      if (!zero || known.presence === 'pointer') out[f.name] = read;
    }
  }
  for (const [name, entries] of maps) out[name] = Object.fromEntries(entries);
  return out;
}

function one(f: MessageField, wire: WireField, schema: string, depth: number): unknown {
  const { value } = wire;
  switch (f.type) {
    case 'i':
    case 'b': {
      if (typeof value !== 'bigint') throw wrongWire(f, wire);
      return f.type === 'b' ? value !== 0n : integer(value);
    }
    case 'd': {
      if (wire.wire !== 1) throw wrongWire(f, wire);
      return new DataView(new Uint8Array(bytesOf(String(value))).buffer).getFloat64(0, true);
    }
    case 's':
      return utf8Text(bytesIn(f, wire));
    case 'y':
      return base64Bytes(bytesOf(bytesIn(f, wire)));
    default: {
      const form = JSON_FORMS.get(f.type);
      const bytes = bytesIn(f, wire);
      return form
        ? form(bytes, (b, message) => object(b, f.pkg, message, message, depth + 1))
        : object(bytes, f.pkg, f.type, schema, depth + 1);
    }
  }
}

/** Integers that a JavaScript number cannot stand for keep their digits. */
function integer(value: bigint): number {
  const plain = Number(value);
  return Number.isSafeInteger(plain) ? plain : (new ExactNumber(String(value)) as unknown as number);
}

function bytesIn(f: MessageField, { wire, value }: WireField): string {
  if (wire !== 2) throw wrongWire(f, { wire });
  return String(value);
}

/** Go's field begins with a capital. */
function wrongWire(f: MessageField, { wire }: Pick<WireField, 'wire'>): WireError {
  const name = f.name || f.type;
  return new WireError(`proto: wrong wireType = ${wire} for field ${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}
