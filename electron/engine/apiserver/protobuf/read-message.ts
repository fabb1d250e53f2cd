/** Protobuf's wire format: fields of a message, in the order they come. Source: protobuf.dev/programming-guides/encoding. */

/** A field: a varint, or bytes as a text of a character each. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | string;
}

/** What is wrong with a message. */
export class WireError extends Error {}

/** Reads the fields of a message. Throws WireError where it is cut off or no message. */
export function readMessage(bytes: string): readonly WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n, shift = 0n;
    for (;;) {
      if (at >= bytes.length) throw new WireError('unexpected EOF');
      const byte = bytes.charCodeAt(at++);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value);
      shift += 7n;
      if (shift > 63n) throw new WireError('proto: integer overflow');
    }
  };
  const take = (length: number): string => {
    if (length < 0 || length > bytes.length - at) throw new WireError('unexpected EOF');
    at += length;
    return bytes.slice(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint()), number = tag >>> 3;
    if (number === 0) throw new WireError(`proto: illegal tag ${number} (wire type ${tag & 7})`);
    switch (tag & 7) {
      case 0: fields.push({ number, value: varint() }); break;
      case 1: fields.push({ number, value: take(8) }); break;
      case 2: fields.push({ number, value: take(Number(varint())) }); break;
      case 5: fields.push({ number, value: take(4) }); break;
      default: throw new WireError(`proto: illegal wireType ${tag & 7}`);
    }
  }
  return fields;
}
